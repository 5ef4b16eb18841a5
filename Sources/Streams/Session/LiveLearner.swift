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

/// A network that learns from a stream, and what follows the alarms of the drift detector.
final class LiveLearner {
  let online: OnlineLearner
  let learning: StreamLearning
  /// Switched by a person.
  var isOn = true
  /// The learning rate before a boost.
  var rate: Double
  /// By how much an alarm raised the rate; falls back to 1.
  private var boost = 1.0
  private var best: Best?

  struct Best: Sendable, Hashable, Codable {
    var error: Double
    var parameters: [Float]
  }

  /// Raised by an alarm, and by which factor what is left of it falls from row to row: to a third in a hundred rows.
  private static let boostFactor = 5.0
  private static let boostDecay = 0.99

  /// - Parameter history: rows from a prediction to its target.
  /// - Throws: where the learning's options are impossible.
  init(model: Model, loss: Loss, learning: StreamLearning, history: Int) throws {
    self.learning = learning
    online = try OnlineLearner(
      model: model, method: learning.method, loss: loss, optimizer: learning.optimizer,
      learningRate: learning.rate, clip: learning.clip, history: history, forgetting: learning.forgetting,
      replay: learning.replay)
    rate = learning.rate
  }

  var isLearning: Bool { isOn && learning.method != .off }

  /// Makes one optimiser step by the gradient of an earlier prediction.
  ///
  /// - Parameters:
  ///   - target: as ``OnlineLearner`` takes it.
  ///   - countedOutputs: `[outputs]`; nil: all count.
  /// - Returns: the loss of that prediction; NaN where the step was refused, or there was none.
  /// - Throws: where the rate or the target is not one that can be.
  func learn(_ target: [Float], stepsBack: Int, countedOutputs: [Bool]?) throws -> Float {
    try online.setLearningRate(rate * boost)
    boost = 1 + (boost - 1) * Self.boostDecay
    return try online.learn(target, stepsBack: stepsBack, countedOutputs: countedOutputs)
  }

  /// Keeps the parameters where the sliding error is the smallest so far.
  func keepBest(error: Double) {
    guard learning.onDrift == .restoreBest, error < best?.error ?? .infinity else { return }
    best = Best(error: error, parameters: online.model.parameters)
  }

  /// Acts on an alarm of the drift detector.
  func respondToDrift() {
    guard isLearning else { return }
    switch learning.onDrift {
    case .note: break
    case .boost: boost = Self.boostFactor
    case .resetOptimiser: online.resetOptimizer()
    case .restoreBest:
      guard let best else { return }
      online.load(parameters: best.parameters)
      online.resetOptimizer()
      self.best = nil
    }
  }
}

extension LiveLearner {
  /// Everything that changes from row to row.
  struct State: Sendable, Codable {
    var online: OnlineLearner.State
    var rate: Double
    var boost: Double
    var isOn: Bool
    var best: Best?
  }

  var state: State { State(online: online.state, rate: rate, boost: boost, isOn: isOn, best: best) }

  /// Goes on from the state of a learner with the same network and options.
  ///
  /// - Throws: where it is not one.
  func restore(_ state: State) throws {
    try online.restore(state.online)
    (rate, boost, isOn, best) = (state.rate, state.boost, state.isOn, state.best)
  }
}
