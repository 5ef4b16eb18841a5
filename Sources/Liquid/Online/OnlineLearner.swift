import Text

/// A network that learns while it runs: it predicts at each step, and each target that becomes known moves its parameters
/// at once.
///
///     let learner = try OnlineLearner(model: Model(cell: try LTC(wiring: wiring), seed: 1))
///     for row in rows {
///       let prediction = try learner.predict(row.inputs, elapsed: row.seconds)
///       show(prediction)
///       try learner.learn(row.target)
///     }
///
/// The gradient of a prediction is that of all steps that led to it (``OnlineMethod/rtrl``) or an approximation of it,
/// carried along while the network runs; or that of windows of recent steps, which are run once more
/// (``OnlineMethod/replay``). Memory and time of a step stay the same for ever. Where a target
/// becomes known some steps later, say so: with `history: 24`, `learn(target, stepsBack: 24)` learns from the prediction
/// of 24 steps ago. Parameters change while states and derivatives go on, as is usual; with a learning rate of 0 the
/// gradients are exact. <doc:LearningOnAStream> shows a whole program.
///
/// Not `Sendable`: used by one thread at a time.
public final class OnlineLearner {
  /// How the gradient is known.
  public let method: OnlineMethod
  /// What is minimised.
  public let loss: Loss
  /// The largest norm of a gradient; a longer one is scaled down. Nil: there is no limit.
  public let clip: Double?
  /// How many steps a target may be late.
  public let history: Int
  /// The rate of the next `learn`.
  public private(set) var learningRate: Double
  /// Steps that were not made, because the gradient or the parameters after them would not have been finite numbers. After
  /// such a gradient the derivatives start anew from 0, and the windows of a replay are forgotten.
  public private(set) var refusedSteps = 0
  /// The norm of the newest gradient before it was limited.
  public private(set) var gradientNorm = 0.0

  private let network: OnlineNetwork
  private let replay: WindowReplay?
  private var current: Model
  private var optimizer: Optimizer
  private let freshOptimizer: Optimizer
  private let inputCount: Int

  // Workspaces, so that a step allocates nothing.
  private var gradient: [Float]
  private var lastGood: [Float]
  private var outputs: [Float]
  private var outputGradient: [Float]

  /// - Parameters:
  ///   - model: where learning starts.
  ///   - learningRate: nil: that of the cell, 0.02 for LTC, CfC and LSTM, 0.01 for the others.
  ///   - clip: the largest norm of a gradient; nil: there is no limit.
  ///   - history: how many steps a target may be late; each takes memory for the derivatives of the outputs.
  ///   - rateFactors: factors of the learning rate by the tensor's name; 0 freezes a tensor.
  ///   - forgetting: the share of the optimiser's memory of earlier gradients that each step loses beyond its own decay, at
  ///     least 0 and below 1: Adam's decay rates, RMSprop's, and a momentum are 1 - `forgetting` times what they were.
  ///   - replay: for the method `replay`.
  /// - Throws: `NetworkError` or `OptimizerError` where an option lies outside of what is allowed.
  public init(
    model: Model, method: OnlineMethod = .rtrl, loss: Loss = .meanSquaredError,
    optimizer options: OptimizerOptions = OptimizerOptions(), learningRate: Double? = nil, clip: Double? = 1,
    history: Int = 0, rateFactors: [String: Double] = [:], forgetting: Double = 0,
    replay: OnlineReplayOptions = OnlineReplayOptions()
  ) throws {
    try loss.validate()
    let rate = learningRate ?? type(of: model.network).traits.learningRate
    try Self.check(rate: rate)
    if let clip, !(Float(clip) > 0 && Float(clip).isFinite) { throw OptimizerError.clip(clip) }
    guard (0...Self.longestHistory).contains(history) else {
      throw NetworkError.option(
        name: "history", value: "\(history)", allowed: "between 0 and \(Self.longestHistory)")
    }
    guard forgetting >= 0, forgetting < 1 else {
      throw NetworkError.option(
        name: "forgetting", value: "\(forgetting)", allowed: "at least 0 and below 1")
    }
    try replay.validate()
    optimizer = try Optimizer(
      options, layout: model.network.layout, rateFactors: rateFactors, forgetting: forgetting)
    freshOptimizer = optimizer
    network = OnlineNetwork(model: model, method: method, history: history)
    self.replay =
      method == .replay ? WindowReplay(model: model, loss: loss, options: replay, history: history) : nil
    (self.method, self.loss, self.clip, self.history) = (method, loss, clip, history)
    self.learningRate = rate
    current = model
    inputCount = model.network.wiring.inputs
    gradient = Array(repeating: 0, count: model.parameterCount)
    lastGood = model.parameters
    outputs = network.outputs
    outputGradient = network.outputs
  }

