import Telemetry

/// Chooses the frames worth their space: every key frame, and of the others one an interval.
struct FrameThinning: Sendable {
  private let interval: Double
  private var last: Double?
  /// How many of the frames that are no key frames were due so far.
  private var due = 0
  /// Of those that are due, one in 2^level is kept; see `FrameRetention`.
  var level: Int

  /// - Parameter last: the run time of the last frame that was kept and no key frame.
  init(interval: Double, level: Int = 0, last: Double? = nil) {
    self.interval = interval
    self.level = level
    self.last = last
  }

  /// Frames of long runs are further apart, so that a file grows with the logarithm of the run's length.
  private static let longRun = 2_000.0

  mutating func keeps(_ frame: Frame, isKey: Bool) -> Bool {
    if isKey { return true }
    guard isDue(frame.elapsed) else { return false }
    defer { due += 1 }
    return due & ((1 << level) - 1) == 0
  }

  private mutating func isDue(_ elapsed: Double) -> Bool {
    guard interval > 0 else { return true }
    guard let last, last.isFinite, elapsed.isFinite else {
      self.last = elapsed
      return true
    }
    // A clock that went back starts anew.
    guard elapsed < last || elapsed - last >= max(interval, elapsed / Self.longRun) else { return false }
    self.last = elapsed
    return true
  }
}
