import Liquid

/// A network that learns from a stream, and what follows the alarms of the drift detector.
final class LiveLearner {
  /// The only learner; in a race, the one that went on as it was.
  private var alone: OnlineLearner
  private var race: LearnerRace?
  private let makeLearner: (Model) throws -> OnlineLearner
  let learning: StreamLearning
  /// Switched by a person.
  var isOn = true
  /// The learning rate before a boost.
  var rate: Double
  /// By how much an alarm raised the rate; falls back to 1.
  private var boost = 1.0
  private var best: Best?
  /// Parameters with which it answered; at first those it started with.
  private var good: [Float]
  private let start: [Float]

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
    makeLearner = {
      try OnlineLearner(
        model: $0, method: learning.method, loss: loss, optimizer: learning.optimizer,
        learningRate: learning.rate, clip: learning.clip, history: history,
        forgetting: learning.forgetting, replay: learning.replay)
    }
    alone = try makeLearner(model)
    (good, start) = (model.parameters, model.parameters)
    rate = learning.rate
  }

  /// The one that answers.
  var online: OnlineLearner { race?.best ?? alone }
  private var runners: [OnlineLearner] { race?.runners ?? [alone] }

  /// Runs one step on inputs that may be anything, NaN included.
  func step(unchecked inputs: [Float], elapsed: Float) {
    for runner in runners { runner.step(unchecked: inputs, elapsed: elapsed) }
  }

  /// Goes back to a zero state, as before the first step; what was learnt stays.
  func reset() {
    for runner in runners { runner.reset() }
  }

  /// Holds neurons from now on, in the place of those that were held before; those that cannot be held are left out.
  func intervene(_ interventions: [NetworkIntervention]) {
    for runner in runners { try? runner.intervene(interventions) }
  }

  /// A learner that stands where another one stands.
  private func copy(of learner: OnlineLearner) throws -> OnlineLearner {
    let copy = try makeLearner(learner.model)
    try copy.intervene(learner.running.interventions)
    try copy.restore(learner.state)
    return copy
  }

  var isLearning: Bool { isOn && learning.method != .off }

  /// Makes one optimiser step by the gradient of an earlier prediction.
  ///
  /// - Parameters:
  ///   - target: as ``OnlineLearner`` takes it.
  ///   - weight: a factor of the gradient.
  ///   - countedOutputs: `[outputs]`; nil: all count.
  /// - Returns: the loss of that prediction; NaN where the step was refused, or there was none.
  /// - Throws: where the rate or the target is not one that can be.
  func learn(
    _ target: [Float], stepsBack: Int, weight: Float, countedOutputs: [Bool]?
  ) throws -> Float {
    func learn(_ learner: OnlineLearner, boost: Double) throws -> Float {
      try learner.setLearningRate(rate * boost)
      return try learner.learn(
        target, stepsBack: stepsBack, weight: weight, countedOutputs: countedOutputs)
    }
    guard let loss = try race?.learn(learn) else {
      defer { boost = 1 + (boost - 1) * Self.boostDecay }
      return try learn(alone, boost: boost)
    }
    if race?.isOver == true { (alone, race) = (online, nil) }
    return loss
  }

  /// Keeps the parameters to go back to: those of now, and where the sliding error is the smallest so far.
  func keep(error: Double?) {
    good = online.model.parameters
    guard learning.onDrift == .restoreBest, let error, error < best?.error ?? .infinity else { return }
    best = Best(error: error, parameters: online.model.parameters)
  }

  /// Goes back to parameters with which it answered, from a zero state.
  func recover() {
    (alone, race) = (online, nil)
    alone.load(parameters: good)
    // Where these come to nothing at once, so would they the next time.
    good = start
    alone.resetOptimizer()
    alone.reset()
    boost = 1
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
    case .race:
      alone = online
      // What was made once with these options can be made again.
      race = try? LearnerRace(alone, copy: copy)
    }
  }
}

extension LiveLearner {
  /// Everything that changes from row to row.
  struct State: Sendable, Codable {
    var runners: Runners
    var rate: Double
    var boost: Double
    var isOn: Bool
    var best: Best?
    var good: FloatBytes
  }

  /// Who learns.
  enum Runners: Sendable, Codable {
    case alone(OnlineLearner.State)
    case race(LearnerRace.State)
  }

  var state: State {
    State(
      runners: race.map { .race($0.state) } ?? .alone(alone.state), rate: rate, boost: boost, isOn: isOn,
      best: best, good: FloatBytes(good))
  }

  /// Goes on from the state of a learner with the same network and options.
  ///
  /// - Throws: where it is not one.
  func restore(_ state: State) throws {
    let counts = [state.good.values.count, state.best?.parameters.count ?? start.count]
    guard counts.allSatisfy({ $0 == start.count }) else {
      throw NetworkError.states(count: counts[0], expected: start.count)
    }
    switch state.runners {
    case .alone(let saved):
      try alone.restore(saved)
      race = nil
    case .race(let saved):
      var race = try LearnerRace(alone, copy: copy)
      try race.restore(saved)
      self.race = race
    }
    (rate, boost, isOn, best) = (state.rate, state.boost, state.isOn, state.best)
    good = state.good.values
  }
}
