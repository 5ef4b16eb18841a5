extension Loss {
  /// Measures the loss on one shard.
  ///
  /// - Parameters:
  ///   - scale: what each term is multiplied with: 1 over the sum of all weights of the batch.
  ///   - outputs: raw network outputs, `[steps, width, 16]`.
  ///   - gradient: receives the gradient with respect to them, same shape.
  /// - Returns: this shard's part of the batch's loss.
  func evaluate(
    _ batch: SequenceBatch, shard: Int, steps: Int, width: Int, scale: Double, outputs: LaneBuffer,
    gradient: LaneBuffer
  ) -> Double {
    gradient.reserve(steps * width * LaneShard.lanes)
    gradient.clear(steps * width * LaneShard.lanes)
    var total = 0.0
    batch.withTargets { values, weights in
      for (lane, sequence) in LaneShard.sequences(of: batch, shard: shard).enumerated() {
        for step in 0..<batch.lengths[sequence] {
          let target = (sequence * batch.steps + step) * batch.targetWidth
          let element = step * width * LaneShard.lanes + lane
          total += self.step(
            StepTargets(values: values + target, weights: weights + target, count: batch.targetWidth),
            width: width, outputs: .init(base: outputs.base + element, stride: LaneShard.lanes),
            scale: scale, gradient: .init(base: gradient.base + element, stride: LaneShard.lanes))
        }
      }
    }
    return total * scale
  }
}

extension SequenceBatch {
  /// Lends the targets and their weights, each `[count, steps, targetWidth]`, for the duration of `body`. Nothing is
  /// lent where there are none.
  func withTargets(_ body: (UnsafePointer<Float>, UnsafePointer<Float>) -> Void) {
    targets.withUnsafeBufferPointer { values in
      targetWeights.withUnsafeBufferPointer { weights in
        if let values = values.baseAddress, let weights = weights.baseAddress { body(values, weights) }
      }
    }
  }
}
