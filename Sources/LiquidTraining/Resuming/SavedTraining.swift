import Liquid
import LiquidData
import Telemetry
import Text

/// The complete state of a training run between two steps: training that goes on from it makes the same bits as one that
/// never stopped, whatever the number of threads.
///
/// As bytes it is a safetensors file.
public struct SavedTraining: Sendable, Hashable {
  package var trainer: TrainerState
  package var disturbances: Disturbances
  package var lastValidation: Validation?
  /// The newest step, where the run was stopped before its validation, which is then still due.
  package var unvalidated: StepScalars?
  /// Seconds of training so far.
  public package(set) var elapsed: Double
  /// That of the data trained on; see `BatchProvider.fingerprint`.
  package var dataFingerprint: String?

  package init(
    trainer: TrainerState, disturbances: Disturbances, lastValidation: Validation?,
    unvalidated: StepScalars?, elapsed: Double, dataFingerprint: String?
  ) {
    self.trainer = trainer
    self.disturbances = disturbances
    self.lastValidation = lastValidation
    self.unvalidated = unvalidated
    self.elapsed = elapsed
    self.dataFingerprint = dataFingerprint
  }

  /// Optimiser steps made.
  public var step: Int { trainer.step }

  /// Optimiser steps of the whole run; nil: it goes on until it is stopped.
  public var plannedSteps: Int? { trainer.plannedSteps }

  /// Optimiser steps that the learning rate's schedule was laid out for: those planned at first.
  public var scheduleSteps: Int? { trainer.scheduleSteps }

  /// Which changes by hand are still active: perturbations, interventions and the learning rate, a few words each.
  ///
  /// - Parameter configuredRate: the learning rate that the run began with.
  public func activeChanges(configuredRate: Double) -> [String] {
    func counted(_ count: Int, _ word: String) -> [String] {
      count == 0 ? [] : ["\(count) \(word)\(count == 1 ? "" : "s")"]
    }
    let count = disturbances.perturbations.count
    let reach = disturbances.reachTraining && count > 0 ? " of the training inputs" : ""
    let rate =
      trainer.learningRate == configuredRate
      ? [] : ["the learning rate \(NumberText.significant(trainer.learningRate))"]
    return counted(count, "perturbation").map { $0 + reach }
      + counted(disturbances.interventions.count, "intervention") + rate
  }

  /// Whether the learning rate has come to 0 at the end of its schedule, so that more steps would change nothing.
  public func hasExhausted(_ schedule: LearningRateSchedule) -> Bool {
    guard let steps = scheduleSteps, step >= steps else { return false }
    return schedule.factor(step: step, plannedSteps: steps) == 0
  }

  /// Changes the number of steps of the whole run. The schedule stays as it was laid out; patience that was used up starts
  /// again.
  ///
  /// - Precondition: there are steps left to make.
  public mutating func replan(steps: Int, patience: Int?) {
    precondition(steps > step, "\(steps) steps in all after \(step)")
    trainer.plannedSteps = steps
    if let patience, trainer.validationsSinceBest >= patience { trainer.validationsSinceBest = 0 }
  }
}

/// Everything about a trainer that changes from step to step.
package struct TrainerState: Sendable, Hashable {
  /// The parameters with the best validation.
  package struct Best: Sendable, Hashable {
    package var parameters: [Float]
    package var step: Int
    package var validation: Validation
  }

  package var step: Int
  /// The steps of the whole run, and those that the schedule was laid out for.
  package var plannedSteps: Int?
  package var scheduleSteps: Int?
  /// The base rate as it was set last.
  package var learningRate: Double
  package var parameters: [Float]
  /// The parameters before the newest step.
  package var lastGood: [Float]
  package var best: Best?
  package var validationsSinceBest: Int
  /// Infinite before the first step.
  package var smallestLoss: Double
  package var optimizer: OptimizerState
  package var provider: ProviderState
  /// The key of the newest step's batch; empty before the first one and where the provider has none.
  package var lastBatch: [Int]
  /// Of the training inputs: those that are active, and those of the newest step.
  package var perturbations: [Perturbation]
  package var lastPerturbations: [Perturbation]
}

/// Why training cannot be resumed from some bytes.
public enum SavedTrainingError: Error, Sendable, Hashable, CustomStringConvertible {
  case container(SafetensorsError)
  case notATrainingState
  case unsupportedVersion(String)
  /// The bytes contradict their checksum or one another; the text says where.
  case damaged(String)
  /// The data are not those that the run was trained on.
  case otherData

  public var description: String {
    switch self {
    case .container(let error): "the training state is damaged: \(error)"
    case .notATrainingState: "there is no training state in it"
    case .unsupportedVersion(let version):
      "the training state has the format version \(version.quoted);"
        + " this program reads version \(SavedTraining.version)"
    case .damaged(let what): "the training state is damaged: \(what)"
    case .otherData: "the data are not those that the run was trained on"
    }
  }
}
