/// How many rows a forecast looks ahead: one number, or all from one to another.
package struct Horizons: Sendable, Hashable, ExpressibleByIntegerLiteral {
  package let first: Int
  package let last: Int

  /// The furthest row that can be forecast.
  package static let limit = 1_000_000
  /// The most rows that are forecast at once: each is an output of its own.
  package static let countLimit = 256

  package init(integerLiteral value: Int) { (first, last) = (value, value) }

  package init(_ last: Int, from first: Int? = nil) {
    (self.first, self.last) = (first ?? last, last)
  }

  /// Reads `6` or `1..24`; nil for anything else, and out of the limits.
  package init?(text: String) {
    let ends = text.replacing("...", with: "..").split(separator: "..", omittingEmptySubsequences: false)
      .map { Int($0.trimmed) }
    guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
      first >= 1, first <= last, last <= Self.limit, last - first < Self.countLimit
    else { return nil }
    (self.first, self.last) = (first, last)
  }

  package var text: String { first == last ? "\(last)" : "\(first)..\(last)" }
}
