import Liquid
import Telemetry

/// Everything about a trainer that changes from step to step: with the same data, network and configuration a trainer
/// made of it goes on with the same bits.
package struct TrainerState: Sendable, Hashable {
  /// The parameters that did best on the validation part.
  package struct Best: Sendable, Hashable {
    package var parameters: [Float]
    package var step: Int
    package var validation: Validation
  }

  package var step: Int
  /// The steps of the whole run, and those that the schedule was laid out for.
  package var plannedSteps: Int
  package var scheduleSteps: Int
  /// The base rate, as the person set it last.
  package var learningRate: Double
  package var parameters: [Float]
  /// The parameters before the newest step.
  package var lastGood: [Float]
  package var best: Best?
  package var epochsSinceBest: Int
  /// Infinite before the first step.
  package var smallestLoss: Double
  package var optimizer: OptimizerState
  package var order: BatchOrder
  /// The sequences of the newest step; empty before the first one.
  package var lastBatch: [Int]
  /// What is done to the training inputs, and what was at the newest step.
  package var perturbations: [Perturbation]
  package var lastPerturbations: [Perturbation]
}
