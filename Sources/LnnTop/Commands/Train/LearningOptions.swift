import Liquid
import LiquidData
import LiquidTraining
import Text

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
  /// Nil: all, or the last where the files state one target a sequence.
  public var targetSteps: TargetSteps?

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

  /// The options' own limits leave out what a schedule cannot be.
  var learningRateSchedule: LearningRateSchedule {
    let shape: LearningRateSchedule.Shape =
      switch schedule {
      case .constant: .constant
      case .cosine: .cosine(finalFactor: finalFactor ?? 0)
      case .step: .step(every: decayEvery ?? 1, factor: decayFactor ?? Self.standardDecayFactor)
      }
    return LearningRateSchedule(unchecked: shape, warmupSteps: warmupSteps)
  }
}

// MARK: - The options of train

extension TrainOptions {
  static let learningGroups = [
    OptionGroup("Training", trainingRows), OptionGroup("Loss", lossRows),
    OptionGroup("Optimiser", optimizerRows), OptionGroup("Learning rate over time", scheduleRows),
  ]

  private static let trainingRows: [OptionRow<TrainOptions>] = [
    .value("epochs", \.epochs, .integer(from: 1, through: 1_000_000), "passes over the training data")
      .objecting { $0.steps == nil ? nil : .clash(option: "--epochs", other: "--steps") }
      .whenResumed(.changeable),
    .optional(
      "steps", \.steps, .integer(from: 1, through: 1_000_000_000), "optimiser steps, instead of epochs"
    ).whenResumed(.changeable),
    .optional(
      "patience", \.learning.patience, .integer(from: 1, through: 1_000_000), shownDefault: "go on",
      "end after N epochs in a row without a better validation"
    ).needing("a validation part in --split") { $0.mayHaveValidationPart },
    .value(
      "select", \.learning.selection, .choice(),
      "keep the weights of the epoch with the best validation loss, or with the best metric"
    ).needing("a validation part in --split") { $0.mayHaveValidationPart },
    .value("batch", \.batch, .integer(from: 1, through: 65_536), "windows or sequences in one step"),
    .optional(
      "recompute-every", \.recomputeEvery, .integer(from: 1, through: 1_000_000),
      shownDefault: "keep all states",
      "keep the state of every Nth step alone and compute the others twice: less memory for long sequences"
    ).formerly("checkpoint-every"),
    .value("seed", \.seed, .integer(from: 0), "the same seed gives the same network, bit for bit"),
    .value(
      "threads", \.threads, .integer(from: 1, through: 256), shownDefault: "all cores, at most 8",
      "threads that compute"
    ).whenResumed(.forgotten),
  ]

  static let lossRows: [OptionRow<TrainOptions>] = [
    .optional(
      "loss", \.learning.loss, .choice(), shownDefault: "mse, or cross-entropy for classes",
      "what training makes small; binary-cross-entropy is for columns of 0 and 1"
    ).objecting { $0.lossObjection },
    .optional(
      "huber-delta", \.learning.huberDelta, .number("above 0") { $0 > 0 }, shownDefault: "1",
      "where huber turns from a parabola into lines, in standard deviations of the target"
    ).needing("--loss huber") { $0.learning.loss == .huber },
    .value(
      "class-weights", \.learning.classWeights, .classWeights,
      "how much each class counts; balanced: rare ones more"
    )
    .needing("--kind classification") { $0.learning.classWeights == .none || $0.kind != .regression }
    .needing("--loss cross-entropy") { options in
      options.learning.classWeights == .none || options.learning.loss ?? .crossEntropy == .crossEntropy
    },
    .optional(
      "target-steps", \.learning.targetSteps, .choice(),
      shownDefault: "all, or last where files state one target a sequence",
      "which targets of a window or sequence count"),
  ]

  private var lossObjection: UsageError.Cause? {
    guard let loss = learning.loss, let kind, kind != .forecast else { return nil }
    let fits = (loss == .crossEntropy) == (kind == .classification)
    return fits ? nil : .clash(option: "--loss \(loss.rawValue)", other: "--kind \(kind.rawValue)")
  }

  private static let optimizerRows: [OptionRow<TrainOptions>] = [
    .value("optimizer", \.learning.optimizer, .choice(), "how steps are made of gradients"),
    .value(
      "learning-rate", \.learningRate, .number("above 0 and at most 1000") { $0 > 0 && $0 <= 1000 },
      shownDefault: NetworkKind.learningRateDefault, "the size of steps"),
    .optional(
      "rate-factors", \.learning.rateFactors, .factors("T=X,..."), shownDefault: "1 for all",
      "times what for which tensors, such as sigma=0.1,erev=0; 0 freezes one"),
    .optional(
      "momentum", \.learning.momentum, .number("at least 0 and below 1") { $0 >= 0 && $0 < 1 },
      shownDefault: "0", "how much of a step of sgd or rmsprop is left in the next"
    ).needing("--optimizer sgd or rmsprop") { [.sgd, .rmsProp].contains($0.learning.optimizer) },
    .flag("nesterov", \.learning.isNesterov, "Nesterov's form of the momentum of sgd")
      .needing("--optimizer sgd") { $0.learning.optimizer == .sgd }
      .needing("a --momentum above 0") { $0.learning.momentum ?? 0 > 0 },
    .optional(
      "weight-decay", \.learning.weightDecay, .number("at least 0 and below 1") { $0 >= 0 && $0 < 1 },
      shownDefault: "0.01 for adamw, else 0", "how strongly parameters are drawn to 0"),
    .value("clip", \.clip, .number("at least 0") { $0 >= 0 }, "the longest gradient allowed; 0: any"),
  ]

  private static let scheduleRows: [OptionRow<TrainOptions>] = [
    .value("schedule", \.learning.schedule, .choice(), "how the learning rate falls")
      .objecting { options in
        let isComplete = options.learning.schedule != .step || options.learning.decayEvery != nil
        return isComplete ? nil : .needs(option: "--schedule step", other: "--decay-every")
      },
    .value(
      "warmup-steps", \.learning.warmupSteps, .integer(from: 0, through: 1_000_000_000),
      "let the learning rate rise over the first N steps"),
    .optional(
      "decay-every", \.learning.decayEvery, .integer(from: 1, through: 1_000_000_000),
      "steps from one fall to the next (--schedule step)"
    ).needing("--schedule step") { $0.learning.schedule == .step },
    .optional(
      "decay-factor", \.learning.decayFactor, .number("above 0 and at most 1") { $0 > 0 && $0 <= 1 },
      shownDefault: NumberText.shortest(LearningOptions.standardDecayFactor),
      "what it is multiplied with then"
    ).needing("--schedule step") { $0.learning.schedule == .step },
    .optional(
      "final-factor", \.learning.finalFactor, .number("at least 0 and at most 1") { $0 >= 0 && $0 <= 1 },
      shownDefault: "0", "what a cosine leaves of it at the end"
    ).needing("--schedule cosine") { $0.learning.schedule == .cosine },
  ]
}
