import Foundation
import Liquid
import TestSupport

/// The SnAp recursion over the sub-steps of an LTC without maps, as its definition reads: dense matrices in Double, with
/// derivatives from finite differences, of which all that is not kept is set to 0 after each sub-step.
struct MaskedRecursion {
  let cell: LTC
  let parameters: [Double]
  /// Of each parameter, the neurons for which derivatives are kept; nil: all.
  let kept: [Set<Int>]?
  private(set) var states: [Double]
  /// `[neurons][parameters]`
  private(set) var sensitivities: [[Double]]

  /// - Parameter hops: 0 keeps the neurons that a parameter acts on, 1 also those a synapse further on; nil keeps all.
  init(cell: LTC, parameters: [Float], hops: Int?) {
    self.cell = cell
    self.parameters = parameters.map(Double.init)
    states = Array(repeating: 0, count: cell.wiring.neurons)
    sensitivities = states.map { _ in Array(repeating: 0, count: parameters.count) }
    kept = hops.map { hops in
      Self.targets(of: cell).map { own in
        guard hops > 0 else { return own }
        return own.union(cell.wiring.synapses.filter { own.contains($0.source) }.map(\.target))
      }
    }
  }

  private static func targets(of cell: LTC) -> [Set<Int>] {
    var targets = [Set<Int>](repeating: [], count: cell.layout.count)
    for name in ["gleak", "vleak", "cm"] {
      for (neuron, index) in cell.layout[name].enumerated() { targets[index] = [neuron] }
    }
    for (prefix, synapses) in [("", cell.wiring.synapses), ("sensory_", cell.wiring.sensorySynapses)] {
      for name in ["w", "mu", "sigma", "erev"] {
        for (index, synapse) in zip(cell.layout[prefix + name], synapses) {
          targets[index] = [synapse.target]
        }
      }
    }
    return targets
  }

  mutating func step(_ inputs: [Float], elapsed: Float) {
    let unfolds = cell.options.unfolds
    for _ in 0..<unfolds {
      subStep(inputs.map(Double.init), length: Double(elapsed) / Double(unfolds))
    }
  }

  private mutating func subStep(_ inputs: [Double], length: Double) {
    let neurons = states.indices
    var next = sensitivities.map { $0.map { _ in 0.0 } }
    for (source, column) in columns(of: states, { advanced($0, parameters, inputs, length) }).enumerated() {
      for target in neurons where column[target] != 0 {
        for parameter in parameters.indices {
          next[target][parameter] += column[target] * sensitivities[source][parameter]
        }
      }
    }
    for (parameter, column) in columns(of: parameters, { advanced(states, $0, inputs, length) }).enumerated()
    {
      for target in neurons {
        next[target][parameter] += column[target]
        if let kept, !kept[parameter].contains(target) { next[target][parameter] = 0 }
      }
    }
    sensitivities = next
    states = advanced(states, parameters, inputs, length)
  }

  /// The derivatives of `f` with respect to each element of a vector.
  private func columns(of point: [Double], _ f: ([Double]) -> [Double]) -> [[Double]] {
    let step = 1e-5
    return point.indices.map { index in
      var (above, below) = (point, point)
      above[index] += step
      below[index] -= step
      return zip(f(above), f(below)).map { ($0 - $1) / (2 * step) }
    }
  }

  private func advanced(
    _ states: [Double], _ parameters: [Double], _ inputs: [Double], _ length: Double
  ) -> [Double] {
    func raw(_ name: String, _ index: Int) -> Double { parameters[cell.layout[name].lowerBound + index] }
    let isImplicit = cell.options.constraints == .implicit
    func positive(_ name: String, _ index: Int) -> Double {
      isImplicit ? log1p(exp(raw(name, index))) : raw(name, index)
    }
    var conductance = states.indices.map { positive("gleak", $0) + 1e-8 }
    var drive = states.indices.map { positive("gleak", $0) * raw("vleak", $0) }
    let kinds = [
      ("", cell.wiring.synapses, states), ("sensory_", cell.wiring.sensorySynapses, inputs),
    ]
    for (prefix, synapses, sources) in kinds {
      for (index, synapse) in synapses.enumerated() {
        let x = raw(prefix + "sigma", index) * (sources[synapse.source] - raw(prefix + "mu", index))
        let current = positive(prefix + "w", index) / (1 + exp(-x))
        conductance[synapse.target] += current
        drive[synapse.target] += current * raw(prefix + "erev", index)
      }
    }
    return states.indices.map {
      let capacitance = positive("cm", $0)
      return (capacitance * states[$0] + length * drive[$0]) / (capacitance + length * conductance[$0])
    }
  }
}
