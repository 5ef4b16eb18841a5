import Foundation
import Telemetry
import Text

extension Disturbances {
  /// Carries out a command about disturbances.
  ///
  /// - Returns: what happened, in words; nil where nothing changed, or the command is about something else.
  mutating func apply(_ command: Command, description: RunDescription) -> (Event.Kind, String)? {
    let before = self
    let (inputNames, model) = (description.task.inputNames, description.model)
    let event: (Event.Kind, String)
    switch command {
    case .perturb(let perturbation):
      guard inputNames.indices.contains(perturbation.channel), perturbation.magnitude.isFinite,
        (0...1).contains(perturbation.probability),
        description.task.allows(perturbation.kind, onInput: perturbation.channel)
      else { return nil }
      add(perturbation)
      event = (.perturbed, "\(perturbation.words) on \(inputNames[perturbation.channel])")
    case .removePerturbation(let kind, let channel):
      guard inputNames.indices.contains(channel) else { return nil }
      remove(kind: kind, channel: channel)
      event = (.perturbed, "\(kind.rawValue) off \(inputNames[channel])")
    case .intervene(let intervention):
      guard intervention.target.exists(in: model) else { return nil }
      add(intervention)
      event = (.intervened, intervention.words(description))
    case .removeIntervention(let target):
      guard target.exists(in: model) else { return nil }
      remove(target)
      event = (.intervened, "\(target.wordOfRelease) \(target.name(description))")
    case .perturbTraining(let isWanted):
      reachTraining = isWanted
      event = (.perturbed, isWanted ? "training sees perturbed inputs" : "only the probe is perturbed")
    case .clear:
      clear()
      event = (.cleared, "cleared")
    default:
      return nil
    }
    return self == before ? nil : event
  }
}

extension Event {
  private static let longestNote = 200

  /// A person's line of text, made safe for a terminal; nil where nothing is left of it.
  static func note(_ text: String) -> String? {
    let note = text.sanitized(replacement: " ").trimmingCharacters(in: .whitespaces)
    return note.isEmpty ? nil : String(note.prefix(longestNote))
  }
}

extension Perturbation {
  /// `noise 0.5, chance 0.2, for 0.25 of the sequence, from 0.4 on`
  fileprivate var words: String {
    let chance = probability < 1 ? ", chance \(NumberText.significant(probability))" : ""
    let length = duration.map { ", for \(NumberText.significant($0)) of the sequence" } ?? ""
    let beginning = start.map { ", from \(NumberText.significant($0)) on" } ?? ""
    return "\(kind.rawValue) \(NumberText.significant(magnitude))\(chance)\(length)\(beginning)"
  }
}

extension Intervention {
  /// `silence command 3`, `clamp command 3 to 0.25`, `cut the synapse from command 3 to motor 0`.
  fileprivate func words(_ description: RunDescription) -> String {
    let name = target.name(description)
    return switch self {
    case .silence: "silence \(name)"
    case .clamp(_, let value): "clamp \(name) to \(NumberText.significant(value))"
    case .cut: "cut \(name)"
    }
  }
}

extension Intervention.Target {
  fileprivate var wordOfRelease: String {
    switch self {
    case .neuron: "free"
    case .synapse: "restore"
    }
  }

  /// A neuron's name, or a synapse by the names at its ends. The target exists.
  fileprivate func name(_ description: RunDescription) -> String {
    let model = description.model
    switch self {
    case .neuron(let neuron): return model.neurons[neuron].name
    case .synapse(let index):
      let synapse = model.synapses[index]
      let source =
        synapse.isSensory ? description.task.inputNames[synapse.source] : model.neurons[synapse.source].name
      return "the synapse from \(source) to \(model.neurons[synapse.target].name)"
    }
  }
}
