import Foundation
import Liquid

/// The LTC as its equations read, in Double, one sequence and one synapse at a time: what the kernels are
/// held against.
package struct ReferenceLTC: ReferenceNetwork, Sendable {
  package let cell: LTC
  /// The parameters, as `cell.layout` describes them, before any softplus.
  package var parameters: [Double]

  package init(cell: LTC, parameters: [Double]) {
    self.cell = cell
    self.parameters = parameters
  }

  /// What a forward pass over one sequence leaves behind.
  package struct Run: ReferenceRun {
    /// Before each sub-step and after the last, `[steps unfolds + 1][neurons]`.
    package var states: [[Double]]
    /// What the sensory synapses see, `[steps][inputs]`.
    package var mapped: [[Double]]
    /// `[steps][outputs]`
    package var outputs: [[Double]]
  }

  /// A tensor's value at a place, after the softplus of implicit constraints.
  func value(_ name: String, _ place: Int) -> Double {
    let raw = parameters[cell.layout[name].lowerBound + place]
    return isPositive(name) ? log1p(exp(raw)) : raw
  }

  /// The derivative of `value` with respect to the parameter.
  func slope(_ name: String, _ place: Int) -> Double {
    isPositive(name) ? sigmoid(parameters[cell.layout[name].lowerBound + place]) : 1
  }

  private func isPositive(_ name: String) -> Bool {
    cell.options.constraints == .implicit && ["gleak", "cm", "w", "sensory_w"].contains(name)
  }

  /// Runs one sequence from a zero state.
  package func run(inputs: [[Double]], elapsed: [Double]) -> Run {
    let unfolds = cell.options.unfolds
    var run = Run(
      states: [Array(repeating: 0, count: cell.wiring.neurons)], mapped: inputs.map(mapInputs), outputs: [])
    for step in inputs.indices {
      for _ in 0..<unfolds {
        let state = run.states[run.states.count - 1]
        run.states.append(
          advanced(state, mapped: run.mapped[step], by: elapsed[step] / Double(unfolds)))
      }
      run.outputs.append(mapOutputs(run.states[run.states.count - 1]))
    }
    return run
  }

  /// gleak + sum w s + sum sw ss and gleak vleak + sum w s erev + sum sw ss serev of every neuron.
  package func sums(_ state: [Double], mapped: [Double]) -> (conductance: [Double], drive: [Double]) {
    var conductance = state.indices.map { value("gleak", $0) }
    var drive = state.indices.map { value("gleak", $0) * value("vleak", $0) }
    for group in synapseGroups(state, mapped: mapped) {
      for (index, synapse) in group.synapses.enumerated() {
        let current = value(group.prefix + "w", index) * activation(group, index)
        conductance[synapse.target] += current
        drive[synapse.target] += current * value(group.prefix + "erev", index)
      }
    }
    return (conductance, drive)
  }

  /// One fused semi-implicit sub-step: (cm v + D drive) / (cm + D (conductance + 1e-8)).
  private func advanced(_ state: [Double], mapped: [Double], by length: Double) -> [Double] {
    let (conductance, drive) = sums(state, mapped: mapped)
    return state.indices.map {
      let cm = value("cm", $0)
      return (cm * state[$0] + length * drive[$0]) / (cm + length * (conductance[$0] + 1e-8))
    }
  }

  struct SynapseGroup {
    let prefix: String
    let synapses: [Wiring.Synapse]
    let sources: [Double]
  }

  func synapseGroups(_ state: [Double], mapped: [Double]) -> [SynapseGroup] {
    [
      SynapseGroup(prefix: "", synapses: cell.wiring.synapses, sources: state),
      SynapseGroup(prefix: "sensory_", synapses: cell.wiring.sensorySynapses, sources: mapped),
    ]
  }

  /// sigmoid(sigma (x - mu))
  func activation(_ group: SynapseGroup, _ index: Int) -> Double {
    let x = group.sources[group.synapses[index].source]
    return sigmoid(value(group.prefix + "sigma", index) * (x - value(group.prefix + "mu", index)))
  }

  func mapInputs(_ inputs: [Double]) -> [Double] {
    map(inputs, name: "input", map: cell.options.inputMap)
  }

  private func mapOutputs(_ state: [Double]) -> [Double] {
    map(Array(state.prefix(cell.wiring.outputs)), name: "output", map: cell.options.outputMap)
  }

  private func map(_ values: [Double], name: String, map: ChannelMap) -> [Double] {
    values.enumerated().map { place, x in
      switch map {
      case .affine: value(name + "_w", place) * x + value(name + "_b", place)
      case .linear: value(name + "_w", place) * x
      case .none: x
      }
    }
  }
}

/// 1 / (1 + e^-x)
package func sigmoid(_ x: Double) -> Double {
  1 / (1 + exp(-x))
}
