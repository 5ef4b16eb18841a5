import Telemetry

/// Chooses the frames worth their space: every key frame, and of the others one an interval.
struct FrameThinning: Sendable {
  private let interval: Double
  private var last: Double?

  init(interval: Double) { self.interval = interval }

  /// Frames of long runs are further apart, so that a file grows with the logarithm of the run's length.
  private static let longRun = 2_000.0

  mutating func keeps(_ frame: Frame, isKey: Bool) -> Bool {
    let elapsed = frame.elapsed
    if isKey || interval <= 0 { return true }
    guard let last, last.isFinite, elapsed.isFinite else {
      self.last = elapsed
      return true
    }
    guard elapsed < last || elapsed - last >= max(interval, elapsed / Self.longRun) else { return false }
    self.last = elapsed
    return true
  }
}
