import Liquid
import Telemetry

/// The active perturbations and interventions: at most one of a kind per channel, at most one per neuron or
/// synapse.
package struct Disturbances: Sendable, Hashable {
  package private(set) var perturbations: [Perturbation] = []
  package private(set) var interventions: [Intervention] = []

  /// Whether the perturbations change the training inputs and not only the probe.
  package var reachTraining = false

  package init() {}

  /// The perturbations of the training inputs.
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
    if let index = interventions.firstIndex(where: { $0.target == intervention.target }) {
      interventions[index] = intervention
    } else {
      interventions.append(intervention)
    }
  }

  package mutating func remove(_ target: Intervention.Target) {
    interventions.removeAll { $0.target == target }
  }

  package mutating func clear() {
    perturbations = []
    interventions = []
  }
}

/// Perturbations of the training inputs, drawn anew for every sequence of every step.
package struct BatchPerturbation: Sendable, Hashable {
  package var perturbations: [Perturbation]
  package var seed: UInt64

  package init(_ perturbations: [Perturbation] = [], seed: UInt64) {
    self.perturbations = perturbations
    self.seed = seed
  }

  /// The perturbed batch of a step; the same for the same seed and step.
  package func applied(to batch: SequenceBatch, step: Int) -> SequenceBatch {
    guard !perturbations.isEmpty else { return batch }
    var inputs = batch.inputs
    let width = batch.inputWidth
    var seeds = SeededGenerator(seed: seed &+ UInt64(step) &* 0x9E37_79B9_7F4A_7C15)
    for (sequence, length) in batch.lengths.enumerated() {
      let sequenceSeed = seeds.next()
      for perturbation in perturbations {
        perturbation.apply(
          to: &inputs, from: sequence * batch.steps * width, steps: length, width: width, seed: sequenceSeed)
      }
    }
    return SequenceBatch(
      unchecked: batch.count, steps: batch.steps, inputWidth: width, targetWidth: batch.targetWidth,
      lengths: batch.lengths, inputs: inputs, elapsed: batch.elapsed, targets: batch.targets,
      targetWeights: batch.targetWeights, averagesOutputs: batch.averagesOutputs)
  }
}

extension NetworkIntervention {
  package init(_ intervention: Intervention) {
    switch intervention {
    case .silence(let neuron): self = .silence(neuron)
    case .clamp(let neuron, let value): self = .clamp(neuron, at: value)
    case .cut(let synapse): self = .cut(synapse)
    }
  }
}
