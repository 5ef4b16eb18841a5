import Foundation

// Shapes: B sequences in a batch, T steps, I inputs, O outputs, P parameters
//   batch.inputs [B, T, I]   outputs [B, T, O]   gradient [P]
//   shard k holds the sequences 16 k ..< 16 (k + 1); each has a gradient [P] of its own until they are summed

/// Computes losses, gradients and outputs of a network on batches, on several threads.
///
/// The batch is cut into shards of 16 sequences, whose gradients are summed in order: the result has the same bits for
/// any number of threads, and of processes that share the work. After the first batch of a size nothing large is allocated. Used from one queue at a time.
public final class GradientEngine {
  /// The network's cell.
  public var cell: any Cell { network }
  /// What is minimised.
  public let loss: Loss
  /// The most threads that are used.
  public let threads: Int
  /// The gradient of the last call of `lossAndGradient`, `[layout.count]`.
  public private(set) var gradient: [Float]

  /// Draws the channels that `lossAndGradient` drops in networks with dropout, other ones for each sequence of a batch: to
  /// be changed from step to step while one learns. Nil: none are dropped, as where a network is only run.
  public var dropoutSeed: UInt64?

  /// The sum of the weights of all targets of the last call of `lossAndGradient`: 0 where none counted.
  package private(set) var targetWeight = 0.0

  /// As many threads as there are active cores, at most 8.
  package static var standardThreads: Int { min(ProcessInfo.processInfo.activeProcessorCount, 8) }

  private let network: any NetworkCell
  private let workers: [GradientWorker]
  private let parts: GradientParts
  private var shards: [ShardResult] = []
  private let exchange: ShardExchange?

  /// - Parameters:
  ///   - threads: 1 to 1024; one is enough for up to 16 sequences.
  ///   - recomputeEvery: keeps only the states of every so many steps and computes the others a second time
  ///     in the backward pass: less memory for long sequences. Nil keeps all; the gradient is the same up to rounding, the
  ///     outputs bit for bit.
  /// - Throws: where an option lies outside of what is allowed.
  public convenience init(
    cell: any Cell, loss: Loss, threads: Int = 1, recomputeEvery: Int? = nil
  ) throws(NetworkError) {
    try self.init(
      cell: cell, loss: loss, threads: threads, recomputeEvery: recomputeEvery, processes: nil)
  }

  /// - Parameter processes: those that share the work of `lossAndGradient` and `sharedOutputs`, with engines of the same
  ///   options that are called alike; nil: this one does all of it.
  package init(
    cell: any Cell, loss: Loss, threads: Int, recomputeEvery: Int?, processes: (any GradientExchange)?
  ) throws(NetworkError) {
    guard (1...1024).contains(threads) else {
      throw .option(name: "threads", value: "\(threads)", allowed: "between 1 and 1024")
    }
    if let recomputeEvery, recomputeEvery < 1 {
      throw .option(name: "recomputeEvery", value: "\(recomputeEvery)", allowed: "at least 1")
    }
    try loss.validate()
    network = cell.machinery.cell
    self.loss = loss
    self.threads = threads
    gradient = Array(repeating: 0, count: cell.layout.count)
    parts = GradientParts(sparse: network.sparseTensors, count: gradient.count)
    workers = (0..<threads).map { [network] _ in
      GradientWorker(cell: network, recomputeEvery: recomputeEvery)
    }
    exchange = processes.map { [parts] in ShardExchange($0, parts) }
  }

  /// The loss of a batch, averaged over all targets that count by their weights, and, in `gradient`, its gradient.
  ///
  /// - Throws: where the batch or the parameters do not fit the network, a target is not valid for the loss, or no
  ///   target counts.
  public func lossAndGradient(parameters: [Float], batch: SequenceBatch) throws(NetworkError) -> Double {
    try check(batch, parameters: parameters)
    guard batch.totalWeight > 0 else { throw .noTarget }
    return lossAndGradient(uncheckedParameters: parameters, batch: batch)
  }

  /// The same for a batch that is known to fit; 0, and a gradient of 0, where no target counts.
  package func lossAndGradient(uncheckedParameters parameters: [Float], batch: SequenceBatch) -> Double {
    targetWeight = batch.totalWeight
    let scale = targetWeight > 0 ? 1 / targetWeight : 0
    let count = LaneShard.count(sequences: batch.count)
    while shards.count < count { shards.append(ShardResult(parts)) }
    run(parameters: parameters, shards: exchange?.share(of: count) ?? 0..<count) {
      [loss, shards, dropoutSeed] worker, shard in
      worker.differentiate(
        batch, shard: shard, loss: loss, scale: scale, dropoutSeed: dropoutSeed, into: shards[shard])
    }
    exchange?.gather(shards[..<count])
    return sum(shards: count)
  }

