import Liquid
import LiquidData

extension TrainOptions {
  static let learningGroups = [
    OptionGroup("Training", trainingRows), OptionGroup("Loss", lossRows),
    OptionGroup("Optimiser", optimizerRows), OptionGroup("Learning rate over time", scheduleRows),
  ]

  private static let trainingRows: [OptionRow<TrainOptions>] = [
    .value("epochs", \.epochs, .integer(from: 1, through: 1_000_000), "passes over the training data"),
    .optional(
      "steps", \.steps, .integer(from: 1, through: 1_000_000_000), "optimiser steps, instead of epochs"),
    .optional(
      "patience", \.learning.patience, .integer(from: 1, through: 1_000_000), shownDefault: "go on",
      "end after N epochs in a row without a better validation"),
    .value(
      "select", \.learning.selection, .choice(),
      "keep the weights of the epoch with the best validation loss, or with the best metric"),
    .value("batch", \.batch, .integer(from: 1, through: 65_536), "windows or sequences in one step"),
    .optional(
      "checkpoint-every", \.checkpointEvery, .integer(from: 1, through: 1_000_000),
      shownDefault: "keep all states",
      "keep the state of every Nth step alone and compute the others twice: less memory for long sequences"),
    .value("seed", \.seed, .integer(from: 0), "the same seed gives the same network, bit for bit"),
    .value(
      "threads", \.threads, .integer(from: 1, through: 256), shownDefault: "all cores, at most 8",
      "threads that compute"),
  ]

  static let lossRows: [OptionRow<TrainOptions>] = [
    .optional(
      "loss", \.learning.loss, .choice(), shownDefault: "mse, or cross-entropy for classes",
      "what training makes small; binary-cross-entropy is for columns of 0 and 1"),
    .optional(
      "huber-delta", \.learning.huberDelta, .number("above 0") { $0 > 0 }, shownDefault: "1",
      "where huber turns from a parabola into lines, in standard deviations of the target"),
    .value(
      "class-weights", \.learning.classWeights, .classWeights,
      "how much each class counts; balanced: rare ones more"),
    .value(
      "target-steps", \.learning.targetSteps, .choice(), "which targets of a window or sequence count"),
  ]

  private static let optimizerRows: [OptionRow<TrainOptions>] = [
    .value("optimizer", \.learning.optimizer, .choice(), "how steps are made of gradients"),
    .value(
      "learning-rate", \.learningRate, .number("above 0 and at most 1000") { $0 > 0 && $0 <= 1000 },
      "the size of steps"),
    .optional(
      "rate-factors", \.learning.rateFactors, .factors("T=X,..."), shownDefault: "1 for all",
      "times what for which tensors, such as sigma=0.1,erev=0; 0 freezes one"),
    .optional(
      "momentum", \.learning.momentum, .number("at least 0 and below 1") { $0 >= 0 && $0 < 1 },
      shownDefault: "0", "how much of a step of sgd or rmsprop is left in the next"),
    .flag("nesterov", \.learning.isNesterov, "Nesterov's form of the momentum of sgd"),
    .optional(
      "weight-decay", \.learning.weightDecay, .number("at least 0 and below 1") { $0 >= 0 && $0 < 1 },
      shownDefault: "0.01 for adamw, else 0", "how strongly parameters are drawn to 0"),
    .value("clip", \.clip, .number("at least 0") { $0 >= 0 }, "the longest gradient allowed; 0: any"),
  ]

  private static let scheduleRows: [OptionRow<TrainOptions>] = [
    .value("schedule", \.learning.schedule, .choice(), "how the learning rate falls"),
    .value(
      "warmup-steps", \.learning.warmupSteps, .integer(from: 0, through: 1_000_000_000),
      "let the learning rate rise over the first N steps"),
    .optional(
      "decay-every", \.learning.decayEvery, .integer(from: 1, through: 1_000_000_000),
      "steps from one fall to the next (--schedule step)"),
    .optional(
      "decay-factor", \.learning.decayFactor, .number("above 0 and at most 1") { $0 > 0 && $0 <= 1 },
      shownDefault: NumberText.shortest(LearningOptions.standardDecayFactor),
      "what it is multiplied with then"),
    .optional(
      "final-factor", \.learning.finalFactor, .number("at least 0 and at most 1") { $0 >= 0 && $0 <= 1 },
      shownDefault: "0", "what a cosine leaves of it at the end"),
  ]
}
