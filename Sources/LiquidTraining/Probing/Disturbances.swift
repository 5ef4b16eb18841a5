import Telemetry

/// The perturbations and interventions in force: at most one of a kind on a channel, at most one a neuron.
struct Disturbances: Sendable, Hashable {
  private(set) var perturbations: [Perturbation] = []
  private(set) var interventions: [Intervention] = []

  var isEmpty: Bool { perturbations.isEmpty && interventions.isEmpty }

  mutating func add(_ perturbation: Perturbation) {
    let same = { (other: Perturbation) in
      other.kind == perturbation.kind && other.channel == perturbation.channel
    }
    if let index = perturbations.firstIndex(where: same) {
      perturbations[index] = perturbation
    } else {
      perturbations.append(perturbation)
    }
  }

  mutating func remove(kind: Perturbation.Kind, channel: Int) {
    perturbations.removeAll { $0.kind == kind && $0.channel == channel }
  }

  mutating func add(_ intervention: Intervention) {
    if let index = interventions.firstIndex(where: { $0.neuron == intervention.neuron }) {
      interventions[index] = intervention
    } else {
      interventions.append(intervention)
    }
  }

  mutating func remove(neuron: Int) {
    interventions.removeAll { $0.neuron == neuron }
  }

  mutating func clear() {
    perturbations = []
    interventions = []
  }
}
