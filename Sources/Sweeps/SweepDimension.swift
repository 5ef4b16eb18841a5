import Foundation
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

  /// The number that a word stands for along an axis: its place among the choices, or its value.
  package func position(of word: String) -> Double? {
    switch values {
    case .choices(let choices): choices.firstIndex(of: word).map(Double.init)
    case .range(let range): Double(word).map(range.position)
    }
  }
}

/// Numbers between two bounds.
package struct SweepRange: Sendable, Hashable, Codable {
  /// What has equal shares.
  package enum Scale: String, Sendable, Hashable, Codable {
    /// Equal differences.
    case uniform
    /// Equal ratios.
    case log
  }

  package let bounds: ClosedRange<Double>
  package let scale: Scale
  /// Whether only whole numbers are meant.
  package let isWhole: Bool

  package init(bounds: ClosedRange<Double>, scale: Scale, isWhole: Bool) {
    (self.bounds, self.scale, self.isWhole) = (bounds, scale, isWhole)
  }

  /// A number in four digits: nobody needs more, and all can be typed again.
  func word(at place: Double) -> String {
    let value = value(at: place)
    return isWhole
      ? String(Int(saturating: value)) : NumberText.shortest(Self.rounded(value).clamped(to: bounds))
  }

  /// Where a number is between the bounds, from 0 to 1.
  package func position(_ value: Double) -> Double {
    let (low, high) = (scaled(bounds.lowerBound), scaled(bounds.upperBound))
    return high > low ? (scaled(value) - low) / (high - low) : 0.5
  }

  private func value(at place: Double) -> Double {
    // A whole number has its share on both sides of it, the bounds' own included.
    let half = isWhole ? 0.5 : 0
    let (low, high) = (scaled(bounds.lowerBound - half), scaled(bounds.upperBound + half))
    let value = low + place * (high - low)
    let plain = scale == .log ? exp(value) : value
    return (isWhole ? plain.rounded() : plain).clamped(to: bounds)
  }

  private func scaled(_ value: Double) -> Double { scale == .log ? log(value) : value }

  private static func rounded(_ value: Double) -> Double {
    guard value != 0 else { return 0 }
    let unit = pow(10, 3 - log10(value.magnitude).rounded(.down))
    return (value * unit).rounded() / unit
  }
}

extension Double {
  fileprivate func clamped(to bounds: ClosedRange<Double>) -> Double {
    Swift.min(Swift.max(self, bounds.lowerBound), bounds.upperBound)
  }
}
