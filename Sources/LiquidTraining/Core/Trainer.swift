import Liquid
import LiquidData
import Telemetry

/// The training itself, one step at a time: no queue, no clock, no messages.
///
/// Not `Sendable`: it is made and used on one queue.
public final class Trainer {
  /// What a step came to.
  public enum StepResult: Sendable, Hashable {
    case stepped(loss: Double, gradientNorm: Double, sequences: Int)
    /// The loss or the gradient is not finite, or the loss exploded; the parameters are the last good ones.
    case diverged(loss: Double, gradientNorm: Double, why: String)
  }

  /// A loss this many times the smallest one so far (plus 1) counts as an explosion.
  private static let explosionFactor = 1000.0

  public let configuration: TrainingConfiguration
  public let stepsPerEpoch: Int
  public let plannedSteps: Int
  /// Those that the learning rate's schedule is laid out for: fewer where a run goes on further than planned.
  private let scheduleSteps: Int
  public private(set) var model: Model
  /// Optimiser steps made so far.
  public private(set) var step = 0
  /// The base rate, which the schedule's factor multiplies; see `scheduledRate`.
  public var learningRate: Double
  /// The parameters that did best on the validation part so far; see `TrainingConfiguration.selection`.
  package private(set) var best: TrainerState.Best?

  /// With its state, which a run that goes on later needs.
  public private(set) var optimizer: Optimizer

  /// What is done to the inputs of the coming steps.
  package var disturbance: BatchPerturbation

  private let dataset: Dataset
  private let engine: GradientEngine
  private let evaluator: Evaluator
  private let rateFactors: RateFactors
  private var order: BatchOrder
  private var gradient: [Float]
  private var lastGood: [Float]
  private var smallestLoss = Double.infinity
  private var lastBatch: [Int] = []
  private var lastDisturbance: BatchPerturbation
  private var epochsSinceBest = 0

  /// - Parameter configuration: its rate factors name tensors of the model's cell.
  public convenience init(dataset: Dataset, model: Model, configuration: TrainingConfiguration) {
    self.init(dataset: dataset, model: model, configuration: configuration, state: nil)
  }

  /// - Parameter state: where to go on from, checked against the rest; nil for a new run.
  package init(dataset: Dataset, model: Model, configuration: TrainingConfiguration, state: TrainerState?) {
    let sequences = dataset.count(of: .train)
    self.dataset = dataset
    self.model = model
    self.configuration = configuration
    stepsPerEpoch = configuration.stepsPerEpoch(sequences: sequences)
    plannedSteps = state?.plannedSteps ?? configuration.plannedSteps(sequences: sequences)
    scheduleSteps = state?.scheduleSteps ?? plannedSteps
    learningRate = configuration.learningRate
    disturbance = BatchPerturbation(seed: configuration.seed)
    lastDisturbance = disturbance
    engine = GradientEngine(
      cell: model.cell, loss: dataset.loss, threads: configuration.threads,
      recomputeEvery: configuration.recomputeEvery)
    evaluator = Evaluator(dataset: dataset, engine: engine)
    optimizer = Optimizer(configuration.optimizer, parameterCount: model.parameters.count)
    do {
      rateFactors = try RateFactors(configuration.rateFactors, layout: model.cell.layout)
    } catch {
      preconditionFailure("rate factors: \(error)")
    }
    order = BatchOrder(sequences: sequences, batchSize: configuration.batchSize, seed: configuration.seed)
    lastGood = model.parameters
    gradient = engine.gradient
    if let state { restore(state) }
  }

  /// Everything that a trainer needs to go on as this one would.
  package var state: TrainerState {
    TrainerState(
      step: step, plannedSteps: plannedSteps, scheduleSteps: scheduleSteps, learningRate: learningRate,
      parameters: model.parameters, lastGood: lastGood, best: best, epochsSinceBest: epochsSinceBest,
      smallestLoss: smallestLoss, optimizer: optimizer.state, order: order, lastBatch: lastBatch,
      perturbations: disturbance.perturbations, lastPerturbations: lastDisturbance.perturbations)
  }

  private func restore(_ state: TrainerState) {
    do {
      try optimizer.restore(state.optimizer)
    } catch {
      preconditionFailure("a state of another training: \(error)")
    }
    step = state.step
    learningRate = state.learningRate
    model.parameters = state.parameters
    lastGood = state.lastGood
    best = state.best
    epochsSinceBest = state.epochsSinceBest
    smallestLoss = state.smallestLoss
    order = state.order
    lastBatch = state.lastBatch
    disturbance.perturbations = state.perturbations
    lastDisturbance.perturbations = state.lastPerturbations
  }

  /// The epoch of the newest step, counted from 1.
  public var epoch: Int { step == 0 ? 1 : (step - 1) / stepsPerEpoch + 1 }

  /// True after the last step of an epoch, and after the last step of all.
  public var isAtEpochEnd: Bool { step > 0 && (step % stepsPerEpoch == 0 || isFinished) }

