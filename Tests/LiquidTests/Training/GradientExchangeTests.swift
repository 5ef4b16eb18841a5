import Liquid
import TestSupport
import Testing

/// Processes that share the work of a batch, as threads.
@Suite struct GradientExchangeTests {
  /// What an engine gives for some batches one after the other, by the bits.
  private struct Results: Equatable, Sendable {
    var losses: [UInt64] = []
    var weights: [Double] = []
    var gradients: [[UInt32]] = []
    var outputs: [[UInt32]] = []

    init(
      _ model: Model, loss: Loss, _ batches: [SequenceBatch], threads: Int, _ processes: ThreadExchange?
    ) throws {
      let engine = try GradientEngine(
        cell: model.cell, loss: loss, threads: threads, recomputeEvery: nil, processes: processes)
      for (number, batch) in batches.enumerated() {
        engine.dropoutSeed = UInt64(number)
        losses.append(
          engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch).bitPattern)
        weights.append(engine.targetWeight)
        gradients.append(engine.gradient.map(\.bitPattern))
        outputs.append(
          engine.sharedOutputs(uncheckedParameters: model.parameters, batch: batch).map(\.bitPattern))
      }
    }
  }

  @Test("Any number of processes and threads computes the bits of one", arguments: NetworkVariant.all)
  func sameBits(_ variant: NetworkVariant) throws {
    try withSeeds(1) { seed, generator in
      let model = try variant.model(&generator)
      // Fewer parts than processes, as many, and more; the rows of an embedding that one batch has and another not.
      let batches = try [70, 5, 33].map {
        try generator.batch(for: model.network, loss: .meanSquaredError, count: $0, steps: 4)
      }
      let alone = try Results(model, loss: .meanSquaredError, batches, threads: 1, nil)
      #expect(alone.gradients.allSatisfy { $0.contains { $0 != 0 } }, "seed \(seed)")
      for (size, threads) in [(2, 1), (3, 2), (7, 1)] {
        let shared = try ThreadExchange.run(size) {
          try Results(model, loss: .meanSquaredError, batches, threads: threads, $0)
        }
        #expect(shared.count == size && shared.allSatisfy { $0 == alone }, "seed \(seed), \(size)")
      }
    }
  }

  @Test("Each sequence has the same channels left out, whichever process computes it")
  func dropout() throws {
    let wiring = try Wiring.fullyConnected(inputs: 3, units: 8, outputs: 2, seed: 1)
    let model = Model(
      cell: try Stack(layers: [GRU(wiring: wiring)], options: .init(inputDropout: 0.5)), seed: 1)
    var generator = SeededGenerator(seed: 3)
    let batch = try generator.batch(for: model.network, loss: .meanSquaredError, count: 50, steps: 3)
    let same = [batch, batch]
    let alone = try Results(model, loss: .meanSquaredError, same, threads: 1, nil)
    #expect(alone.gradients[0] != alone.gradients[1], "another seed, other channels")
    let shared = try ThreadExchange.run(3) {
      try Results(model, loss: .meanSquaredError, same, threads: 1, $0)
    }
    #expect(shared.allSatisfy { $0 == alone })
  }

  @Test("Each process gets the bytes of all, whatever their number, and the decisions of the first")
  func bytes() throws {
    try withSeeds(6) { seed, generator in
      let size = 1 + Int(seed)
      let lengths = (0..<size).map { _ in Int(generator.next() % 200) }
      let messages = [0, 1, 55, 56, 57, 64, 1000].map { count in
        (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      }
      let found = try ThreadExchange.run(size) { exchange in
        let own = [UInt8](repeating: UInt8(exchange.rank), count: lengths[exchange.rank])
        let all = exchange.gather(own)
        let said = messages.map { exchange.broadcast(exchange.rank == 0 ? $0 : [1, 2, 3]) }
        var parts = [UInt8](repeating: 9, count: lengths.reduce(0, +))
        exchange.gather(own, sizes: lengths, into: &parts, limit: 1 + Int(seed) * 13)
        #expect(parts == all.flatMap(\.self), "seed \(seed)")
        let decided = [true, false].map { exchange.decide(exchange.rank == 0 ? $0 : !$0) }
        return (all, said, decided)
      }
      for (all, said, decided) in found {
        #expect(
          all == lengths.indices.map { Array(repeating: UInt8($0), count: lengths[$0]) }, "seed \(seed)")
        #expect(said == messages && decided == [true, false], "seed \(seed)")
      }
    }
  }

  @Test("The shares of all processes are everything once, in order, and as even as can be")
  func shares() throws {
    for size in 1...9 {
      let exchange = ThreadExchange.group(size)[0]
      for count in 0...40 {
        let shares = (0..<size).map { exchange.share(of: count, rank: $0) }
        #expect(shares.flatMap { Array($0) } == Array(0..<count))
        let counts = shares.map(\.count)
        #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
      }
    }
  }
}
