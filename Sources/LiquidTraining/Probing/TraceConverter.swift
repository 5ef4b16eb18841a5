import Liquid
import LiquidData
import Telemetry

/// Turns what a network did, in normalised units, into a trace in the units of the data.
struct TraceConverter {
  let schema: DataSchema

  /// - Parameter inputs: what the network saw, `[steps, width]`, normalised.
  func trace(of network: NetworkTrace, inputs: [Float], sequence: ProbeSequence) -> Trace {
    let scale = Float(schema.timeScale)
    var time: Float = 0
    let times = sequence.elapsed.map { elapsed -> Float in
      time += elapsed * scale
      return time
    }
    return Trace(
      times: times,
      inputs: inputs.enumerated().map { index, value in
        schema.denormalizeInput(channel: index % sequence.width, value: value)
      },
      states: network.states,
      timeConstants: network.timeConstants.map { $0 * scale },
      outputs: outputs(network.outputs),
      targets: targets(sequence))
  }

  private var outputWidth: Int { schema.outputNames.count }

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
