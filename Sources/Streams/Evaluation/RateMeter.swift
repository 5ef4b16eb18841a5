import Text

/// Rows a second over the last seconds. Times are passed in; memory is constant.
public struct RateMeter: Codable, Sendable, Hashable {
  private static let slots = 20

  /// Rows of the newest slots of time; slot n is at n modulo the number of slots.
  private var rows = [Int](repeating: 0, count: Self.slots)
  private var newestSlot: Int?
  /// When the first row since the start, or since the clock was set back, came.
  private var start = 0.0
  private let slotSeconds: Double

  /// - Parameter span: the seconds over which the rate is taken.
  public init(span: Double = 10) {
    precondition(span > 0, "a span of \(span) seconds")
    slotSeconds = span / Double(Self.slots)
  }

  /// Counts rows that came at a time, in seconds on any clock. Where the clock is set back, counting begins anew.
  public mutating func add(rows count: Int = 1, at time: Double) {
    let slot = slot(of: time)
    if let newestSlot, slot >= newestSlot {
      for passed in 0..<min(slot - newestSlot, Self.slots) { rows[index(of: slot - passed)] = 0 }
    } else {
      rows = Array(repeating: 0, count: Self.slots)
      start = time
    }
    newestSlot = slot
    rows[index(of: slot)] += count
  }

  /// Rows a second until a time; nil before the first row, and while less than one slot of the span has passed.
  public func rate(at time: Double) -> Double? {
    guard let newestSlot else { return nil }
    let slot = slot(of: time)
    guard slot >= newestSlot, time - start >= slotSeconds else { return nil }
    let oldest = slot - Self.slots + 1
    let known = (max(oldest, newestSlot - Self.slots + 1)...max(oldest, newestSlot))
    let count = oldest > newestSlot ? 0 : known.reduce(0) { $0 + rows[index(of: $1)] }
    return Double(count) / (time - max(start, Double(oldest) * slotSeconds))
  }

  /// Times beyond what a clock shows are all the same.
  private func slot(of time: Double) -> Int {
    Int(saturating: (min(max(time, -1e12), 1e12) / slotSeconds).rounded(.down))
  }

  private func index(of slot: Int) -> Int {
    let rest = slot % Self.slots
    return rest < 0 ? rest + Self.slots : rest
  }
}