  private static let longestHistory = 100_000

  private static func check(rate: Double) throws(OptimizerError) {
    guard rate >= 0, Float(rate).isFinite else { throw .learningRate(rate) }
  }

  /// The model as it is now; a value, which later steps do not change.
  public var model: Model { current }

  /// Changes the learning rate.
  ///
  /// - Throws: where it is negative or not finite.
  public func setLearningRate(_ rate: Double) throws(OptimizerError) {
    try Self.check(rate: rate)
    learningRate = rate
  }

  /// Runs one step and answers with the raw network outputs: values, or logits for the losses of classes (`softmax`
  /// and `logistic` make probabilities of them).
  ///
  /// - Parameters:
  ///   - inputs: `[inputs]`, finite.
  ///   - elapsed: the time since the last step in the unit the network was trained with, finite and at least 0.
  /// - Throws: where they are not so; the learner stays as it was then.
  public func predict(_ inputs: [Float], elapsed: Float = 1) throws(NetworkError) -> [Float] {
    guard inputs.count == inputCount else { throw .inputCount(inputs.count, expected: inputCount) }
    guard elapsed >= 0, elapsed.isFinite else { throw .elapsedTime(elapsed) }
    if let channel = inputs.firstNotFinite { throw .inputNotFinite(channel: channel) }
    step(unchecked: inputs, elapsed: elapsed)
    return network.outputs
  }

  /// Runs one step on inputs that may be anything.
  package func step(unchecked inputs: [Float], elapsed: Float) {
    replay?.addStep(inputs, elapsed: elapsed, statesBefore: network.states)
    network.step(unchecked: inputs, elapsed: elapsed)
  }

  /// Learns from a prediction whose target has become known: one optimiser step.
  ///
  /// - Parameters:
  ///   - target: `[outputs]`, or `[1]` with the class's index for cross-entropy; NaN where one is missing.
  ///   - stepsBack: how many steps ago the prediction was made, at most `history`.
  ///   - weight: a factor of the gradient, finite and at least 0.
  /// - Returns: the loss of that prediction, averaged over the targets that are there; NaN where none is, or no such step
  ///   was made since the start.
  /// - Throws: where the target is not one that the loss can take; the learner stays as it was then.
  @discardableResult
  public func learn(
    _ target: [Float], stepsBack: Int = 0, weight: Float = 1
  ) throws(NetworkError) -> Float {
    try learn(target, stepsBack: stepsBack, weight: weight, countedOutputs: nil)
  }

  /// The same where some outputs do not count, such as those of classes that have not been seen yet: the softmax is over
  /// the others.
  ///
  /// - Parameter countedOutputs: `[outputs]`; nil: all count. The target's class always does.
  @discardableResult
  package func learn(
    _ target: [Float], stepsBack: Int = 0, weight: Float = 1, countedOutputs: [Bool]?
  ) throws(NetworkError) -> Float {
    guard (0...history).contains(stepsBack) else {
      throw .option(name: "stepsBack", value: "\(stepsBack)", allowed: "between 0 and \(history)")
    }
    guard weight >= 0, weight.isFinite else {
      throw .option(name: "weight", value: "\(weight)", allowed: "a finite number of at least 0")
    }
    try loss.check(target: target, outputs: outputs.count)
    guard stepsBack < network.keptSteps else { return .nan }
    network.readOutputs(stepsBack: stepsBack, into: &outputs)
    let value = loss.differentiate(
      outputs: outputs, target: target, countedOutputs: countedOutputs, weight: weight, into: &outputGradient)
    if method == .off || value.isNaN && outputGradient.allSatisfy({ $0 == 0 }) { return value }
    for index in gradient.indices { gradient[index] = 0 }
    if let replay {
      guard replay.setTarget(target, stepsBack: stepsBack, weight: weight),
        replay.accumulateGradient(
          current.parameters, stepsBack: stepsBack, countedOutputs: countedOutputs,
          interventions: network.interventions, into: &gradient)
      else { return value }
    } else {
      network.accumulateGradient(outputGradient, stepsBack: stepsBack, into: &gradient)
    }
    makeStep()
    return value
  }

