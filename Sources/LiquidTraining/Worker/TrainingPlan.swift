import Liquid
import LiquidData
import Telemetry

/// Everything that a worker needs to train.
public struct TrainingPlan: Sendable {
  /// The data, before the first step. Made with the same configuration.
  public var provider: any BatchProvider
  /// The model training starts from.
  public var model: Model
  public var configuration: TrainingConfiguration
  public var description: RunDescription
  /// Goes into every model file beside the architecture, such as the data schema.
  public var modelMetadata: [String: String]
  /// Conditions under which the final model is tested, besides the plain test.
  public var conditions: [TestCondition]
  /// The state to resume from; nil for a new run.
  public var resumed: SavedTraining?
  /// The step after which it stops, to be gone on with later; nil: it goes on to its end.
  public var stopStep: Int?
  /// A simulated world to try the network in while it learns; nil where there is none for its data.
  public var closedLoop: (any ClosedLoop)?
  /// Those that share the work, of which this is the first or, for a `TrainingFollower`, another; nil: this one does all
  /// of it.
  package var processes: (any GradientExchange)?

  public init(
    provider: any BatchProvider, model: Model, configuration: TrainingConfiguration,
    description: RunDescription, modelMetadata: [String: String], conditions: [TestCondition] = [],
    resumed: SavedTraining? = nil, closedLoop: (any ClosedLoop)? = nil
  ) {
    self.provider = provider
    self.model = model
    self.configuration = configuration
    self.description = description
    self.modelMetadata = modelMetadata
    self.conditions = conditions
    self.resumed = resumed
    self.closedLoop = closedLoop
  }
}
