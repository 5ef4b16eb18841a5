import Explanations
import Liquid
import Telemetry

/// What becomes of one output of a probe under interventions, one after the other.
struct ProbeEffects {
  let model: Model
  let sequence: ExplainedSequence
  /// The step whose change is told.
  let step: Int
  let output: Int
  let unit: OutputUnit

  /// Sigmoids or multiply-adds of all neurons' runs together: about a tenth of a second.
  private static let termLimit = 40_000_000

  /// The effects of each input held at its mean, a category's at none, and of neurons held at their mean over the probe,
  /// the largest first.
  ///
  /// - Parameter parts: of each neuron in the answer; of a large network those with the largest are tried alone.
  func effects(likeliest parts: [Float]) -> [InterventionEffect] {
    let network = DisturbedNetwork(model: model)
    let normal = network.outputs(sequence.batch(of: [sequence.inputs]))
    var found: [InterventionEffect] = []
    let width = sequence.width
    let channels = 0..<min(width, mostTargets)
    let embedded = model.embeddedChannels
    // Side by side: sixteen take as long as one.
    let held = channels.map { channel in
      let stand: Float = embedded.contains(channel) ? -1 : 0
      return sequence.inputs.enumerated().map { $0.offset % width == channel ? stand : $0.element }
    }
    let outputs = network.outputs(sequence.batch(of: held))
    for channel in channels {
      let own = outputs[channel * normal.count..<(channel + 1) * normal.count]
      found.append(effect(.input(channel), Array(own), normal))
    }
    let states = model.traces(inputs: [sequence.inputs], elapsed: sequence.elapsed)[0].states
    let neurons = parts.count
    for neuron in likeliest(parts) {
      let mean = stride(from: neuron, to: states.count, by: neurons).reduce(Float(0)) { $0 + states[$1] }
      network.disturb([.clamp(neuron, at: mean / Float(sequence.steps))])
      found.append(effect(.neuron(neuron), network.outputs(sequence.batch(of: [sequence.inputs])), normal))
    }
    return found.sorted { $0.typicalChange > $1.typicalChange }
  }

  private func likeliest(_ parts: [Float]) -> ArraySlice<Int> {
    parts.indices.sorted { parts[$0].magnitude > parts[$1].magnitude }[..<min(mostTargets, parts.count)]
  }

  /// How many of each kind are tried.
  private var mostTargets: Int {
    max(8, Self.termLimit / (max(1, model.network.stepWork.count) * sequence.steps * LaneShard.lanes))
  }

  private func effect(
    _ target: InterventionEffect.Target, _ outputs: [Float], _ normal: [Float]
  ) -> InterventionEffect {
    let width = model.network.outputWidth
    let changes = stride(from: output, to: normal.count, by: width).map {
      (outputs[$0] - normal[$0]) * unit.scale
    }
    let square = changes.reduce(Float(0)) { $0 + $1 * $1 } / Float(max(1, changes.count))
    return InterventionEffect(target: target, change: changes[step], typicalChange: square.squareRoot())
  }
}
