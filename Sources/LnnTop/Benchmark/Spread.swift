/// A mean with what it is worth.
package struct Spread: Sendable, Hashable, Codable {
  package let count: Int
  package let mean: Double
  /// Of the sample (n - 1); nil for one value.
  package let deviation: Double?

  /// Nil without a value; none may be other than finite.
  package init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    count = values.count
    let mean = values.reduce(0, +) / Double(values.count)
    self.mean = mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    deviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : nil
  }

  /// `0.9463 ± 0.0021`: the mean to the digit before the last of the deviation.
  package var text: String {
    guard let deviation else { return ProgressText.number(mean) }
    return "\(ProgressText.number(mean)) ± \(ProgressText.short(deviation))"
  }
}