  public var isFinished: Bool { step >= plannedSteps }

  /// What the schedule multiplies the base rate with at the next step; at the end, at the last one.
  public var rateFactor: Double {
    configuration.schedule.factor(step: min(step, plannedSteps - 1), plannedSteps: scheduleSteps)
  }

  /// The learning rate in force.
  public var scheduledRate: Double { learningRate * rateFactor }

  /// Why training should end before its plan does, nil where it should not.
  public var impatience: String? {
    guard let patience = configuration.patience, epochsSinceBest >= patience, let best else { return nil }
    let epochs = patience == 1 ? "1 epoch" : "\(patience) epochs"
    return "validation has not improved for \(epochs); best at step \(best.step)"
  }

  /// One optimiser step on the next batch.
  public func makeStep() -> StepResult {
    let indices = order.next()
    let batch = disturbance.applied(to: dataset.batch(.train, indices: indices), step: step + 1)
    let loss = engine.lossAndGradient(parameters: model.parameters, batch: batch)
    gradient.replaceSubrange(0..., with: engine.gradient)
    rateFactors.clearFrozen(&gradient, layout: model.cell.layout)
    let norm = clipGlobalNorm(&gradient, to: configuration.clip.map { Float($0) })
    let rate = scheduledRate
    step += 1
    if let why = explosion(of: loss, gradientNorm: norm) {
      model.parameters = lastGood
      return .diverged(loss: loss, gradientNorm: norm, why: why)
    }
    // Where no target counts there is nothing to learn, and momentum alone would move the parameters.
    guard engine.targetWeight > 0 else {
      return .stepped(loss: loss, gradientNorm: 0, sequences: indices.count)
    }
    smallestLoss = min(smallestLoss, loss)
    lastBatch = indices
    lastDisturbance = disturbance
    lastGood.replaceSubrange(0..., with: model.parameters)
    optimizer.step(
      parameters: &model.parameters, gradient: gradient, learningRate: Float(rate),
      layout: model.cell.layout, factors: rateFactors)
    return .stepped(loss: loss, gradientNorm: norm, sequences: indices.count)
  }

  /// Loss and metric over the validation part, nil where it is empty or was given up. Remembers the best
  /// parameters; exploded ones are never the best.
  public func validate(shouldGoOn: () -> Bool = { true }) -> Validation? {
    let validation = evaluator.evaluate(
      .validation, parameters: model.parameters, shouldGoOn: shouldGoOn)
    guard let validation else { return nil }
    if explosion(of: validation.loss) == nil, isBest(validation) {
      best = TrainerState.Best(parameters: model.parameters, step: step, validation: validation)
      epochsSinceBest = 0
    } else {
      epochsSinceBest += 1
    }
    return validation
  }

  private func isBest(_ validation: Validation) -> Bool {
    switch configuration.selection {
    case .loss: return validation.loss < best?.validation.loss ?? .infinity
    case .metric:
      guard let best else { return !validation.metric.isNaN }
      return dataset.schema.metric.isBetter(validation.metric, than: best.validation.metric)
    }
  }

  /// Why the parameters that the newest step made are no good, nil where they are: a step's own loss is that of the
  /// parameters before it. Where they are no good, the last good ones are back.
  ///
  /// - Parameter validation: what the newest step was validated at; nil has the last batch run once more.
  public func checkNewestStep(_ validation: Validation?) -> String? {
    guard !lastBatch.isEmpty else { return nil }
    let loss = validation?.loss ?? lossOfLastBatch()
    guard let why = explosion(of: loss) else { return nil }
    model.parameters = lastGood
    return why
  }

  private func lossOfLastBatch() -> Double {
    let batch = lastDisturbance.applied(to: dataset.batch(.train, indices: lastBatch), step: step)
    let outputs = engine.outputs(parameters: model.parameters, batch: batch)
    let total = dataset.loss.total(outputs: outputs, width: dataset.outputWidth, batch: batch)
    return total.weight > 0 ? total.sum / total.weight : 0
  }

  /// The model worth keeping: the best one on the validation part, else the last good one.
  public var finalModel: Model {
    var model = model
    if let best { model.parameters = best.parameters }
    return model
  }

  /// Loss and metric of the final model over the test part, nil where it is empty.
  public func test(shouldGoOn: () -> Bool = { true }) -> Validation? {
    evaluator.evaluate(.test, parameters: finalModel.parameters, shouldGoOn: shouldGoOn)
  }

  /// The same under a condition that the data allow; nil, too, where they do not.
  public func test(under condition: TestCondition, shouldGoOn: () -> Bool = { true }) -> Validation? {
    guard let harder = try? dataset.tested(under: condition) else { return nil }
    return Evaluator(dataset: harder, engine: engine)
      .evaluate(.test, parameters: finalModel.parameters, shouldGoOn: shouldGoOn)
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
