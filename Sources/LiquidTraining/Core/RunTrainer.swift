import Liquid
import LiquidData
import Telemetry

/// Trains a network for a run, one step at a time, without a queue, a clock or messages: batches come from a provider,
/// the best parameters are kept, and it can go on where another one stopped.
///
/// Not `Sendable`: it is made and used on one queue.
public final class RunTrainer {
  /// The result of a step.
  public enum StepResult: Sendable, Hashable {
    case stepped(loss: Double, gradientNorm: Double, sequences: Int)
    /// The loss or the gradient is not finite, or the loss exploded; the parameters are the last good ones.
    case diverged(loss: Double, gradientNorm: Double, why: String)
    /// No step was made: the provider has no batch yet, or never again.
    case waiting
    case ended
  }

  /// A loss of more than this many times the smallest one so far (plus 1) counts as an explosion.
  private static let explosionFactor = 1000.0

  public let configuration: TrainingConfiguration
  /// Steps of the whole run; nil: it goes on until it is stopped.
  public let plannedSteps: Int?
  /// Steps that the learning rate's schedule is laid out for: fewer than planned where the run was lengthened.
  private let scheduleSteps: Int?
  public var model: Model { maker.model }
  /// Optimiser steps made so far.
  public private(set) var step = 0
  /// The base rate, before the schedule's factor; see `scheduledRate`.
  public var learningRate: Double
  /// The parameters with the best validation so far; see `TrainingConfiguration.selection`.
  package private(set) var best: TrainerState.Best?

  /// How the inputs of the coming steps are perturbed.
  package var disturbance: BatchPerturbation

  /// The data, as far as they were used.
  package private(set) var provider: any BatchProvider

  private let maker: StepMaker
  private let evaluator: Evaluator
  /// Those that share the work; nil: this one does all of it.
  private let processes: (any GradientExchange)?
  private var smallestLoss = Double.infinity
  /// The batch of the newest step that changed parameters.
  private var lastBatch: TrainingBatch?
  private var lastDisturbance: BatchPerturbation
  private var validationsSinceBest = 0

  /// - Parameters:
  ///   - configuration: its rate factors name tensors of the model's cell.
  ///   - state: where to go on from, checked against the rest; nil for a new run.
  ///   - processes: those that share the work, with trainers made alike; all but the first one's `follow` it.
  package init(
    provider: any BatchProvider, model: Model, configuration: TrainingConfiguration,
    state: TrainerState? = nil, processes: (any GradientExchange)? = nil
  ) {
    self.processes = processes
    self.provider = provider
    self.configuration = configuration
    plannedSteps = state?.plannedSteps ?? provider.plannedSteps
    scheduleSteps = state?.scheduleSteps ?? plannedSteps
    learningRate = configuration.learningRate
    disturbance = BatchPerturbation(seed: configuration.seed)
    lastDisturbance = disturbance
    do {
      maker = try StepMaker(
        model: model, loss: provider.schema.loss, optimizer: configuration.optimizer,
        rateFactors: configuration.rateFactors, threads: configuration.threads,
        recomputeEvery: configuration.recomputeEvery, dropoutSeed: configuration.seed,
        processes: processes)
    } catch {
      preconditionFailure("a configuration that was not checked: \(error)")
    }
    evaluator = Evaluator(schema: provider.schema, engine: maker.engine)
    if let state { restore(state) }
  }

  convenience init(_ plan: TrainingPlan) {
    self.init(
      provider: plan.provider, model: plan.model, configuration: plan.configuration,
      state: plan.resumed?.trainer, processes: plan.processes)
  }

  /// Everything that another trainer needs to go on exactly as this one would.
  package var state: TrainerState {
    TrainerState(
      step: step, plannedSteps: plannedSteps, scheduleSteps: scheduleSteps, learningRate: learningRate,
      parameters: model.parameters, lastGood: maker.lastGood, best: best,
      validationsSinceBest: validationsSinceBest, smallestLoss: smallestLoss,
      optimizer: maker.optimizer.state,
      provider: provider.state, lastBatch: lastBatch?.key ?? [],
      perturbations: disturbance.perturbations, lastPerturbations: lastDisturbance.perturbations)
  }

