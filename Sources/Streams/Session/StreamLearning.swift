import Liquid

/// How a network learns from a stream.
public struct StreamLearning: Sendable, Hashable {
  /// What follows an alarm of the drift detector.
  public enum OnDrift: String, Sendable, Hashable, Codable, CaseIterable {
    /// It is recorded.
    case note
    /// The learning rate rises for some hundred rows.
    case boost
    /// The optimiser's moments begin anew.
    case resetOptimiser = "reset-optimiser"
    /// The parameters with the smallest sliding error so far come back.
    case restoreBest = "restore-best"
    /// Copies with fresh moments, some with larger steps, learn beside it for 2000 rows; the best one answers, and goes on.
    case race
  }

  public var method: OnlineMethod
  public var optimizer: OptimizerOptions
  public var rate: Double
  /// The largest norm of a row's gradient; nil: there is no limit.
  public var clip: Double?
  public var onDrift: OnDrift
  /// The share of the optimiser's memory that each step loses beyond its own decay; see `OnlineLearner`.
  public var forgetting: Double
  /// For the method `replay`.
  public var replay: OnlineReplayOptions

  public init(
    method: OnlineMethod = .rtrl, optimizer: OptimizerOptions = OptimizerOptions(), rate: Double,
    clip: Double? = 1, onDrift: OnDrift = .note, forgetting: Double = 0,
    replay: OnlineReplayOptions = OnlineReplayOptions()
  ) {
    self.method = method
    self.optimizer = optimizer
    self.rate = rate
    self.clip = clip
    self.onDrift = onDrift
    self.forgetting = forgetting
    self.replay = replay
  }
}
