import Liquid
import LiquidData
import Telemetry

/// Runs a network on probe sequences to show what its neurons do, with and without disturbances.
package struct Prober: Sendable {
  /// The most terms that the reference solution of a solver's error may sum, which takes about 80 ms: whole sequences of a
  /// small network, the first steps of one with ten thousand synapses.
  private static let termLimit = 5_000_000

  let schema: DataSchema
  let probes: SequenceSet
  private let seed: UInt64
  private let words: @Sendable (Int) -> [String]?

  /// - Parameter words: the token that each step of a probe reads; nil where the data are no texts.
  package init(
    schema: DataSchema, probes: SequenceSet, seed: UInt64,
    words: @escaping @Sendable (Int) -> [String]? = { _ in nil }
  ) {
    self.words = words
    self.schema = schema
    self.probes = probes
    self.seed = seed
  }

  package var count: Int { probes.count }

  /// Runs the model on probe `index`.
  ///
  /// - Parameter cursor: the step at which synapses are read; nil, or a step beyond the sequence: the last one.
  package func probe(
    _ index: Int, model: Model, disturbances: Disturbances, synapsesAt cursor: Int? = nil
  ) -> Probe {
    let batch = probes.batch([index])
    let sequence = ProbeSequence(batch: batch)
    var perturbed = sequence.inputs
    for perturbation in disturbances.perturbations {
      perturbation.apply(to: &perturbed, steps: sequence.steps, width: sequence.width, seed: seed)
    }
    let step = cursor.flatMap { (0..<sequence.steps).contains($0) ? $0 : nil }
    let runs = run(
      sequence, perturbed: perturbed, model: model, disturbances: disturbances, synapsesAt: step)
    let converter = TraceConverter(schema: schema)
    return Probe(
      index: index, count: count,
      nominal: converter.trace(of: runs.nominal, inputs: sequence.inputs, sequence: sequence),
      perturbed: runs.perturbed.map { converter.trace(of: $0, inputs: perturbed, sequence: sequence) },
      synapses: SynapseReadings(
        weights: runs.nominal.synapseWeights, currents: runs.nominal.synapseCurrents, step: step),
      words: words(index).flatMap { $0.count == sequence.steps ? $0 : nil })
  }

  /// The error of the model's own solver on probe `index`, undisturbed; nil where there is nothing to compare.
  package func solverError(_ index: Int, model: Model) -> SolverError? {
    let sequence = ProbeSequence(batch: probes.batch([index]))
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

/// The only sequence of a batch, cut to its own length.
struct ProbeSequence {
  let steps: Int
  let width: Int
  let targetWidth: Int
  /// `[steps, width]`, normalised.
  let inputs: [Float]
  /// `[steps]`
  let elapsed: [Float]
  /// `[steps, targetWidth]`, normalised, or class indices; NaN where missing.
  let targets: [Float]
  let averagesOutputs: Bool

  init(batch: SequenceBatch) {
    averagesOutputs = batch.averagesOutputs
    steps = batch.lengths[0]
    width = batch.inputWidth
    targetWidth = batch.targetWidth
    inputs = Array(batch.inputs[..<(steps * width)])
    elapsed = Array(batch.elapsed[..<steps])
    targets = (0..<(steps * targetWidth)).map { batch.targetWeights[$0] > 0 ? batch.targets[$0] : .nan }
  }
}

/// Converts a network's trace from normalised units to the units of the data.
private struct TraceConverter {
  let schema: DataSchema

  /// - Parameter inputs: what the network saw, `[steps, width]`, normalised.
  func trace(of network: NetworkTrace, inputs: [Float], sequence: ProbeSequence) -> Trace {
    let scale = Float(schema.timeScale)
    var time: Float = 0
    let times = sequence.elapsed.map { elapsed -> Float in
      time += elapsed * scale
      return time
    }
    // A neural ODE has none: nothing pulls its states back.
    let normalizations = schema.inputNormalizations
    let hasTimeConstants = network.timeConstants.contains { $0 != .infinity }
    return Trace(
      times: times,
      inputs: inputs.enumerated().map { index, value in
        Float(normalizations[index % sequence.width].denormalize(value))
      },
      states: network.states,
      timeConstants: hasTimeConstants ? network.timeConstants.map { $0 * scale } : [],
      outputs: outputs(network.outputs),
      targets: targets(sequence))
  }

  private var outputWidth: Int { schema.outputWidth }

  /// Probabilities, or values in the targets' units; `[steps, outputs]`.
  private func outputs(_ raw: [Float]) -> [Float] {
    stride(from: 0, to: raw.count, by: outputWidth).flatMap { start in
      schema.answers(raw[start..<(start + outputWidth)])
    }
  }

  private func targets(_ sequence: ProbeSequence) -> [Float] {
    guard schema.isClassification else {
      return sequence.targets.enumerated().map { index, value in
        schema.denormalizeOutput(channel: index % outputWidth, value: value)
      }
    }
    return sequence.targets.flatMap { label -> [Float] in
      guard label.isFinite else { return Array(repeating: .nan, count: outputWidth) }
      return (0..<outputWidth).map { $0 == Int(label) ? 1 : 0 }
    }
  }
}
