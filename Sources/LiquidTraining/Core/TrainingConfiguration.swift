import Liquid

/// How a network is trained.
public struct TrainingConfiguration: Sendable, Hashable, Codable {
  /// What decides which epoch is the best one, over the validation part.
  public enum Selection: String, Sendable, Hashable, Codable, CaseIterable {
    case loss
    /// The task's metric: the largest or the smallest value, as is better.
    case metric
  }

  /// Passes over the training part.
  public var epochs: Int
  /// Optimiser steps in all, instead of `epochs`; nil for whole epochs.
  public var steps: Int?
  /// Sequences per step.
  public var batchSize: Int
  /// Before the schedule's factor.
  public var learningRate: Double
  public var optimizer: OptimizerOptions
  public var schedule: LearningRateSchedule
  /// Factors of the learning rate by the tensor's name; 0 freezes a tensor.
  public var rateFactors: [String: Double]
  /// Training ends after this many epochs (validations, where the data have no epochs) without a better one; nil: only
  /// the plan ends it.
  public var patience: Int?
  /// Which epoch's parameters are kept.
  public var selection: Selection
  /// The largest global L2 norm of a gradient; longer ones are scaled down. Nil for no clipping.
  public var clip: Double?
  /// Seeds the order of the batches. The same seed gives the same weights for any number of threads.
  public var seed: UInt64
  public var threads: Int
  /// The steps from one kept state to the next in the backward pass; nil: all are kept. See `GradientEngine`.
  public var recomputeEvery: Int?

  public init(
    epochs: Int = 20, steps: Int? = nil, batchSize: Int = 32, learningRate: Double = 0.01, clip: Double? = 1,
    seed: UInt64 = 1, threads: Int = 1, optimizer: OptimizerOptions = .init(),
    schedule: LearningRateSchedule = .constant, rateFactors: [String: Double] = [:], patience: Int? = nil,
    recomputeEvery: Int? = nil, selection: Selection = .loss
  ) {
    precondition(epochs > 0 && batchSize > 0 && threads > 0, "epochs, batch and threads must be positive")
    precondition(patience ?? 1 > 0, "a patience of \(patience ?? 1) epochs")
    self.epochs = epochs
    self.steps = steps
    self.batchSize = batchSize
    self.learningRate = learningRate
    self.clip = clip
    self.seed = seed
    self.threads = threads
    self.optimizer = optimizer
    self.schedule = schedule
    self.rateFactors = rateFactors
    self.patience = patience
    self.recomputeEvery = recomputeEvery
    self.selection = selection
  }

  /// Steps in one pass over `sequences` training sequences; the last batch of a pass may be smaller.
  public func stepsPerEpoch(sequences: Int) -> Int {
    max(1, (sequences + batchSize - 1) / batchSize)
  }

  /// Steps the training makes if nothing stops it.
  public func plannedSteps(sequences: Int) -> Int {
    steps ?? epochs * stepsPerEpoch(sequences: sequences)
  }
}
