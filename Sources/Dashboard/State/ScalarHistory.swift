import Telemetry

/// The losses of a run so far, in bounded memory.
public struct ScalarHistory: Sendable {
  public private(set) var training = BoundedSeries()
  public private(set) var validation = BoundedSeries()
  /// The scalars of the newest step.
  public private(set) var latest: StepScalars?
  public private(set) var latestValidation: Validation?
  public private(set) var bestValidationLoss: Double?

  /// A history of no steps.
  public init() {}

  /// Takes in the next step.
  public mutating func append(_ scalars: StepScalars) {
    training.append(x: Double(scalars.step), y: scalars.loss)
    latest = scalars
    guard let value = scalars.validation else { return }
    validation.append(x: Double(scalars.step), y: value.loss)
    latestValidation = value
    if value.loss.isFinite { bestValidationLoss = min(bestValidationLoss ?? .infinity, value.loss) }
  }
}
