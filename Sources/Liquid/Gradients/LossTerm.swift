import Foundation

/// The targets of one step: `values` and `weights`, `[count]`.
///
/// Its pointers are sound for as long as `SequenceBatch.withTargets` gives access to the arrays that they point into:
/// it is made and used up within that.
struct StepTargets {
  let values: UnsafePointer<Float>
  let weights: UnsafePointer<Float>
  let count: Int
}

/// One step's values, one per channel, `stride` elements apart in memory.
///
/// Sound where the memory has room for a number of every output: it is made from buffers of `[steps, width]`.
struct StridedChannels<Pointer> {
  let base: Pointer
  let stride: Int
}

extension Loss {
  /// One step's terms, weighted and summed.
  ///
  /// - Parameters:
  ///   - width: the network's outputs.
  ///   - gradient: where given, receives the derivatives of the terms with respect to the outputs, weighted and times
  ///     `scale`; channels whose target does not count stay as they are.
  func step(
    _ targets: StepTargets, width: Int, outputs: StridedChannels<UnsafePointer<Float>>, scale: Double,
    gradient: StridedChannels<UnsafeMutablePointer<Float>>?
  ) -> Double {
    switch self {
    case .meanSquaredError:
      eachChannel(targets, outputs, scale, gradient, term: LossTerm.squaredError)
    case .meanAbsoluteError:
      eachChannel(targets, outputs, scale, gradient, term: LossTerm.absoluteError)
    case .huber(let delta):
      eachChannel(targets, outputs, scale, gradient) { LossTerm.huber($0, $1, delta: delta) }
    case .binaryCrossEntropy:
      eachChannel(targets, outputs, scale, gradient, term: LossTerm.binaryCrossEntropy)
    case .crossEntropy:
      crossEntropy(targets, width: width, outputs, scale, gradient)
    }
  }

  /// The term of one output; nil for a loss that is not element-wise.
  func term(_ output: Double, _ target: Double) -> LossTerm? {
    switch self {
    case .meanSquaredError: .squaredError(output, target)
    case .meanAbsoluteError: .absoluteError(output, target)
    case .huber(let delta): .huber(output, target, delta: delta)
    case .binaryCrossEntropy: .binaryCrossEntropy(output, target)
    case .crossEntropy: nil
    }
  }

  @inline(__always)
  private func eachChannel(
    _ targets: StepTargets, _ outputs: StridedChannels<UnsafePointer<Float>>, _ scale: Double,
    _ gradient: StridedChannels<UnsafeMutablePointer<Float>>?, term: (Double, Double) -> LossTerm
  ) -> Double {
    var total = 0.0
    for channel in 0..<targets.count {
      let weight = Double(targets.weights[channel])
      // A target that does not count may be anything, such as NaN: it must not be multiplied by 0.
      if weight == 0 { continue }
      let term = term(Double(outputs.base[channel * outputs.stride]), Double(targets.values[channel]))
      total += weight * term.value
      if let gradient {
        gradient.base[channel * gradient.stride] = Float(term.slope * weight * scale)
      }
    }
    return total
  }

  // -log softmax(z)[c] = log sum exp(z - max) - (z_c - max); the gradient is softmax(z) - onehot(c).
  private func crossEntropy(
    _ targets: StepTargets, width: Int, _ outputs: StridedChannels<UnsafePointer<Float>>, _ scale: Double,
    _ gradient: StridedChannels<UnsafeMutablePointer<Float>>?
  ) -> Double {
    let weight = Double(targets.weights[0])
    if weight == 0 { return 0 }
    let value = targets.values[0]
    precondition(value >= 0 && value < Float(width), "class \(value) of \(width)")
    let label = Int(value)
    var peak = -Float.infinity
    for channel in 0..<width { peak = max(peak, outputs.base[channel * outputs.stride]) }
    var sum: Float = 0
    for channel in 0..<width {
      let power = exp(outputs.base[channel * outputs.stride] - peak)
      sum += power
      if let gradient { gradient.base[channel * gradient.stride] = power }
    }
    if let gradient {
      let factor = Float(weight * scale)
      for channel in 0..<width { gradient.base[channel * gradient.stride] *= factor / sum }
      gradient.base[label * gradient.stride] -= factor
    }
    return weight * (log(Double(sum)) - Double(outputs.base[label * outputs.stride] - peak))
  }
}

/// The loss of one output against its target, and its derivative with respect to the output: every formula of an
/// element-wise loss stands here once.
struct LossTerm {
  let value: Double
  let slope: Double

  static func squaredError(_ output: Double, _ target: Double) -> LossTerm {
    let error = output - target
    return LossTerm(value: error * error, slope: 2 * error)
  }

  // At 0 the slope may be anything from -1 to 1; 0 leaves what is right as it is.
  static func absoluteError(_ output: Double, _ target: Double) -> LossTerm {
    let error = output - target
    return LossTerm(value: abs(error), slope: error > 0 ? 1 : error < 0 ? -1 : 0)
  }

  static func huber(_ output: Double, _ target: Double, delta: Double) -> LossTerm {
    let error = output - target
    return abs(error) <= delta
      ? LossTerm(value: error * error / 2, slope: error)
      : LossTerm(value: delta * (abs(error) - delta / 2), slope: error > 0 ? delta : -delta)
  }

  // -t log p - (1 - t) log(1 - p) with p = sigmoid(z) is max(z, 0) - t z + log(1 + exp(-|z|)), which never overflows;
  // the derivative is p - t.
  static func binaryCrossEntropy(_ logit: Double, _ target: Double) -> LossTerm {
    LossTerm(
      value: max(logit, 0) - target * logit + log1p(exp(-abs(logit))), slope: logistic(logit) - target)
  }
}

/// The probability that a logit stands for: 1 / (1 + exp(-x)), without overflow.
public func logistic(_ logit: Double) -> Double {
  let power = exp(-abs(logit))
  return logit >= 0 ? 1 / (1 + power) : power / (1 + power)
}

/// Class probabilities from logits: exp(x_i) / sum exp(x_j), with the largest taken out so that nothing overflows.
public func softmax(_ logits: some Collection<Float>) -> [Float] {
  let largest = logits.max() ?? 0
  let powers = logits.map { exp($0 - largest) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}
