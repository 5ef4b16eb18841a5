import Text

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

  /// Over the values of the only division of the data; over the means of several, so that one that is harder than the
  /// others weighs as much as they, however many runs diverged on it.
  init?(divisions: [[Double]]) {
    self.init(divisions.count == 1 ? divisions[0] : divisions.compactMap { Spread($0)?.mean })
  }

  /// `0.9463 ± 0.0021`: the mean to the digit before the last of the deviation.
  package var text: String {
    guard let deviation else { return NumberText.significant(mean) }
    return "\(NumberText.significant(mean)) ± \(NumberText.significant(deviation, digits: 2))"
  }
}
