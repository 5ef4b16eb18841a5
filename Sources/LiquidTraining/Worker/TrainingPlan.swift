import Liquid
import LiquidData
import Telemetry

/// Everything a worker needs to train: plain values, made before it starts.
public struct TrainingPlan: Sendable {
  public var dataset: Dataset { didSet { dataFingerprint = dataset.fingerprint } }
  /// Tells the data from others; see `Dataset.fingerprint`. Made once: it takes a pass over them.
  public private(set) var dataFingerprint: String
  /// The model training starts from.
  public var model: Model
  public var configuration: TrainingConfiguration
  public var description: RunDescription
  /// Goes into every model file beside the architecture, such as the data schema.
  public var modelMetadata: [String: String]
  /// What the final model is tested under beside the test part as it is.
  public var conditions: [TestCondition]
  /// Where training goes on from; nil for a run that begins.
  public var resumed: SavedTraining?
  /// A world in which the network acts while it learns; nil where there is none for its data.
  public var closedLoop: (any ClosedLoop)?

  /// - Parameter dataFingerprint: that of the data, where it is at hand already.
  public init(
    dataset: Dataset, model: Model, configuration: TrainingConfiguration, description: RunDescription,
    modelMetadata: [String: String], conditions: [TestCondition] = [], resumed: SavedTraining? = nil,
    closedLoop: (any ClosedLoop)? = nil, dataFingerprint: String? = nil
  ) {
    self.dataset = dataset
    self.dataFingerprint = dataFingerprint ?? dataset.fingerprint
    self.model = model
    self.configuration = configuration
    self.description = description
    self.modelMetadata = modelMetadata
    self.conditions = conditions
    self.resumed = resumed
    self.closedLoop = closedLoop
  }
}