  private func restore(_ state: TrainerState) {
    do {
      try maker.restore(state.optimizer, parameters: state.parameters, lastGood: state.lastGood)
      provider = try provider.resuming(at: state.provider)
    } catch {
      preconditionFailure("a state of another training: \(error)")
    }
    step = state.step
    learningRate = state.learningRate
    best = state.best
    validationsSinceBest = state.validationsSinceBest
    smallestLoss = state.smallestLoss
    lastBatch = provider.batch(state.lastBatch).map { TrainingBatch($0, key: state.lastBatch) }
    disturbance.perturbations = state.perturbations
    lastDisturbance.perturbations = state.lastPerturbations
  }

  /// The epoch of the newest step, counted from 1.
  public var epoch: Int { step == 0 ? 1 : provider.epoch(ofStep: step) }

  /// Whether the newest step is to be followed by a validation; the last one of all always is.
  public var isValidationDue: Bool { step > 0 && (provider.isValidationDue(afterStep: step) || isFinished) }

  public var isFinished: Bool { plannedSteps.map { step >= $0 } ?? false }

  /// The schedule's factor for the next step; at the end, that of the last one.
  public var rateFactor: Double {
    let last = (plannedSteps ?? .max) - 1
    return configuration.schedule.factor(step: min(step, last), plannedSteps: scheduleSteps ?? .max)
  }

  /// The learning rate in force.
  public var scheduledRate: Double { learningRate * rateFactor }

  /// Why training should end early; nil where it should not.
  public var impatience: String? {
    guard let patience = configuration.patience, validationsSinceBest >= patience, let best else {
      return nil
    }
    let epochs = patience == 1 ? "1 epoch" : "\(patience) epochs"
    return "validation has not improved for \(epochs); best at step \(best.step)"
  }

  /// Makes one optimiser step on the next batch.
  public func makeStep() -> StepResult {
    order(.step(learningRate: learningRate, perturbations: disturbance.perturbations))
    return switch provider.next() {
    case .batch(let batch): makeStep(on: batch)
    case .waiting: .waiting
    case .ended: .ended
    }
  }

  private func makeStep(on next: TrainingBatch) -> StepResult {
    let batch = disturbance.applied(to: next.sequences, step: step + 1)
    let (loss, norm) = maker.differentiate(batch, clip: configuration.clip, step: step + 1)
    let rate = scheduledRate
    step += 1
    if let why = explosion(of: loss, gradientNorm: norm) {
      maker.undo()
      return .diverged(loss: loss, gradientNorm: norm, why: why)
    }
    // Where no target counts there is nothing to learn, and momentum alone would move the parameters.
    guard maker.engine.targetWeight > 0 else {
      return .stepped(loss: loss, gradientNorm: 0, sequences: batch.count)
    }
    smallestLoss = min(smallestLoss, loss)
    lastBatch = next
    lastDisturbance = disturbance
    maker.update(learningRate: Float(rate))
    return .stepped(loss: loss, gradientNorm: norm, sequences: batch.count)
  }

  /// Loss and metric over the validation sequences; nil where there are none or it was given up. Remembers the best
  /// parameters; exploded ones are never the best.
  ///
  /// A large loss alone is no explosion: the validation part may lie far from what training saw. Whether the parameters
  /// are sound is asked of the training part.
  public func validate(shouldGoOn: () -> Bool = { true }) -> Validation? {
    order(.validate)
    checkAgreement()
    let validation = evaluator.evaluate(
      provider.validation, parameters: model.parameters, shouldGoOn: shouldGoOn)
    guard let validation else { return nil }
    if validation.loss.isFinite, isBest(validation), !isSuspicious(validation) || newestExplosion == nil {
      best = TrainerState.Best(parameters: model.parameters, step: step, validation: validation)
      validationsSinceBest = 0
    } else {
      validationsSinceBest += 1
    }
    return validation
  }

  private func isBest(_ validation: Validation) -> Bool {
    switch configuration.selection {
    case .loss: return validation.loss < best?.validation.loss ?? .infinity
    case .metric:
      guard let best else { return !validation.metric.isNaN }
      return provider.schema.metric.isBetter(validation.metric, than: best.validation.metric)
    }
  }

