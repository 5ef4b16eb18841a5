import Telemetry

/// The perturbations and interventions in force: at most one of a kind on a channel, at most one a neuron.
package struct Disturbances: Sendable, Hashable {
  package private(set) var perturbations: [Perturbation] = []
  package private(set) var interventions: [Intervention] = []

  /// Whether the perturbations reach the training inputs and not only the probe.
  package var reachTraining = false

  package init() {}

  /// What the trainer does to its inputs.
  package var ofTraining: [Perturbation] { reachTraining ? perturbations : [] }

  package var isEmpty: Bool { perturbations.isEmpty && interventions.isEmpty }

  package mutating func add(_ perturbation: Perturbation) {
    let same = { (other: Perturbation) in
      other.kind == perturbation.kind && other.channel == perturbation.channel
    }
    if let index = perturbations.firstIndex(where: same) {
      perturbations[index] = perturbation
    } else {
      perturbations.append(perturbation)
    }
  }

  package mutating func remove(kind: Perturbation.Kind, channel: Int) {
    perturbations.removeAll { $0.kind == kind && $0.channel == channel }
  }

  package mutating func add(_ intervention: Intervention) {
    if let index = interventions.firstIndex(where: { $0.neuron == intervention.neuron }) {
      interventions[index] = intervention
    } else {
      interventions.append(intervention)
    }
  }

  package mutating func remove(neuron: Int) {
    interventions.removeAll { $0.neuron == neuron }
  }

  package mutating func clear() {
    perturbations = []
    interventions = []
  }
}
