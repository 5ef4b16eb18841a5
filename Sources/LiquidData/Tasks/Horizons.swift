/// How many rows a forecast looks ahead: one number, or all from one to another.
public struct Horizons: Sendable, Hashable, ExpressibleByIntegerLiteral {
  public let first: Int
  public let last: Int

  /// The furthest row that can be forecast.
  public static let limit = 1_000_000
  /// The most rows that are forecast at once: each is an output of its own.
  public static let countLimit = 256

  public init(integerLiteral value: Int) { (first, last) = (value, value) }

  public init(_ last: Int, from first: Int? = nil) {
    (self.first, self.last) = (first ?? last, last)
  }

  /// Reads `6` or `1..24`; nil for anything else, and out of the limits.
  public init?(text: String) {
    let ends = text.replacing("...", with: "..").split(separator: "..", omittingEmptySubsequences: false)
      .map { Int($0.trimmed) }
    guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
      first >= 1, first <= last, last <= Self.limit, last - first < Self.countLimit
    else { return nil }
    (self.first, self.last) = (first, last)
  }

  public var text: String { first == last ? "\(last)" : "\(first)..\(last)" }
}
