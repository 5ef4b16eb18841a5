import Foundation

/// How fast training goes, smoothed over the last few seconds; pauses do not count.
package struct SpeedMeter: Sendable {
  /// Seconds after which an observation weighs 1/e.
  private static let memory = 3.0

  private var sequences = 0.0
  private var steps = 0.0
  private var stepSeconds = 0.0
  private var allSeconds = 0.0

  package init() {}

  /// Notes one step.
  ///
  /// - Parameters:
  ///   - seconds: what the step itself took.
  ///   - validation: what a validation after it took.
  package mutating func add(sequences count: Int, seconds: Double, validation: Double = 0) {
    let keep = exp(-(seconds + validation) / Self.memory)
    sequences = sequences * keep + Double(count)
    steps = steps * keep + 1
    stepSeconds = stepSeconds * keep + seconds
    allSeconds = allSeconds * keep + seconds + validation
  }

  /// Sequences a second of training alone; 0 before the first step.
  package var sequencesPerSecond: Double { stepSeconds > 0 ? sequences / stepSeconds : 0 }

  /// Seconds a step with its share of the validations; nil before the first step.
  package var secondsPerStep: Double? { steps > 0 ? allSeconds / steps : nil }
}
