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
  /// One sentence where there is something to explain, such as why training diverged.
  public var explanation: String?
  /// The step whose parameters the final model has, where there is a validation part.
  public var bestStep: Int?
  /// Over the test part made harder; nil where that was not asked for.
  public var conditions: [ConditionResult]?
  /// How good the probabilities over the test part are; nil where they are not of classes, or in older runs.
  public var figures: [ClassFigures]?

  public init(
    state: TrainingState, steps: Int, elapsed: Double, validation: Validation?, test: Validation?,
    explanation: String? = nil, bestStep: Int? = nil, conditions: [ConditionResult]? = nil,
    figures: [ClassFigures]? = nil
  ) {
    self.state = state
    self.steps = steps
    self.elapsed = elapsed
    self.validation = validation
    self.test = test
    self.explanation = explanation
    self.bestStep = bestStep
    self.conditions = conditions
    self.figures = figures
  }
}

/// The result of the final model on a test part that was made harder.
public struct ConditionResult: Sendable, Hashable, Codable {
  /// `drop`, `jitter`, `noise` or `horizon`.
  public var kind: String
  public var level: Double
  public var result: Validation

  public init(kind: String, level: Double, result: Validation) {
    self.kind = kind
    self.level = level
    self.result = result
  }
}

/// Everything that a trainer reports.
public enum Message: Sendable {
  case scalars(StepScalars)
  /// Key frames follow a command, the start or the end; they are kept even where others are dropped.
  case frame(Frame, isKey: Bool)
  case event(Event)
  case checkpoint(Checkpoint)
  case finished(Outcome)
  /// A run that was done goes on, as one that is resumed at its final checkpoint does: what came after that, the outcome
  /// included, holds no longer. The description replaces the run's.
  case lengthened(RunDescription)
  /// A command that is not carried out: why, in one line for the person who gave it.
  case refused(String)
}
