import Foundation

/// Maps values to a fraction of an axis, linearly or logarithmically.
public struct ValueScale: Sendable, Hashable {
  /// Whether equal distances on the axis are equal differences or equal ratios.
  public enum Kind: Sendable, Hashable {
    case linear
    case logarithmic
  }

  public let kind: Kind
  public let lower: Double
  public let upper: Double

  /// A scale from `lower` to `upper`. A range that is empty, not finite or (on a logarithmic scale) not positive is
  /// replaced by one around its middle.
  public init(kind: Kind, lower: Double, upper: Double) {
    self.kind = kind
    let range = Self.usable(kind, lower, upper)
    self.lower = range.lower
    self.upper = range.upper
  }

  /// 0 at the lower end, 1 at the upper; nil for values without a place (NaN, or not positive on a logarithmic
  /// scale). Values outside the range give fractions outside 0...1, infinities the nearer end.
  public func fraction(of value: Double) -> Double? {
    if value.isNaN { return nil }
    if value.isInfinite { return value > 0 ? 1 : (kind == .linear ? 0 : nil) }
    switch kind {
    case .linear:
      return (value - lower) / (upper - lower)
    case .logarithmic:
      guard value > 0 else { return nil }
      return (log(value) - log(lower)) / (log(upper) - log(lower))
    }
  }

  private static func usable(_ kind: Kind, _ lower: Double, _ upper: Double) -> (lower: Double, upper: Double)
  {
    switch kind {
    case .linear:
      guard lower.isFinite, upper.isFinite, (upper - lower).isFinite else { return (0, 1) }
      let spread = upper - lower
      if spread > max(lower.magnitude, upper.magnitude) * 1e-9 { return (lower, upper) }
      // A constant is drawn through the middle.
      let half = max(lower.magnitude * 0.1, lower == 0 ? 1 : 1e-300)
      let limit = Double.greatestFiniteMagnitude
      return (max(lower - half, -limit), min(lower + half, limit))
    case .logarithmic:
      guard lower > 0, upper > 0, lower.isFinite, upper.isFinite else { return (0.1, 10) }
      // Beyond these limits ratios overflow.
      let (lower, upper) = (max(lower, 1e-300), min(max(upper, 1e-300), 1e300))
      if upper / lower > 1 + 1e-9 { return (lower, upper) }
      return (min(lower, upper) / 2, min(lower, upper) * 2)
    }
  }
}
