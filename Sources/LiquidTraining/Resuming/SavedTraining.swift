import Liquid
import LiquidData
import Telemetry

/// A training run as it stood between two steps, whole: what is needed to go on as if it had never stopped.
///
/// Threads, pauses and the moment of saving change nothing of what follows. As bytes it is a safetensors file.
public struct SavedTraining: Sendable, Hashable {
  package var trainer: TrainerState
  package var disturbances: Disturbances
  package var lastValidation: Validation?
  /// The newest step, where the person left before it was validated: the validation is still due.
  package var unvalidated: StepScalars?
  /// Seconds of training so far.
  public package(set) var elapsed: Double
  /// Of the data trained on; see `Dataset.fingerprint`.
  package var dataFingerprint: String

  package init(
    trainer: TrainerState, disturbances: Disturbances, lastValidation: Validation?,
    unvalidated: StepScalars?, elapsed: Double, dataFingerprint: String
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

  /// Optimiser steps of the whole run.
  public var plannedSteps: Int { trainer.plannedSteps }

  /// Optimiser steps that the learning rate's schedule was laid out for: those planned at first.
  public var scheduleSteps: Int { trainer.scheduleSteps }

  /// What is still done to the network or its inputs, and a rate that was set by hand, a few words each.
  ///
  /// - Parameter configuredRate: the learning rate that the run began with.
  public func handiwork(configuredRate: Double) -> [String] {
    func counted(_ count: Int, _ word: String) -> [String] {
      count == 0 ? [] : ["\(count) \(word)\(count == 1 ? "" : "s")"]
    }
    let count = disturbances.perturbations.count
    let reach = disturbances.reachTraining && count > 0 ? " of the training inputs" : ""
    let rate =
      trainer.learningRate == configuredRate
      ? [] : ["the learning rate \(EventText.number(trainer.learningRate))"]
    return counted(count, "perturbation").map { $0 + reach }
      + counted(disturbances.interventions.count, "intervention") + rate
  }

  /// Plans another number of steps in all. The schedule stays as it was laid out, and patience begins anew where it was
  /// at its end.
  ///
  /// - Precondition: there are steps left to make.
  public mutating func replan(steps: Int, patience: Int?) {
    precondition(steps > step, "\(steps) steps in all after \(step)")
    trainer.plannedSteps = steps
    if let patience, trainer.epochsSinceBest >= patience { trainer.epochsSinceBest = 0 }
  }
}

/// Why training cannot go on from some bytes.
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
      "the training state has the format version \(quotedForMessage(version));"
        + " this program reads version \(SavedTraining.version)"
    case .damaged(let what): "the training state is damaged: \(what)"
    case .otherData: "the data are not those that the run was trained on"
    }
  }
}
