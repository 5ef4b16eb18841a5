/// What one thread of a `GradientEngine` owns.
final class GradientWorker {
  let runner: any ShardRunner

  private let width: Int
  private let lanes = LaneShard()
  private let outputs = LaneBuffer()
  private let outputGradient = LaneBuffer()

  init(cell: any Cell, checkpointEvery: Int?) {
    runner = cell.makeShardRunner(checkpointEvery: checkpointEvery)
    width = cell.outputWidth
  }

  /// Computes a shard's part of a batch's loss and gradient.
  func differentiate(
    _ batch: SequenceBatch, shard: Int, loss: Loss, scale: Double, into result: ShardResult
  ) {
    lanes.load(batch, shard: shard)
    runner.forward(lanes, outputs: outputs, recording: true)
    result.loss = loss.evaluate(
      batch, shard: shard, steps: lanes.steps, width: width, scale: scale, outputs: outputs,
      gradient: outputGradient)
    result.clear()
    runner.backward(lanes, outputGradient: outputGradient, gradient: &result.gradient)
  }

  /// Writes a shard's outputs to `all`, `[sequences of the shard, steps, width]`.
  func outputs(_ batch: SequenceBatch, shard: Int, into all: UnsafeMutableBufferPointer<Float>) {
    lanes.load(batch, shard: shard)
    runner.forward(lanes, outputs: outputs, recording: false)
    for (lane, sequence) in LaneShard.sequences(of: batch, shard: shard).enumerated() {
      let first = lane * batch.steps * width
      for index in 0..<batch.lengths[sequence] * width {
        all[first + index] = outputs.base[index * LaneShard.lanes + lane]
      }
    }
  }
}

/// A shard's part of a batch's loss and gradient.
final class ShardResult {
  var loss = 0.0
  var gradient: [Float]

  init(parameters: Int) {
    gradient = Array(repeating: 0, count: parameters)
  }

  func clear() {
    for index in gradient.indices { gradient[index] = 0 }
  }
}