  /// Why the newest step's parameters are unusable; nil where they are fine. A step's own loss is that of the parameters
  /// before it, so it cannot tell. Where they are unusable, the last good ones are restored.
  ///
  /// - Parameter validation: that of the newest step. Where it is ordinary, so are the parameters; else, and without
  ///   one, the last batch is run once more.
  public func checkNewestStep(_ validation: Validation?) -> String? {
    if let validation, !isSuspicious(validation) { return nil }
    guard let why = newestExplosion else { return nil }
    order(.undo)
    maker.undo()
    return why
  }

  /// Whether a validation is so much worse than training that either the parameters exploded or the validation part
  /// lies far from the training part.
  package func isSuspicious(_ validation: Validation) -> Bool { explosion(of: validation.loss) != nil }

  /// Why the newest step's parameters are unusable, by the last batch that was trained on; nil where they are fine.
  private var newestExplosion: String? {
    guard model.parameters.allSatisfy(\.isFinite) else {
      return "the parameters became non-finite at step \(step)"
    }
    return lastBatch.flatMap { explosion(of: loss(on: $0)) }
  }

  private func loss(on last: TrainingBatch) -> Double {
    let batch = lastDisturbance.applied(to: last.sequences, step: step)
    let outputs = maker.engine.outputs(uncheckedParameters: model.parameters, batch: batch)
    let schema = provider.schema
    let total = schema.loss.total(outputs: outputs, width: schema.outputWidth, batch: batch)
    return total.weight > 0 ? total.sum / total.weight : 0
  }

  /// The model worth keeping: the best one by validation, else the last good one.
  public var finalModel: Model {
    var model = model
    if let best { model.parameters = best.parameters }
    return model
  }

  /// What the final model reaches over the test sequences; nil where there are none or it was given up.
  public func test(shouldGoOn: () -> Bool = { true }) -> Assessment? {
    order(.test)
    return evaluator.assess(provider.test, parameters: finalModel.parameters, shouldGoOn: shouldGoOn)
  }

  /// Loss and metric under a condition; nil also where the data do not allow it.
  public func test(under condition: TestCondition, shouldGoOn: () -> Bool = { true }) -> Validation? {
    order(.testUnder(condition))
    return provider.test(under: condition).flatMap {
      evaluator.evaluate($0, parameters: finalModel.parameters, shouldGoOn: shouldGoOn)
    }
  }

  // MARK: - Several processes

  /// Tells the others what this process, the first of several, is about to do.
  private func order(_ order: TrainingOrder) {
    guard let processes, processes.rank == 0 else { return }
    _ = processes.broadcast(order.bytes)
  }

  /// Ends all processes where they have other weights: nothing that follows would be of one network.
  private func checkAgreement() {
    guard let processes else { return }
    var sum = Checksum()
    sum.add(model.parameters)
    let sums = processes.gather(Array(sum.text.utf8))
    guard let other = sums.firstIndex(where: { $0 != sums[0] }) else { return }
    processes.abandon(
      "process \(other) computed other weights than process 0 by step \(step): their machines round differently"
    )
  }

  /// Does what the first process does next.
  ///
  /// - Returns: false where there is nothing more to do.
  func follow() -> Bool {
    guard let processes else { return false }
    switch TrainingOrder(processes.broadcast([])) {
    case .step(let rate, let perturbations):
      learningRate = rate
      disturbance.perturbations = perturbations
      _ = makeStep()
    case .validate: _ = validate()
    // The figures of the answers are the first process's business.
    case .test: _ = evaluator.evaluate(provider.test, parameters: finalModel.parameters)
    case .testUnder(let condition): _ = test(under: condition)
    case .undo: maker.undo()
    case .leave: return false
    }
    return true
  }

  private func explosion(of loss: Double, gradientNorm: Double = 0) -> String? {
    if !loss.isFinite { return "the loss became \(loss) at step \(step)" }
    if !gradientNorm.isFinite { return "the gradient became non-finite at step \(step)" }
    if smallestLoss.isFinite, loss > Self.explosionFactor * (smallestLoss + 1) {
      return "the loss rose to \(Float(loss)) at step \(step) after \(Float(smallestLoss))"
    }
    return nil
  }
}
