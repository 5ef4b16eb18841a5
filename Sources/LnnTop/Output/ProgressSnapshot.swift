import Telemetry

/// Where training stands, as the progress outputs tell it.
struct ProgressSnapshot: Sendable, Hashable {
  var step = 0
  var epoch = 1
  var plannedSteps = 0
  /// The mean training loss over the steps since the last line; NaN before the first step.
  var loss = Double.nan
  var validation: Validation?
  var elapsed = 0.0
  var sequencesPerSecond = 0.0
  var remaining: Double?
}
