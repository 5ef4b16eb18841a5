import Foundation
import Liquid

extension TapeNetwork {
  /// An LTC, with what its options put around it.
  package static func ltc(_ cell: LTC, parameters: [Double]) -> TapeNetwork {
    let options = cell.options
    return TapeNetwork(
      layout: cell.layout, parameters: parameters,
      stateCount: cell.wiring.neurons * (options.mixedMemory ? 2 : 1), read: cell.wiring.outputs,
      inputMap: options.inputMap, outputMap: options.outputMap, projection: options.projection
    ) { seen in
      let (start, memory) = remembered(seen, cell.wiring, hasMemory: options.mixedMemory)
      let state = (0..<options.unfolds).reduce(start) { state, _ in
        advanced(state, cell, seen, by: seen.elapsed / Double(options.unfolds))
      }
      return Step(state: state + memory, timeConstants: [])
    }
  }

  /// A CfC, with what its options put around it.
  package static func cfc(_ cell: CfC, parameters: [Double]) -> TapeNetwork {
    let options = cell.options
    let reference = ReferenceCfC(cell: cell, parameters: parameters)
    return TapeNetwork(
      layout: cell.layout, parameters: parameters,
      stateCount: cell.wiring.neurons * (options.mixedMemory ? 2 : 1), read: cell.wiring.outputs,
      inputMap: options.inputMap, outputMap: options.outputMap, projection: options.projection
    ) { seen in
      let (start, memory) = remembered(seen, cell.wiring, hasMemory: options.mixedMemory)
      let step = reference.step(
        .init(cell: cell, values: seen.weights.values), mapped: seen.mapped, before: start,
        elapsed: seen.elapsed)
      return Step(state: step.after + memory, timeConstants: step.timeConstants)
    }
  }

  /// What the cell steps from, and the new memory: without a memory, the state and nothing.
  static func remembered(
    _ seen: Seen, _ wiring: Wiring, hasMemory: Bool
  ) -> (start: [Scalar], memory: [Scalar]) {
    guard hasMemory else { return (seen.state, []) }
    let neurons = wiring.neurons
    let (h, c) = (Array(seen.state[..<neurons]), Array(seen.state[neurons...]))
    func gate(_ gate: Int, _ neuron: Int) -> Scalar {
      let row = gate * neurons + neuron
      return seen.weights.dense("memory_input_w", row: row, seen.inputs, bias: "memory_input_b")
        + seen.weights.dense("memory_recurrent_w", row: row, h)
    }
    let memory = (0..<neurons).map { neuron in
      let forget = gate(2, neuron).map({ sigmoid($0 + 1) }, slope: { sigmoid($0 + 1) * sigmoid(-$0 - 1) })
      return c[neuron] * forget + gate(0, neuron).tanh * gate(1, neuron).logistic
    }
    return ((0..<neurons).map { memory[$0].tanh * gate(3, $0).logistic }, memory)
  }

  /// One fused semi-implicit sub-step: (cm v + D drive) / (cm + D (conductance + 1e-8)).
  private static func advanced(
    _ state: [Scalar], _ cell: LTC, _ seen: Seen, by length: Double
  ) -> [Scalar] {
    func positive(_ name: String, _ place: Int) -> Scalar {
      let raw = seen.weights[name, place]
      return cell.options.constraints == .implicit ? raw.map({ log1p(exp($0)) }, slope: sigmoid) : raw
    }
    var conductance = state.indices.map { positive("gleak", $0) }
    var drive = state.indices.map { positive("gleak", $0) * seen.weights["vleak", $0] }
    for (prefix, synapses, sources) in [
      ("", cell.wiring.synapses, state), ("sensory_", cell.wiring.sensorySynapses, seen.mapped),
    ] {
      for (index, synapse) in synapses.enumerated() {
        let x = sources[synapse.source] - seen.weights[prefix + "mu", index]
        let current = positive(prefix + "w", index) * (seen.weights[prefix + "sigma", index] * x).logistic
        conductance[synapse.target] = conductance[synapse.target] + current
        drive[synapse.target] = drive[synapse.target] + current * seen.weights[prefix + "erev", index]
      }
    }
    return state.indices.map {
      let cm = positive("cm", $0)
      let leak = conductance[$0].map({ $0 + 1e-8 }, slope: { _ in 1 })
      return (cm * state[$0] + drive[$0] * length) / (cm + leak * length)
    }
  }
}
