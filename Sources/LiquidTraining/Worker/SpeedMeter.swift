import Foundation

/// Sequences a second of training time, smoothed over the last few seconds; pauses do not count.
package struct SpeedMeter: Sendable {
  /// Seconds after which an observation weighs 1/e.
  private static let memory = 3.0

  private var sequences = 0.0
  private var seconds = 0.0

  package init() {}

  package mutating func add(sequences count: Int, seconds duration: Double) {
    let keep = exp(-duration / Self.memory)
    sequences = sequences * keep + Double(count)
    seconds = seconds * keep + duration
  }

  /// 0 before the first observation.
  package var sequencesPerSecond: Double { seconds > 0 ? sequences / seconds : 0 }
}
