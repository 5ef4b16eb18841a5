import Synchronization

/// Trains a model: owns the model, the loss, the optimiser, the limit of the gradient and the schedule.
///
///     let trainer = try Trainer(model: Model(cell: try LTC(wiring: wiring), seed: 1))
///     for await progress in try trainer.fit(batch, epochs: 50, validation: heldOut) {
///       print("epoch \(progress.epoch): loss \(progress.loss), validation \(progress.validationLoss ?? .nan)")
///     }
///     let trained = trainer.model
///
/// Or one step at a time, on batches of your own: `let step = try trainer.step(batch)`.
///
/// It can be used from any thread; calls wait for one another, at most for as long as a step takes. The same seed gives
/// the same bits for any number of threads.
public final class Trainer: Sendable {
  /// What is minimised.
  public let loss: Loss
  /// The learning rate before the schedule's factor.
  public let learningRate: Double
  /// How the learning rate changes during `fit`, over the steps that it plans; `step` alone has no plan, and a cosine
  /// shape no end there.
  public let schedule: LearningRateSchedule
  /// The largest norm of a gradient; a longer one is scaled down. Nil: there is no limit.
  public let clip: Double?

  private let state: Mutex<State>

  /// What changes from step to step.
  private struct State {
    let maker: StepMaker
    var stepCount = 0
    var bestModel: Model?
  }

  /// - Parameters:
  ///   - model: where training starts.
  ///   - learningRate: nil: that of the cell, 0.02 for LTC, CfC and LSTM, 0.01 for the others.
  ///   - rateFactors: factors of the learning rate by the tensor's name, such as `["sigma": 0.1]`; 0 freezes a tensor.
  ///   - threads: nil: all cores, at most 8. The result has the same bits for any number.
  ///   - recomputeEvery: less memory for long sequences; see ``GradientEngine``.
  ///   - dropoutSeed: draws what is dropped in a network with dropout.
  /// - Throws: `NetworkError` or `OptimizerError` where an option lies outside of what is allowed.
  public init(
    model: Model, loss: Loss = .meanSquaredError, optimizer: OptimizerOptions = OptimizerOptions(),
    learningRate: Double? = nil, schedule: LearningRateSchedule = .constant, clip: Double? = 1,
    rateFactors: [String: Double] = [:], threads: Int? = nil, recomputeEvery: Int? = nil,
    dropoutSeed: UInt64 = 1
  ) throws {
    let rate = learningRate ?? type(of: model.network).traits.learningRate
    guard rate >= 0, Float(rate).isFinite else { throw OptimizerError.learningRate(rate) }
    if let clip, !(Float(clip) > 0 && Float(clip).isFinite) { throw OptimizerError.clip(clip) }
    self.loss = loss
    self.learningRate = rate
    self.schedule = schedule
    self.clip = clip
    let maker = try StepMaker(
      model: model, loss: loss, optimizer: optimizer, rateFactors: rateFactors,
      threads: threads ?? GradientEngine.standardThreads, recomputeEvery: recomputeEvery,
      dropoutSeed: dropoutSeed)
    state = Mutex(State(maker: maker))
  }

  /// The model as trained so far; a value, which later steps do not change.
  public var model: Model { state.withLock { $0.maker.model } }

  /// Steps made so far.
  public var stepCount: Int { state.withLock { $0.stepCount } }

  /// The model with the smallest validation loss in the newest `fit`; nil where there was no validation yet.
  public var bestModel: Model? { state.withLock { $0.bestModel } }

  /// Makes one optimiser step.
  ///
  /// - Throws: where the batch does not fit the network, a target is not valid for the loss, or no target counts.
  @discardableResult
  public func step(_ batch: SequenceBatch) throws(NetworkError) -> TrainingStep {
    try state.withLock { state throws(NetworkError) in
      try makeStep(batch, &state, plannedSteps: .max)
    }
  }

  /// The loss of the present model on a batch, without a step.
  ///
  /// - Throws: as `step`.
  public func loss(on batch: SequenceBatch) throws(NetworkError) -> Double {
    try state.withLock { state throws(NetworkError) in
      let engine = state.maker.engine
      return try engine.loss(parameters: state.maker.model.parameters, batch: batch)
    }
  }

