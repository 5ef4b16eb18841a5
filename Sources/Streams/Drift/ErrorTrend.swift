/// Whether errors are clearly larger than they were before.
///
/// A detector's alarm says that errors have changed. They also do while a network learns, for the better.
package struct ErrorTrend: Codable, Sendable, Hashable {
  private var count = 0.0
  private var recent = 0.0
  private var usual = 0.0

  /// The rows of the two means, whose weights are equal until there are so many and fall exponentially from then on.
  private static let (recentRows, usualRows) = (50.0, 500.0)
  private static let rise = 1.2

  package init() {}

  package mutating func add(_ error: Double) {
    guard error.magnitude <= ErrorLimit.value else { return }
    count += 1
    recent += (error - recent) / min(count, Self.recentRows)
    usual += (error - usual) / min(count, Self.usualRows)
  }

  package var isRising: Bool { recent > Self.rise * usual }
}
