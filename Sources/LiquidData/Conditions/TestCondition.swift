/// A way to make the test part harder than what a network was trained on.
public struct TestCondition: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Steps are left out at random, with the level as the probability; their time counts for the next.
    case drop
    /// Every step is taken earlier or later, by up to the level times the gap to its neighbour.
    case jitter
    /// Numeric inputs get Gaussian noise with the level in their standard deviations.
    case noise
    /// Windows are the level times as long as in training, and only what lies beyond the first window's length counts.
    case horizon
  }

  public var kind: Kind
  public var level: Double

  public init(_ kind: Kind, level: Double) {
    self.kind = kind
    self.level = level
  }

  /// The same for all networks and all their seeds, so that they are compared on the very same test.
  public static let standardSeed: UInt64 = 1

  /// Why the level means nothing; nil where it means something.
  public var flaw: String? {
    guard level.isFinite, Self.isUsable(level, kind) else {
      return "a level of \(level) for \(kind.rawValue); it must be \(Self.allowed(kind))"
    }
    return nil
  }

  public static func isUsable(_ level: Double, _ kind: Kind) -> Bool {
    switch kind {
    case .drop: level >= 0 && level < 1
    // Beyond half a gap, steps would overtake one another.
    case .jitter: level >= 0 && level <= 0.5
    case .noise: level >= 0 && level <= 1000
    case .horizon: level >= 1 && level <= 1000 && level == level.rounded()
    }
  }

  /// The levels there are, in words.
  public static func allowed(_ kind: Kind) -> String {
    switch kind {
    case .drop: "at least 0 and below 1"
    case .jitter: "between 0 and 0.5"
    case .noise: "between 0 and 1000"
    case .horizon: "a whole number between 1 and 1000"
    }
  }
}
