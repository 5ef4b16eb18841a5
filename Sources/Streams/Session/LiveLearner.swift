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

  public init(
    method: OnlineMethod = .rtrl, optimizer: OptimizerOptions = OptimizerOptions(), rate: Double,
    clip: Double? = 1, onDrift: OnDrift = .note
  ) {
    self.method = method
    self.optimizer = optimizer
    self.rate = rate
    self.clip = clip
    self.onDrift = onDrift
  }
}

/// A network on a stream with the optimiser that moves its parameters.
final class LiveLearner {
  private(set) var model: Model
  let network: OnlineNetwork
  let learning: StreamLearning
  /// Switched by a person.
  var isOn = true
  private var optimizer: Optimizer
  /// The learning rate before a boost.
  var rate: Double
  /// By how much an alarm raised the rate; falls back to 1.
  private var boost = 1.0
  private var gradient: [Float]
  private var before: [Float]
  private var best: Best?

  struct Best: Sendable, Hashable {
    var error: Double
    var parameters: [Float]
  }

  /// Raised by an alarm, and by which factor what is left of it falls from row to row: to a third in a hundred rows.
  private static let boostFactor = 5.0
  private static let boostDecay = 0.99

  /// - Parameter history: rows from a prediction to its target.
  /// - Throws: where the optimiser's options are impossible.
  init(model: Model, learning: StreamLearning, history: Int) throws {
    self.model = model
    self.learning = learning
    network = OnlineNetwork(model: model, method: learning.method, history: history)
    optimizer = try Optimizer(learning.optimizer, layout: model.cell.layout)
    rate = learning.rate
    gradient = Array(repeating: 0, count: model.parameterCount)
    before = model.parameters
  }

  var isLearning: Bool { isOn && learning.method != .off }

  /// Makes one optimiser step by the gradient of an earlier prediction.
  ///
  /// - Parameters:
  ///   - outputGradient: of the loss with respect to its raw outputs, `[outputs]`.
  ///   - stepsBack: rows since it was made.
  /// - Returns: the gradient's norm before clipping; nil where nothing was changed, as the step would have ruined the
  ///   network.
  @discardableResult
  func learn(_ outputGradient: [Float], stepsBack: Int) -> Double? {
    for index in gradient.indices { gradient[index] = 0 }
    network.accumulateGradient(outputGradient, stepsBack: stepsBack, into: &gradient)
    let norm = clipGlobalNorm(&gradient, to: learning.clip.map { Float($0) })
    guard norm.isFinite else { return nil }
    before.replaceSubrange(0..., with: model.parameters)
    optimizer.step(unchecked: &model, gradient: gradient, learningRate: Float(rate * boost))
    boost = 1 + (boost - 1) * Self.boostDecay
    guard model.parameters.firstNotFinite == nil else {
      model.parameters.replaceSubrange(0..., with: before)
      return nil
    }
    network.load(parameters: model.parameters)
    return norm
  }

  /// Keeps the parameters where the sliding error is the smallest so far.
  func keepBest(error: Double) {
    guard learning.onDrift == .restoreBest, error < best?.error ?? .infinity else { return }
    best = Best(error: error, parameters: model.parameters)
  }

  /// Acts on an alarm of the drift detector.
  func respondToDrift() {
    guard isLearning else { return }
    switch learning.onDrift {
    case .note: break
    case .boost: boost = Self.boostFactor
    case .resetOptimiser: resetOptimizer()
    case .restoreBest:
      guard let best else { return }
      model.parameters.replaceSubrange(0..., with: best.parameters)
      network.load(parameters: model.parameters)
      resetOptimizer()
      self.best = nil
    }
  }

  private func resetOptimizer() {
    // Options that made one make another.
    if let fresh = try? Optimizer(learning.optimizer, layout: model.cell.layout) { optimizer = fresh }
  }
}

extension LiveLearner {
  /// Everything that changes from row to row.
  struct State: Sendable, Codable {
    var parameters: PackedFloats
    var network: OnlineState
    var optimizerSteps: Int
    var optimizer: [String: PackedFloats]
    var rate: Double
    var boost: Double
    var isOn: Bool
    var bestError: Double?
    var best: PackedFloats?
  }

  var state: State {
    let optimizer = optimizer.state
    return State(
      parameters: PackedFloats(model.parameters), network: network.state, optimizerSteps: optimizer.count,
      optimizer: optimizer.vectors.mapValues { PackedFloats($0) }, rate: rate, boost: boost, isOn: isOn,
      bestError: best?.error, best: best.map { PackedFloats($0.parameters) })
  }

  /// Goes on from the state of a learner with the same network and options.
  ///
  /// - Throws: where it is not one.
  func restore(_ state: State) throws {
    let restored = try Model(cell: model.cell, parameters: state.parameters.values)
    try optimizer.restore(
      OptimizerState(count: state.optimizerSteps, vectors: state.optimizer.mapValues(\.values)))
    model = restored
    network.load(parameters: model.parameters)
    try network.restore(state.network)
    rate = state.rate
    boost = state.boost
    isOn = state.isOn
    best = state.best.flatMap { best in
      state.bestError.map { Best(error: $0, parameters: best.values) }
    }
  }
}
