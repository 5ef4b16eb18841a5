import Telemetry

/// The losses of a run so far, in bounded memory.
public struct ScalarHistory: Sendable {
  public private(set) var training = BoundedSeries()
  public private(set) var validation = BoundedSeries()
  /// The scalars of the newest step.
  public private(set) var latest: StepScalars?
  public private(set) var latestValidation: Validation?
  public private(set) var bestValidationLoss: Double?
  /// The smallest finite training loss.
  public private(set) var bestLoss: Double?

  /// A history of no steps.
  public init() {}

  /// Takes in the next step.
  public mutating func append(_ scalars: StepScalars) {
    let step = Double(scalars.step)
    training.append(x: step, y: scalars.loss, elapsed: scalars.elapsed)
    latest = scalars
    if scalars.loss.isFinite { bestLoss = min(bestLoss ?? .infinity, scalars.loss) }
    guard let value = scalars.validation else { return }
    validation.append(x: step, y: value.loss, elapsed: scalars.elapsed)
    latestValidation = value
    if value.loss.isFinite { bestValidationLoss = min(bestValidationLoss ?? .infinity, value.loss) }
  }
}