  private func makeStep() {
    optimizer.clearFrozen(&gradient)
    gradientNorm = clipGlobalNorm(&gradient, to: clip.map { Float($0) })
    guard gradientNorm.isFinite else {
      refusedSteps += 1
      network.forget()
      replay?.clear()
      return
    }
    lastGood.replaceSubrange(0..., with: current.parameters)
    optimizer.step(unchecked: &current, gradient: gradient, learningRate: Float(learningRate))
    // What is cut keeps the weight that it had, whatever moments the optimiser has of it.
    for parameter in network.cutParameters { current.parameters[parameter] = lastGood[parameter] }
    guard current.parameters.firstNotFinite == nil else {
      refusedSteps += 1
      current.parameters.replaceSubrange(0..., with: lastGood)
      return
    }
    network.load(parameters: current.parameters)
  }

  /// All that a step hands to the next: the neurons' states, then those of a memory where there is one.
  public var states: [Float] { network.states }

  /// Goes back to a zero state, as before the first step; what was learnt stays.
  public func reset() {
    network.reset()
    replay?.cut()
  }

  /// Holds neurons from now on, in the place of those that were held before; an empty array lets all go. See
  /// ``NetworkStream/intervene(_:)``.
  ///
  /// - Throws: where an intervention is on no neuron of the network, or holds it at a value that is not finite.
  public func intervene(_ interventions: [NetworkIntervention]) throws(NetworkError) {
    try network.intervene(interventions)
  }

  /// What runs the steps, to be read: time constants and synapses.
  package var running: OnlineNetwork { network }

  /// Goes on with other parameters, `[layout.count]`, finite, such as the best so far; states, derivatives and the
  /// optimiser's moments stay.
  package func load(parameters: [Float]) {
    current.parameters = parameters
    network.load(parameters: parameters)
  }

  /// Sets the optimiser's moments back to those of the start.
  package func resetOptimizer() { optimizer = freshOptimizer }
}

extension OnlineLearner {
  /// All that learning goes on from.
  public struct State: Sendable, Hashable, Codable {
    /// The parameters, `[layout.count]`.
    public var parameters: [Float] { parameterBytes.values }
    let parameterBytes: FloatBytes
    /// The rate of the next step.
    public let learningRate: Double
    let network: OnlineState
    /// Nil for the other methods.
    let replay: WindowReplay.State?
    let optimizerCount: Int
    let optimizerVectors: [String: FloatBytes]
  }

  /// What learning goes on from, with the same bits.
  public var state: State {
    let moments = optimizer.state
    return State(
      parameterBytes: FloatBytes(current.parameters), learningRate: learningRate, network: network.state,
      replay: replay?.state, optimizerCount: moments.count,
      optimizerVectors: moments.vectors.mapValues { FloatBytes($0) })
  }

  /// Goes on from where a learner with the same cell and options stood. Neurons that are held stay so.
  ///
  /// - Throws: where the state is that of another learner; this one stays as it was then.
  public func restore(_ state: State) throws {
    let model = try Model(cell: current.cell, parameters: state.parameters)
    try Self.check(rate: state.learningRate)
    var restored = freshOptimizer
    let vectors = state.optimizerVectors.mapValues(\.values)
    try restored.restore(OptimizerState(count: state.optimizerCount, vectors: vectors))
    if let replay {
      guard let kept = state.replay else { throw NetworkError.onlineState(values: 0, expected: 1) }
      try replay.check(kept)
    }
    try network.restore(state.network)
    if let kept = state.replay { replay?.restore(kept) }
    optimizer = restored
    learningRate = state.learningRate
    current = model
    network.load(parameters: model.parameters)
  }
}
