import Text

/// One option that a sweep varies, and the values that it may have.
package struct SweepDimension: Sendable, Hashable, Codable {
  /// The values of a dimension.
  package enum Values: Sendable, Hashable, Codable {
    /// Some words, in the order of the file.
    case choices([String])
    /// Any number between two bounds.
    case range(SweepRange)
  }

  /// The option's long name, such as `learning-rate`.
  package let name: String
  package let values: Values

  package init(name: String, values: Values) {
    (self.name, self.values) = (name, values)
  }

  /// How many values there are; nil where they are numbers of a range.
  package var count: Int? {
    if case .choices(let choices) = values { choices.count } else { nil }
  }

  /// The value at a place of the dimension: all choices have equal shares of it, and so have all parts of a range.
  ///
  /// - Parameter place: at least 0, below 1.
  package func word(at place: Double) -> String {
    switch values {
    case .choices(let choices):
      choices[min(choices.count - 1, Int(saturating: place * Double(choices.count)))]
    case .range(let range): range.word(at: place)
    }
  }

  /// The place of a word along the dimension, 0 to 1: the middle of a choice's share, or where a number is between the
  /// bounds; nil for a word that it does not have.
  package func place(of word: String) -> Double? {
    switch values {
    case .choices(let choices):
      choices.firstIndex(of: word).map { (Double($0) + 0.5) / Double(choices.count) }
    case .range(let range): Double(word).map { min(max(range.position($0), 0), 1) }
    }
  }
}