  /// The loss of a batch alone, averaged over all targets that count by their weights.
  ///
  /// - Throws: as `lossAndGradient`.
  public func loss(parameters: [Float], batch: SequenceBatch) throws(NetworkError) -> Double {
    try check(batch, parameters: parameters)
    let outputs = outputs(uncheckedParameters: parameters, batch: batch)
    let total = loss.total(outputs: outputs, width: network.outputWidth, batch: batch)
    guard total.weight > 0 else { throw .noTarget }
    return total.sum / total.weight
  }

  /// The raw network outputs (logits for the losses of classes), `[count, steps, outputs]`; 0 after a sequence's end. See
  /// `SequenceBatch.averagesOutputs` for those of its last step.
  ///
  /// - Throws: where the batch or the parameters do not fit the network.
  public func outputs(parameters: [Float], batch: SequenceBatch) throws(NetworkError) -> [Float] {
    try checkSizes(parameters, batch)
    return outputs(uncheckedParameters: parameters, batch: batch)
  }

  /// The same for a batch that is known to fit.
  package func outputs(uncheckedParameters parameters: [Float], batch: SequenceBatch) -> [Float] {
    outputs(parameters, batch, shards: 0..<LaneShard.count(sequences: batch.count))
  }

  /// The same, where the processes that share the work all ask for it.
  package func sharedOutputs(uncheckedParameters parameters: [Float], batch: SequenceBatch) -> [Float] {
    guard let exchange else { return outputs(uncheckedParameters: parameters, batch: batch) }
    let count = LaneShard.count(sequences: batch.count)
    var all = outputs(parameters, batch, shards: exchange.share(of: count))
    exchange.gather(outputs: &all, shards: count, size: outputsOfShard(batch))
    return all
  }

  /// The bytes that processes exchange for each shard of 16 sequences, but for the rows of sparse tensors.
  package static func bytesOfShard(_ model: Model) -> Int {
    let network = model.network
    return ShardResult.denseSize(
      GradientParts(sparse: network.sparseTensors, count: network.layout.count))
  }

  /// What process 0 decided, where several share the work.
  package func decide(_ decision: Bool) -> Bool { exchange?.processes.decide(decision) ?? decision }

  /// The outputs of some shards; 0 for others.
  private func outputs(_ parameters: [Float], _ batch: SequenceBatch, shards: Range<Int>) -> [Float] {
    let size = outputsOfShard(batch)
    var outputs = [Float](repeating: 0, count: batch.count * batch.steps * network.outputWidth)
    outputs.withUnsafeMutableBufferPointer { all in
      run(parameters: parameters, shards: shards) { worker, shard in
        // Each shard writes its own sequences only.
        let own = (shard * size)..<min(all.count, (shard + 1) * size)
        let part = UnsafeMutableBufferPointer(rebasing: all[own])
        worker.outputs(batch, shard: shard, into: part)
      }
    }
    return outputs
  }

  private func outputsOfShard(_ batch: SequenceBatch) -> Int {
    LaneShard.lanes * batch.steps * network.outputWidth
  }

  /// Throws where a batch to learn from, or the parameters, do not fit the network.
  func check(_ batch: SequenceBatch, parameters: [Float]) throws(NetworkError) {
    try checkSizes(parameters, batch)
    try loss.check(batch, outputs: network.outputWidth)
  }

  private func checkSizes(_ parameters: [Float], _ batch: SequenceBatch) throws(NetworkError) {
    guard parameters.count == gradient.count else {
      throw .parameterCount(parameters.count, expected: gradient.count)
    }
    let inputs = network.wiring.inputs
    guard batch.inputWidth == inputs else { throw .inputCount(batch.inputWidth, expected: inputs) }
  }

  // Which worker runs a shard makes no difference to its result.
  private func run(parameters: [Float], shards: Range<Int>, _ body: (GradientWorker, Int) -> Void) {
    let active = min(threads, shards.count)
    forEachConcurrently(active) { [workers] index in
      let worker = workers[index]
      worker.runner.load(parameters: parameters)
      for shard in stride(from: shards.lowerBound + index, to: shards.upperBound, by: active) {
        body(worker, shard)
      }
    }
  }

  private func sum(shards count: Int) -> Double {
    var total = 0.0
    parts.clear(&gradient)
    for shard in shards[..<count] {
      total += shard.loss
      shard.add(to: &gradient)
    }
    return total
  }
}
