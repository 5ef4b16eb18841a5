import Liquid
import LiquidData
import LiquidTraining

/// How a network learns: the loss, the optimiser and its learning rates.
public struct LearningOptions: Sendable, Hashable {
  public enum Schedule: String, Sendable, Hashable, CaseIterable {
    case constant
    case cosine
    case step
  }

  /// Nil: as the targets suggest.
  public var loss: Loss.Kind?
  /// For `huber`.
  public var huberDelta: Double?
  public var classWeights = ClassWeights.none
  public var targetSteps = TargetSteps.all

  public var optimizer = OptimizerOptions.Kind.adam
  /// For `sgd` and `rmsprop`.
  public var momentum: Double?
  /// For `sgd` with a momentum.
  public var isNesterov = false
  /// Nil: the optimiser's own.
  public var weightDecay: Double?
  /// What the learning rates of tensors are multiplied with, by name.
  public var rateFactors: [String: Double]?

  public var schedule = Schedule.constant
  public var warmupSteps = 0
  /// For `step`.
  public var decayEvery: Int?
  public var decayFactor: Double?
  /// For `cosine`.
  public var finalFactor: Double?
  /// Epochs without a better validation after which training ends; nil: it goes on.
  public var patience: Int?
  /// Which epoch's weights are kept.
  public var selection = TrainingConfiguration.Selection.loss

  public static let standardDecayFactor = 0.1

  public init() {}

  /// The loss that was asked for.
  var chosenLoss: Loss? {
    loss.map { Loss($0, delta: huberDelta ?? Loss.standardDelta) }
  }

  var optimizerOptions: OptimizerOptions {
    OptimizerOptions(
      optimizer, momentum: momentum ?? 0, isNesterov: isNesterov, weightDecay: weightDecay)
  }

  var learningRateSchedule: LearningRateSchedule {
    let shape: LearningRateSchedule.Shape =
      switch schedule {
      case .constant: .constant
      case .cosine: .cosine(finalFactor: finalFactor ?? 0)
      case .step: .step(every: decayEvery ?? 1, factor: decayFactor ?? Self.standardDecayFactor)
      }
    return LearningRateSchedule(shape, warmupSteps: warmupSteps)
  }
}
