/// What one thread of a `GradientEngine` owns.
final class GradientWorker {
  let runner: any ShardRunner

  private let width: Int
  private let lanes = LaneShard()
  private let outputs = LaneBuffer()
  private let outputGradient = LaneBuffer()

  convenience init(cell: any NetworkCell, recomputeEvery: Int?) {
    self.init(runner: cell.makeShardRunner(recomputeEvery: recomputeEvery), width: cell.outputWidth)
  }

  /// - Parameter width: outputs of the network.
  init(runner: any ShardRunner, width: Int) {
    (self.runner, self.width) = (runner, width)
  }

  /// Computes a shard's part of a batch's loss and gradient.
  func differentiate(
    _ batch: SequenceBatch, shard: Int, loss: Loss, scale: Double, dropoutSeed: UInt64?,
    into result: ShardResult
  ) {
    begin(batch, shard: shard, dropoutSeed: dropoutSeed)
    runner.forward(lanes, outputs: outputs, recording: true)
    if batch.averagesOutputs { averageOutputs(batch, shard: shard) }
    result.loss = loss.evaluate(
      batch, shard: shard, steps: lanes.steps, width: width, scale: scale, outputs: outputs,
      gradient: outputGradient)
    if batch.averagesOutputs { spreadGradient(batch, shard: shard) }
    result.clear()
    runner.backward(lanes, outputGradient: outputGradient, gradient: &result.gradient)
    result.takeTouchedRows(runner)
  }

  private func begin(_ batch: SequenceBatch, shard: Int, dropoutSeed: UInt64? = nil) {
    lanes.load(batch, shard: shard)
    runner.begin(dropoutSeed: dropoutSeed, sequences: LaneShard.sequences(of: batch, shard: shard))
  }

  /// Writes a shard's outputs to `all`, `[sequences of the shard, steps, width]`.
  func outputs(_ batch: SequenceBatch, shard: Int, into all: UnsafeMutableBufferPointer<Float>) {
    begin(batch, shard: shard)
    runner.forward(lanes, outputs: outputs, recording: false)
    if batch.averagesOutputs { averageOutputs(batch, shard: shard) }
    copyOutputs(batch, shard: shard, into: all)
  }

  private func copyOutputs(
    _ batch: SequenceBatch, shard: Int, into all: UnsafeMutableBufferPointer<Float>
  ) {
    for (lane, sequence) in LaneShard.sequences(of: batch, shard: shard).enumerated() {
      let first = lane * batch.steps * width
      for index in 0..<batch.lengths[sequence] * width {
        all[first + index] = outputs.base[index * LaneShard.lanes + lane]
      }
    }
  }
}

extension GradientWorker {
  /// Runs a shard forward and backward from a sum of outputs.
  ///
  /// - Parameters:
  ///   - weights: how much each output counts in the sum, `[steps, width]`, the same for all sequences.
  ///   - inputGradient: receives the sum's gradient with respect to the inputs, `[steps, inputs, 16]`.
  ///   - all: receives the outputs, `[sequences of the shard, steps, width]`.
  ///   - gradient: room for that with respect to the parameters, which is added to it.
  func differentiate(
    _ batch: SequenceBatch, shard: Int, weights: [Float], inputGradient: LaneBuffer, gradient: inout [Float],
    into all: UnsafeMutableBufferPointer<Float>
  ) {
    begin(batch, shard: shard)
    runner.forward(lanes, outputs: outputs, recording: true)
    if batch.averagesOutputs { averageOutputs(batch, shard: shard) }
    copyOutputs(batch, shard: shard, into: all)
    let count = lanes.steps * width
    outputGradient.reserve(count * LaneShard.lanes)
    outputGradient.clear(count * LaneShard.lanes)
    for (lane, sequence) in LaneShard.sequences(of: batch, shard: shard).enumerated() {
      for index in 0..<batch.lengths[sequence] * width {
        outputGradient.base[index * LaneShard.lanes + lane] = weights[index]
      }
    }
    if batch.averagesOutputs { spreadGradient(batch, shard: shard) }
    runner.backward(
      lanes, outputGradient: outputGradient, inputGradient: inputGradient, gradient: &gradient)
  }

  /// Puts the mean over all steps of a sequence in place of its last step's outputs.
  private func averageOutputs(_ batch: SequenceBatch, shard: Int) {
    forEachOutput(batch, shard: shard) { places in
      guard let last = places.last else { return }
      let sum = places.reduce(Float(0)) { $0 + outputs.base[$1] }
      outputs.base[last] = sum / Float(places.count)
    }
  }

  /// Every step has the same part in the mean.
  private func spreadGradient(_ batch: SequenceBatch, shard: Int) {
    forEachOutput(batch, shard: shard) { places in
      guard let last = places.last else { return }
      let part = outputGradient.base[last] / Float(places.count)
      for place in places { outputGradient.base[place] = part }
    }
  }

  /// Calls `body` with the elements of one output at all steps of a sequence, for each output of each sequence.
  private func forEachOutput(
    _ batch: SequenceBatch, shard: Int, _ body: (LazyMapCollection<Range<Int>, Int>) -> Void
  ) {
    let step = width * LaneShard.lanes
    for (lane, sequence) in LaneShard.sequences(of: batch, shard: shard).enumerated() {
      for output in 0..<width {
        let first = output * LaneShard.lanes + lane
        body((0..<batch.lengths[sequence]).lazy.map { first + $0 * step })
      }
    }
  }
}
