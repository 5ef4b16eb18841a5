import Foundation
import Telemetry
import Text

extension WorkerLoop {
  /// Carries out a command between two steps. What does not apply now is ignored.
  func handle(_ command: Command) {
    switch command {
    case .pause, .resume, .step, .stop:
      handleTransport(command)
    case .perturb, .removePerturbation, .intervene, .removeIntervention, .clear,
      .perturbTraining:
      disturb(command)
    case .note(let text):
      recordNote(text)
    case .setLearningRate(let rate):
      guard rate.isFinite, rate > 0 else { return }
      trainer.learningRate = rate
      let factor = trainer.rateFactor
      let schedule = factor == 1 ? "" : ", times \(NumberText.significant(factor)) by the schedule"
      record(.learningRate, "learning rate \(NumberText.significant(rate))\(schedule)")
      report(isKey: true)
    case .selectProbe(let index):
      let count = prober.count
      guard (0..<count).contains(index), index != probeIndex else { return }
      probeIndex = index
      record(.probe, "probe \(index + 1) of \(count)")
      report(isKey: true)
    case .setProbeCursor(let step):
      guard step != probeCursor else { return }
      probeCursor = step
      isProbeStale = true
    case .stepBack, .seek, .seekEvent, .setPlaybackSpeed, .setLearning:
      // Most of these move a replay: training has no way back. The last is for live streams: training always learns.
      return
    }
  }

  private func handleTransport(_ command: Command) {
    switch command {
    case .pause where state == .training:
      change(to: .paused, .paused, "paused")
    case .resume where state == .paused || state == .stepped:
      change(to: .training, .resumed, "resumed")
    case .step where state == .paused || state == .stepped:
      state = .stepped
      guard advance(), !hasEnded else { return }
      record(.stepped, "one step")
      report(isKey: true)
    case .stop:
      end(.stopped)
      isLeaving = true
    default:
      return
    }
  }

  private func change(to newState: TrainingState, _ kind: Event.Kind, _ detail: String) {
    state = newState
    record(kind, detail)
    report(isKey: true)
  }

  private func disturb(_ command: Command) {
    guard let (kind, detail) = apply(command) else { return }
    record(kind, detail)
    report(isKey: true)
  }

  /// Changes the active disturbances; nil where nothing changed.
  private func apply(_ command: Command) -> (Event.Kind, String)? {
    let before = disturbances
    let event: (Event.Kind, String)
    switch command {
    case .perturb(let perturbation):
      guard inputNames.indices.contains(perturbation.channel), perturbation.magnitude.isFinite,
        (0...1).contains(perturbation.probability)
      else { return nil }
      disturbances.add(perturbation)
      event = (.perturbed, "\(perturbation.words) on \(inputNames[perturbation.channel])")
    case .removePerturbation(let kind, let channel):
      guard inputNames.indices.contains(channel) else { return nil }
      disturbances.remove(kind: kind, channel: channel)
      event = (.perturbed, "\(kind.rawValue) off \(inputNames[channel])")
    case .intervene(let intervention):
      guard neurons.indices.contains(intervention.neuron) else { return nil }
      disturbances.add(intervention)
      event = (.intervened, "\(intervention.kind.words) \(neurons[intervention.neuron].name)")
    case .removeIntervention(let neuron):
      guard neurons.indices.contains(neuron) else { return nil }
      disturbances.remove(neuron: neuron)
      event = (.intervened, "free \(neurons[neuron].name)")
    case .perturbTraining(let isWanted):
      disturbances.reachTraining = isWanted
      event = (.perturbed, isWanted ? "training sees perturbed inputs" : "only the probe is perturbed")
    default:
      disturbances.clear()
      event = (.cleared, "cleared")
    }
    return disturbances == before ? nil : event
  }

  private static let longestNote = 200

  /// Records a line of text, made safe for a terminal; nothing where it is empty or the run has ended.
  private func recordNote(_ text: String) {
    let note = text.sanitized(replacement: " ").trimmingCharacters(in: .whitespaces)
    guard !hasEnded, !note.isEmpty else { return }
    record(.note, String(note.prefix(Self.longestNote)))
  }

  private var inputNames: [String] { plan.description.task.inputNames }
  private var neurons: [NeuronSummary] { plan.description.model.neurons }
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

extension Intervention.Kind {
  fileprivate var words: String {
    switch self {
    case .silence: "silence"
    case .clamp(let value): "clamp to \(NumberText.significant(value))"
    }
  }
}
