import Liquid
import LiquidData
import Telemetry

/// Runs a network on held-out sequences to show what its neurons do, with and without a disturbance.
package struct Prober: Sendable {
  /// Sequences to choose from at the most, spread evenly over the part they come from.
  private static let limit = 16
  /// What the reference of a solver's error may sum: some 20 ms.
  private static let termLimit = 2_000_000

  private let dataset: Dataset
  private let seed: UInt64
  private let part: Dataset.Part
  private let indices: [Int]

  /// Probes come from the validation part, else the test part; from the training part only where nothing is
  /// held out.
  package init(dataset: Dataset, seed: UInt64) {
    self.dataset = dataset
    self.seed = seed
    let parts: [Dataset.Part] = [.validation, .test, .train]
    let part = parts.first { dataset.count(of: $0) > 0 } ?? .train
    let count = dataset.count(of: part)
    let chosen = min(count, Self.limit)
    self.part = part
    indices = (0..<chosen).map { $0 * count / chosen }
  }

  package var count: Int { indices.count }

  /// What the model does on probe `index`.
  package func probe(_ index: Int, model: Model, disturbances: Disturbances) -> Probe {
    let batch = dataset.batch(part, indices: [indices[index]])
    let sequence = ProbeSequence(batch: batch)
    var perturbed = sequence.inputs
    for perturbation in disturbances.perturbations {
      perturbation.apply(to: &perturbed, steps: sequence.steps, width: sequence.width, seed: seed)
    }
    let runs = run(sequence, perturbed: perturbed, model: model, disturbances: disturbances)
    let converter = TraceConverter(schema: dataset.schema)
    return Probe(
      index: index, count: count,
      nominal: converter.trace(of: runs.nominal, inputs: sequence.inputs, sequence: sequence),
      perturbed: runs.perturbed.map { converter.trace(of: $0, inputs: perturbed, sequence: sequence) },
      synapses: SynapseReadings(
        weights: runs.nominal.synapseWeights, currents: runs.nominal.synapseCurrents))
  }

  /// How far the model's own solver strays on probe `index`, without any disturbance; nil where there is nothing to
  /// compare.
  package func solverError(_ index: Int, model: Model) -> SolverError? {
    let sequence = ProbeSequence(batch: dataset.batch(part, indices: [indices[index]]))
    let comparison = model.solverError(
      inputs: sequence.inputs, elapsed: sequence.elapsed, termLimit: Self.termLimit)
    guard let comparison, comparison.steps > 0 else { return nil }
    return SolverError(
      largest: Float(comparison.largest), rootMeanSquare: Float(comparison.rootMeanSquare))
  }

  private func run(
    _ sequence: ProbeSequence, perturbed: [Float], model: Model, disturbances: Disturbances
  ) -> (nominal: NetworkTrace, perturbed: NetworkTrace?) {
    let elapsed = sequence.elapsed
    if disturbances.isEmpty {
      return (model.traces(inputs: [sequence.inputs], elapsed: elapsed, interventions: [])[0], nil)
    }
    if disturbances.interventions.isEmpty {
      let traces = model.traces(inputs: [sequence.inputs, perturbed], elapsed: elapsed, interventions: [])
      return (traces[0], traces[1])
    }
    let interventions = disturbances.interventions.map(NetworkIntervention.init)
    return (
      model.traces(inputs: [sequence.inputs], elapsed: elapsed, interventions: [])[0],
      model.traces(inputs: [perturbed], elapsed: elapsed, interventions: interventions)[0]
    )
  }
}

extension NetworkIntervention {
  fileprivate init(_ intervention: Intervention) {
    switch intervention.kind {
    case .silence: self.init(kind: .silence, neuron: intervention.neuron)
    case .clamp(let value): self.init(kind: .clamp(value), neuron: intervention.neuron)
    }
  }
}
