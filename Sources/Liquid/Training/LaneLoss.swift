import Foundation

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
    for (lane, sequence) in LaneShard.sequences(of: batch, shard: shard).enumerated() {
      for step in 0..<batch.lengths[sequence] {
        let target = (sequence * batch.steps + step) * batch.targetWidth
        let element = step * width * LaneShard.lanes + lane
        switch self {
        case .meanSquaredError:
          total += squaredErrors(
            batch, at: target, scale: scale, outputs: outputs.base + element,
            gradient: gradient.base + element)
        case .crossEntropy:
          total += crossEntropy(
            batch, at: target, width: width, scale: scale, outputs: outputs.base + element,
            gradient: gradient.base + element)
        }
      }
    }
    return total * scale
  }

  private func squaredErrors(
    _ batch: SequenceBatch, at first: Int, scale: Double, outputs: UnsafePointer<Float>,
    gradient: UnsafeMutablePointer<Float>
  ) -> Double {
    var total = 0.0
    for channel in 0..<batch.targetWidth {
      let weight = batch.targetWeights[first + channel]
      // A target that does not count may be anything, such as NaN: it must not be multiplied by 0.
      if weight == 0 { continue }
      let element = channel * LaneShard.lanes
      let error = outputs[element] - batch.targets[first + channel]
      total += Double(weight) * Double(error) * Double(error)
      gradient[element] = 2 * error * Float(Double(weight) * scale)
    }
    return total
  }

  // -log softmax(z)[c] = log sum exp(z - max) - (z_c - max); the gradient is softmax(z) - onehot(c).
  private func crossEntropy(
    _ batch: SequenceBatch, at target: Int, width: Int, scale: Double, outputs: UnsafePointer<Float>,
    gradient: UnsafeMutablePointer<Float>
  ) -> Double {
    let weight = batch.targetWeights[target]
    if weight == 0 { return 0 }
    let value = batch.targets[target]
    precondition(value >= 0 && value < Float(width), "class \(value) of \(width)")
    let lanes = LaneShard.lanes
    var peak = -Float.infinity
    for channel in 0..<width { peak = max(peak, outputs[channel * lanes]) }
    var sum: Float = 0
    for channel in 0..<width {
      let power = exp(outputs[channel * lanes] - peak)
      gradient[channel * lanes] = power
      sum += power
    }
    let factor = Float(Double(weight) * scale)
    for channel in 0..<width { gradient[channel * lanes] *= factor / sum }
    gradient[Int(value) * lanes] -= factor
    return Double(weight) * (log(Double(sum)) - Double(outputs[Int(value) * lanes] - peak))
  }
}
