import Liquid
import LiquidData
import Telemetry

/// The training itself, one step at a time: no queue, no clock, no messages.
///
/// Not `Sendable`: it is made and used on one queue.
public final class Trainer {
  /// What a step came to.
  public enum StepResult: Sendable, Hashable {
    case stepped(loss: Double, gradientNorm: Double)
    /// The loss or the gradient is not finite, or the loss exploded; the parameters are the last good ones.
    case diverged(loss: Double, gradientNorm: Double, why: String)
  }

  /// A loss this many times the smallest one so far (plus 1) counts as an explosion.
  private static let explosionFactor = 1000.0

  public let configuration: TrainingConfiguration
  public let stepsPerEpoch: Int
  public let plannedSteps: Int
  public private(set) var model: Model
  /// Optimiser steps made so far.
  public private(set) var step = 0
  public var learningRate: Double
  /// The parameters with the smallest validation loss so far.
  public private(set) var best: (parameters: [Float], step: Int, validation: Validation)?

  private let dataset: Dataset
  private let engine: GradientEngine
  private let evaluator: Evaluator
  private var optimizer: Adam
  private var order: BatchOrder
  private var gradient: [Float] = []
  private var lastGood: [Float]
  private var smallestLoss = Double.infinity

  public init(dataset: Dataset, model: Model, configuration: TrainingConfiguration) {
    let sequences = dataset.count(of: .train)
    self.dataset = dataset
    self.model = model
    self.configuration = configuration
    stepsPerEpoch = configuration.stepsPerEpoch(sequences: sequences)
    plannedSteps = configuration.plannedSteps(sequences: sequences)
    learningRate = configuration.learningRate
    engine = GradientEngine(cell: model.cell, loss: dataset.loss, threads: configuration.threads)
    evaluator = Evaluator(dataset: dataset, engine: engine)
    optimizer = Adam(parameterCount: model.parameters.count)
    order = BatchOrder(sequences: sequences, batchSize: configuration.batchSize, seed: configuration.seed)
    lastGood = model.parameters
  }

  /// The epoch of the newest step, counted from 1.
  public var epoch: Int { step == 0 ? 1 : (step - 1) / stepsPerEpoch + 1 }

  /// True after the last step of an epoch, and after the last step of all.
  public var isAtEpochEnd: Bool { step > 0 && (step % stepsPerEpoch == 0 || isFinished) }

  public var isFinished: Bool { step >= plannedSteps }

  /// One optimiser step on the next batch.
  public func makeStep() -> StepResult {
    let indices = order.next()
    let batch = dataset.batch(.train, indices: indices)
    let loss = engine.lossAndGradient(parameters: model.parameters, batch: batch)
    gradient = engine.gradient
    let norm = clipGlobalNorm(&gradient, to: configuration.clip.map { Float($0) })
    step += 1
    if let why = explosion(loss: loss, gradientNorm: norm) {
      model.parameters = lastGood
      return .diverged(loss: loss, gradientNorm: norm, why: why)
    }
    smallestLoss = min(smallestLoss, loss)
    lastGood.replaceSubrange(0..., with: model.parameters)
    optimizer.step(
      parameters: &model.parameters, gradient: gradient, learningRate: Float(learningRate),
      layout: model.cell.layout)
    return .stepped(loss: loss, gradientNorm: norm)
  }

  /// Loss and metric over the validation part, nil where it is empty. Remembers the best parameters.
  public func validate() -> Validation? {
    guard let validation = evaluator.evaluate(.validation, parameters: model.parameters) else { return nil }
    if validation.loss.isFinite, validation.loss < best?.validation.loss ?? .infinity {
      best = (model.parameters, step, validation)
    }
    return validation
  }

  /// The model worth keeping: the best one on the validation part, else the last good one.
  public var finalModel: Model {
    var model = model
    if let best { model.parameters = best.parameters }
    return model
  }

  /// Loss and metric of the final model over the test part, nil where it is empty.
  public func test() -> Validation? {
    evaluator.evaluate(.test, parameters: finalModel.parameters)
  }

  private func explosion(loss: Double, gradientNorm: Double) -> String? {
    if !loss.isFinite { return "the loss became \(loss) at step \(step)" }
    if !gradientNorm.isFinite { return "the gradient became non-finite at step \(step)" }
    if loss > Self.explosionFactor * (smallestLoss + 1) {
      return "the loss rose to \(Float(loss)) at step \(step) after \(Float(smallestLoss))"
    }
    return nil
  }
}
