import Explanations
import Liquid
import LiquidData
import Telemetry

extension Prober {
  /// Sigmoids or multiply-adds of one explanation: some tenths of a second.
  private static let pointLimit = 200_000_000

  /// Why the network answers as it does on a probe, undisturbed; nil where there is nothing to explain.
  ///
  /// - Parameters:
  ///   - step: nil, or one beyond the sequence: the last.
  ///   - output: nil: the first, or the class answered.
  package func explanation(
    of index: Int, model: Model, step cursor: Int?, output: Int?
  ) -> Telemetry.Explanation? {
    let probe = ProbeSequence(batch: probes.batch([index]))
    guard probe.steps > 0 else { return nil }
    let step = cursor.flatMap { (0..<probe.steps).contains($0) ? $0 : nil }
    let sequence = probe.explained(upTo: step)
    let chosen = output.flatMap { (0..<schema.outputWidth).contains($0) ? $0 : nil }
    let gradients = IntegratedGradients(
      model: model, mostPoints: Self.pointLimit / max(1, model.network.stepWork.count * sequence.steps))
    let answered = schema.isClassification ? schema.answeredClass(gradients.outputs(of: sequence)) : nil
    let explained = chosen ?? answered ?? 0
    let parts = gradients.attribution(of: sequence, output: explained)
    let unit = OutputUnit(schema, output: explained)
    return Telemetry.Explanation(
      step: step, output: explained, answer: unit.value(parts.answer), baseline: unit.value(parts.baseline),
      inputParts: parts.partsOfInputs.map { Float($0) * unit.scale },
      lagParts: (0..<parts.steps).reversed().flatMap { row in
        parts.inputParts[row * probe.width..<(row + 1) * probe.width].map { $0 * unit.scale }
      },
      neuronParts: parts.neuronParts.map { $0 * unit.scale },
      directParts: parts.directParts.map { $0 * unit.scale })
  }

  /// What is only measured while somebody looks: the matrices, and what becomes of the output under interventions on each
  /// input and on the neurons that contributed most.
  package func details(
    of index: Int, model: Model, explained: Telemetry.Explanation
  ) -> ExplanationDetails? {
    let probe = ProbeSequence(batch: probes.batch([index]))
    let sequence = probe.explained(upTo: explained.step)
    let effects = ProbeEffects(
      model: model, sequence: probe.explained(upTo: nil), step: sequence.steps - 1,
      output: explained.output, unit: OutputUnit(schema, output: explained.output))
    let matrices = ProbeMatrices(model: model, sequence: sequence, timeScale: Float(schema.timeScale))
    return ExplanationDetails(
      intrinsic: matrices.intrinsic, inputs: matrices.inputs, modulation: matrices.modulation,
      effects: effects.effects(likeliest: explained.neuronParts))
  }
}

extension ProbeSequence {
  /// The steps up to one; nil: all.
  fileprivate func explained(upTo step: Int?) -> ExplainedSequence {
    let whole = ExplainedSequence(inputs: inputs, elapsed: elapsed, averagesOutputs: averagesOutputs)
    return step.map { whole.prefix($0 + 1) } ?? whole
  }
}

/// What raw outputs are worth in the target's unit; logits stay as they are.
struct OutputUnit {
  let scale: Float
  private let shift: Float

  init(_ schema: DataSchema, output: Int) {
    guard !schema.hasAccuracy else {
      (scale, shift) = (1, 0)
      return
    }
    shift = Float(schema.denormalizeOutput(channel: output, value: 0))
    scale = Float(schema.denormalizeOutput(channel: output, value: 1)) - shift
  }

  func value(_ raw: Double) -> Float { Float(raw) * scale + shift }
}
