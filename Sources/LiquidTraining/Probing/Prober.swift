import Liquid
import LiquidData
import Telemetry

/// Runs a network on held-out sequences to show what its neurons do, with and without a disturbance.
package struct Prober: Sendable {
  /// Sequences to choose from at the most, spread evenly over the part they come from.
  private static let limit = 16
  /// What the reference of a solver's error may sum, which takes some 80 ms: whole sequences of a small network, the
  /// first steps of one with ten thousand synapses.
  private static let termLimit = 5_000_000

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
  ///
  /// - Parameter cursor: the step at which synapses are read; nil, or a step the sequence does not have: the last.
  package func probe(
    _ index: Int, model: Model, disturbances: Disturbances, synapsesAt cursor: Int? = nil
  ) -> Probe {
    let batch = dataset.batch(part, indices: [indices[index]])
    let sequence = ProbeSequence(batch: batch)
    var perturbed = sequence.inputs
    for perturbation in disturbances.perturbations {
      perturbation.apply(to: &perturbed, steps: sequence.steps, width: sequence.width, seed: seed)
    }
    let step = cursor.flatMap { (0..<sequence.steps).contains($0) ? $0 : nil }
    let runs = run(
      sequence, perturbed: perturbed, model: model, disturbances: disturbances, synapsesAt: step)
    let converter = TraceConverter(schema: dataset.schema)
    return Probe(
      index: index, count: count,
      nominal: converter.trace(of: runs.nominal, inputs: sequence.inputs, sequence: sequence),
      perturbed: runs.perturbed.map { converter.trace(of: $0, inputs: perturbed, sequence: sequence) },
      synapses: SynapseReadings(
        weights: runs.nominal.synapseWeights, currents: runs.nominal.synapseCurrents, step: step))
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
    _ sequence: ProbeSequence, perturbed: [Float], model: Model, disturbances: Disturbances,
    synapsesAt step: Int?
  ) -> (nominal: NetworkTrace, perturbed: NetworkTrace?) {
    let elapsed = sequence.elapsed
    func nominal(_ inputs: [[Float]]) -> [NetworkTrace] {
      model.traces(inputs: inputs, elapsed: elapsed, interventions: [], synapsesAt: step)
    }
    if disturbances.isEmpty { return (nominal([sequence.inputs])[0], nil) }
    if disturbances.interventions.isEmpty {
      let traces = nominal([sequence.inputs, perturbed])
      return (traces[0], traces[1])
    }
    let interventions = disturbances.interventions.map(NetworkIntervention.init)
    return (
      nominal([sequence.inputs])[0],
      model.traces(inputs: [perturbed], elapsed: elapsed, interventions: interventions)[0]
    )
  }
}