  /// Trains on passes over some sequences, each in a new random order, and reports its progress.
  ///
  ///     for await progress in try trainer.fit(batch, epochs: 50, validation: heldOut, patience: 5) {
  ///       if case .failed(let error)? = progress.ending { print(error) }
  ///     }
  ///
  /// Training happens while the result is iterated over, on a thread of its own: each value is computed when it is asked
  /// for. To leave the loop, or to cancel its task, ends the training after a whole step; the model is usable then, and
  /// `fit` or `step` may be called again. The last value has the reason for the end in `ending`. A batch in which no target
  /// counts is left out.
  ///
  /// - Parameters:
  ///   - epochs: passes over the data, at least 1.
  ///   - batchSize: sequences of a step, at least 1.
  ///   - validation: sequences whose loss is measured after each epoch, by which `bestModel` is chosen; nil: none.
  ///   - patience: ends the training after so many epochs without a smaller validation loss; nil: it goes on.
  ///   - reports: how often there is a value.
  ///   - seed: of the order of the sequences.
  /// - Throws: where an option lies outside of what is allowed, or the first sequence does not fit the network.
  public func fit(
    _ data: SequenceSet, epochs: Int, batchSize: Int = 32, validation: SequenceSet? = nil,
    patience: Int? = nil, reports: TrainingRun.Reports = .everyEpoch, seed: UInt64 = 1
  ) throws(NetworkError) -> TrainingRun {
    let plan = try FitPlan(
      data: data, epochs: epochs, batchSize: batchSize, validation: validation, patience: patience,
      reports: reports, seed: seed)
    for sequences in [data, validation].compactMap(\.self) {
      // Made without the lock: a set's own code may ask this trainer for its model.
      let first = sequences.batch([0])
      try state.withLock { state throws(NetworkError) in
        try state.maker.engine.check(first, parameters: state.maker.model.parameters)
      }
    }
    return TrainingRun(trainer: self, plan: plan)
  }

  /// Trains on passes over the sequences of a batch; see `fit(_:epochs:…)` for a set.
  public func fit(
    _ data: SequenceBatch, epochs: Int, batchSize: Int = 32, validation: SequenceBatch? = nil,
    patience: Int? = nil, reports: TrainingRun.Reports = .everyEpoch, seed: UInt64 = 1
  ) throws(NetworkError) -> TrainingRun {
    try fit(
      SequenceSet(data), epochs: epochs, batchSize: batchSize, validation: validation.map { SequenceSet($0) },
      patience: patience, reports: reports, seed: seed)
  }

  /// A step of a run of `plannedSteps`.
  func step(_ batch: SequenceBatch, plan: (step: Int, of: Int)) throws(NetworkError) -> TrainingStep {
    try state.withLock { state throws(NetworkError) in
      try makeStep(batch, &state, at: plan.step, plannedSteps: plan.of)
    }
  }

  private func makeStep(
    _ batch: SequenceBatch, _ state: inout State, at step: Int? = nil, plannedSteps: Int
  ) throws(NetworkError) -> TrainingStep {
    let maker = state.maker
    try maker.engine.check(batch, parameters: maker.model.parameters)
    let rate = learningRate * schedule.factor(step: step ?? state.stepCount, plannedSteps: plannedSteps)
    let (loss, norm) = maker.differentiate(batch, clip: clip, step: state.stepCount)
    guard maker.engine.targetWeight > 0 else { throw .noTarget }
    var isSound = loss.isFinite && norm.isFinite && Float(rate).isFinite
    if isSound {
      maker.update(learningRate: Float(rate))
      isSound = maker.model.parameters.firstNotFinite == nil
      if !isSound { maker.undo() }
    }
    if isSound { state.stepCount += 1 }
    return TrainingStep(loss: loss, gradientNorm: norm, learningRate: rate, isDiverged: !isSound)
  }

  /// The loss of a model over all sequences of a set; nil where `shouldGoOn` returned false.
  ///
  /// - Throws: where a sequence does not fit the network, or none of their targets counts.
  func validate(
    _ model: Model, on sequences: SequenceSet, shouldGoOn: () -> Bool
  ) throws(NetworkError) -> Double? {
    var (sum, weight) = (0.0, 0.0)
    let isComplete = try sequences.forEachChunk { _, batch throws(NetworkError) in
      guard shouldGoOn() else { return false }
      let total = try state.withLock { state throws(NetworkError) in
        let engine = state.maker.engine
        try engine.check(batch, parameters: model.parameters)
        let outputs = engine.outputs(uncheckedParameters: model.parameters, batch: batch)
        return loss.total(outputs: outputs, width: model.network.outputWidth, batch: batch)
      }
      sum += total.sum
      weight += total.weight
      return true
    }
    guard isComplete else { return nil }
    guard weight > 0 else { throw .noTarget }
    return sum / weight
  }

  /// Keeps a model as the best one.
  func keep(best model: Model) { state.withLock { $0.bestModel = model } }
}

/// What an optimiser step did.
public struct TrainingStep: Sendable, Hashable {
  /// The batch's loss before the step.
  public let loss: Double
  /// The norm of its gradient before it was limited.
  public let gradientNorm: Double
  /// The learning rate that was used.
  public let learningRate: Double
  /// Whether the loss, the gradient or the new parameters were not finite: the parameters are those before the step then.
  public let isDiverged: Bool
}
