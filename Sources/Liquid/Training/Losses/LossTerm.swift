import Foundation

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
