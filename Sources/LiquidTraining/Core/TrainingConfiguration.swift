/// How a network is trained.
public struct TrainingConfiguration: Sendable, Hashable, Codable {
  /// Passes over the training part.
  public var epochs: Int
  /// Optimiser steps in all, instead of `epochs`; nil for whole epochs.
  public var steps: Int?
  /// Sequences a step.
  public var batchSize: Int
  public var learningRate: Double
  /// The largest global L2 norm of a gradient; longer ones are scaled down. Nil for no clipping.
  public var clip: Double?
  /// Seeds the order of the batches. The same seed gives the same weights for any number of threads.
  public var seed: UInt64
  public var threads: Int
  /// The steps from one kept state to the next in the backward pass; nil: all are kept. See `GradientEngine`.
  public var checkpointEvery: Int?

  public init(
    epochs: Int = 20, steps: Int? = nil, batchSize: Int = 32, learningRate: Double = 0.01, clip: Double? = 1,
    seed: UInt64 = 1, threads: Int = 1, checkpointEvery: Int? = nil
  ) {
    precondition(epochs > 0 && batchSize > 0 && threads > 0, "epochs, batch and threads must be positive")
    self.epochs = epochs
    self.steps = steps
    self.batchSize = batchSize
    self.learningRate = learningRate
    self.clip = clip
    self.seed = seed
    self.threads = threads
    self.checkpointEvery = checkpointEvery
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
