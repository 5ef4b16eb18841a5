import Foundation

/// The probability that a logit stands for: 1 / (1 + exp(-x)), without overflow.
public func logistic(_ logit: Double) -> Double {
  let power = exp(-abs(logit))
  return logit >= 0 ? 1 / (1 + power) : power / (1 + power)
}
