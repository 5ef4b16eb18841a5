import Foundation
import Text

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
  func word(at place: Double) -> String { word(of: value(at: place)) }

  /// The same of a number between the bounds.
  func word(of value: Double) -> String {
    isWhole ? String(Int(saturating: value)) : NumberText.shortest(Self.rounded(value).clamped(to: bounds))
  }

  /// The bounds themselves.
  package var boundWords: [String] { [word(of: bounds.lowerBound), word(of: bounds.upperBound)] }

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
