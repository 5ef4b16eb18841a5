/// How a run ended.
public struct Outcome: Sendable, Hashable, Codable {
  /// `done`, `stopped` or `diverged`.
  public var state: TrainingState
  public var steps: Int
  public var elapsed: Double
  /// The validation of the final model, where there is a validation part.
  public var validation: Validation?
  /// The same over the test part, where there is one.
  public var test: Validation?
  /// One sentence where something has to be said, such as why training diverged.
  public var explanation: String?

  public init(
    state: TrainingState, steps: Int, elapsed: Double, validation: Validation?, test: Validation?,
    explanation: String? = nil
  ) {
    self.state = state
    self.steps = steps
    self.elapsed = elapsed
    self.validation = validation
    self.test = test
    self.explanation = explanation
  }
}

/// Everything a trainer tells.
public enum Message: Sendable {
  case scalars(StepScalars)
  /// `isKey` frames follow a command, the start or the end; they are worth keeping whatever is thinned
  /// out.
  case frame(Frame, isKey: Bool)
  case event(Event)
  case checkpoint(Checkpoint)
  case finished(Outcome)
}
