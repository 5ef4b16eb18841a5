import Foundation

/// Thresholds that read well.
enum SimplestNumber {
  /// The number with the fewest decimal places that is at least `lower` and below `upper`, and of these the one nearest to
  /// their middle: 0.4 for 0.3961 and 0.4123.
  ///
  /// - Parameter upper: above `lower`; both finite.
  static func between(_ lower: Double, _ upper: Double) -> Double {
    let middle = lower / 2 + upper / 2
    let size = max(lower.magnitude, upper.magnitude)
    let first = log10(size).rounded(.up)
    guard first.isFinite, first.magnitude < 300 else { return lower }
    for digits in 0..<18 {
      let exponent = first - Double(digits)
      // Powers of ten with a negative exponent are not exact; to divide by their inverses is.
      let (up, down) = (pow(10, max(-exponent, 0)), pow(10, max(exponent, 0)))
      func rounded(_ value: Double, _ rule: FloatingPointRoundingRule) -> Double {
        (value * up / down).rounded(rule) * down / up
      }
      for candidate in [rounded(middle, .toNearestOrEven), rounded(lower, .up)] {
        if lower <= candidate && candidate < upper { return candidate == 0 ? 0 : candidate }
      }
    }
    return lower
  }
}
