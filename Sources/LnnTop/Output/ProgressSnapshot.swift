import Telemetry

/// Where training stands, as the progress outputs tell it.
package struct ProgressSnapshot: Sendable, Hashable {
  package var step = 0
  package var epoch = 1
  package var plannedSteps = 0
  /// The mean training loss over the steps since the last line; NaN before the first step.
  package var loss = Double.nan
  package var validation: Validation?
  package var elapsed = 0.0
  package var sequencesPerSecond = 0.0
  package var remaining: Double?

  package init() {}
}
