import Liquid

/// A network that can be trained on one batch again and again: forward, loss, backward, clipping, Adam.
final class MeasuredTraining {
  private let maker: StepMaker
  private let batch: SequenceBatch

  init(cell: any NetworkCell, threads: Int) throws {
    maker = try StepMaker(
      model: Model(cell: cell, seed: 1), loss: .meanSquaredError, optimizer: OptimizerOptions(),
      rateFactors: [:], threads: threads, recomputeEvery: nil,
      dropoutSeed: 1)
    batch = .random(cell, sequences: Workload.sequences, steps: Workload.steps)
  }

  func forward() {
    let outputs = maker.engine.outputs(uncheckedParameters: maker.model.parameters, batch: batch)
    precondition(outputs[0].isFinite, "an output is \(outputs[0])")
  }

  func step() {
    let loss = maker.differentiate(batch, clip: 1, step: 1).loss
    precondition(loss.isFinite, "the loss is \(loss)")
    maker.update(learningRate: 0.001)
  }
}

extension SequenceBatch {
  /// Normally distributed inputs, targets between -1 and 1, every step lasting 1.
  fileprivate static func random(_ cell: any NetworkCell, sequences: Int, steps: Int) -> SequenceBatch {
    var generator = SeededGenerator(seed: 7)
    let rows = sequences * steps
    let targets = (0..<rows * cell.outputWidth).map { _ in Float(generator.uniform(-1, 1)) }
    return SequenceBatch(
      unchecked: sequences, steps: steps, inputWidth: cell.wiring.inputs, targetWidth: cell.outputWidth,
      lengths: Array(repeating: steps, count: sequences),
      inputs: (0..<rows * cell.wiring.inputs).map { _ in Float(generator.normal()) },
      elapsed: Array(repeating: 1, count: rows), targets: targets,
      targetWeights: Array(repeating: 1, count: targets.count))
  }
}

/// A network that goes through random samples one at a time.
final class MeasuredStream {
  private let stream: NetworkStream
  private let samples: [[Float]]
  private var next = 0

  init(cell: any NetworkCell) {
    stream = NetworkStream(model: Model(cell: cell, seed: 1))
    var generator = SeededGenerator(seed: 7)
    samples = (0..<64).map { _ in (0..<cell.wiring.inputs).map { _ in Float(generator.normal()) } }
  }

  func step() {
    do {
      try stream.step(samples[next])
    } catch {
      preconditionFailure("\(error)")
    }
    next = (next + 1) % samples.count
    precondition(stream.outputs[0].isFinite, "an output is \(stream.outputs[0])")
  }
}

/// A network that goes through random samples one at a time and learns from each: a step with the derivatives, the
/// gradient of a mean squared error, and a step of Adam.
final class MeasuredOnlineUpdates {
  private let learner: OnlineLearner
  private let samples: [(inputs: [Float], target: [Float])]
  private var next = 0

  init(cell: any NetworkCell, method: OnlineMethod) throws {
    learner = try OnlineLearner(model: Model(cell: cell, seed: 1), method: method, learningRate: 0.001)
    var generator = SeededGenerator(seed: 7)
    samples = (0..<64).map { _ in
      (
        (0..<cell.wiring.inputs).map { _ in Float(generator.normal()) },
        (0..<cell.outputWidth).map { _ in Float(generator.uniform(-1, 1)) }
      )
    }
  }

  /// Floats of the derivatives that are carried along.
  var derivatives: Int { learner.running.sensitivityCount }

  func update() {
    let sample = samples[next]
    do {
      _ = try learner.predict(sample.inputs)
      let loss = try learner.learn(sample.target)
      precondition(loss.isFinite && learner.refusedSteps == 0, "the loss is \(loss)")
    } catch {
      preconditionFailure("\(error)")
    }
    next = (next + 1) % samples.count
  }
}

/// A kernel that does nothing but the operation that a network cannot do without, on data that stays in the level 1
/// cache: how fast this machine could be at best.
///
/// Measured in turn with the network, in the same process, it makes figures of different machines, and of a machine
/// with other work, comparable.
package struct Yardstick {
  package enum Kind: String, Sendable, Hashable, Codable {
    /// One sigmoid of one sequence.
    case sigmoid
    /// One weight times one input of one sequence, added up.
    case multiplyAdd = "multiply-add"
  }

  /// Operations of one call of `run`.
  let operations: Int
  let run: () -> Void

  init(_ kind: Kind) {
    switch kind {
    case .sigmoid:
      // 8 KB in and out: a quarter of a small level 1 cache.
      let count = 1024
      let loop = SigmoidLoop(count: count)
      operations = count
      run = loop.run
    case .multiplyAdd:
      let loop = DenseLoop(width: 64)
      operations = loop.multiplyAdds
      run = loop.run
    }
  }
}
