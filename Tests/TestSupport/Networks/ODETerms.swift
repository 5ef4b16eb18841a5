import Foundation
import Liquid

/// The parts of a reference network's differential equation, on a tape.
struct ODETerms {
  let equation: ReferenceODE.Equation
  private let layout: ParameterLayout
  private let values: [Scalar]

  init(equation: ReferenceODE.Equation, layout: ParameterLayout, tape: Tape, parameters: [Double]) {
    self.equation = equation
    self.layout = layout
    values = parameters.map(tape.variable)
  }

  var wiring: Wiring {
    switch equation {
    case .ltc(let cell): cell.wiring
    case .dense(let wiring, _): wiring
    }
  }

  subscript(name: String, place: Int) -> Scalar { values[layout[name].lowerBound + place] }

  func mapped(_ inputs: [Scalar]) -> [Scalar] {
    guard case .ltc(let cell) = equation else { return inputs }
    return map(inputs, "input", cell.options.inputMap)
  }

  func outputs(_ state: [Scalar]) -> [Scalar] {
    if case .ltc(let cell) = equation {
      return map(Array(state.prefix(wiring.outputs)), "output", cell.options.outputMap)
    }
    return (0..<wiring.outputs).map { row in
      let weights = state.indices.map { self["readout_w", row * state.count + $0] }
      return Scalar.dot(weights, state, plus: self["readout_b", row])
    }
  }

  func derivative(_ x: [Scalar], _ seen: [Scalar]) -> [Scalar] {
    switch equation {
    case .ltc(let cell):
      return x.indices.map { membraneDerivative(cell, neuron: $0, x, seen) }
    case .dense(_, let isLeaky):
      return x.indices.map { neuron in
        let active = activity(neuron, x, seen)
        return isLeaky ? active - x[neuron] * self["tau", neuron].reciprocal : active
      }
    }
  }

  /// (x + D activity) / (1 + D / tau)
  func leakStep(_ x: [Scalar], length: Double, _ seen: [Scalar]) -> [Scalar] {
    x.indices.map { neuron in
      let divisor = (self["tau", neuron].reciprocal * length).map({ 1 + $0 }, slope: { _ in 1 })
      return (x[neuron] + activity(neuron, x, seen) * length) * divisor.reciprocal
    }
  }

  private func activity(_ neuron: Int, _ x: [Scalar], _ seen: [Scalar]) -> Scalar {
    let weights =
      x.indices.map { self["w", neuron * x.count + $0] }
      + seen.indices.map { self["u", neuron * seen.count + $0] }
    return Scalar.dot(weights, x + seen, plus: self["b", neuron]).tanh
  }

  private func membraneDerivative(_ cell: LTC, neuron: Int, _ x: [Scalar], _ seen: [Scalar]) -> Scalar {
    func positive(_ name: String, _ place: Int) -> Scalar {
      cell.options.constraints == .explicit
        ? self[name, place] : self[name, place].map({ log1p(exp($0)) }, slope: sigmoid)
    }
    var current = positive("gleak", neuron) * (self["vleak", neuron] - x[neuron])
    for (prefix, synapses, sources) in [
      ("", wiring.synapses, x), ("sensory_", wiring.sensorySynapses, seen),
    ] {
      for (index, synapse) in synapses.enumerated() where synapse.target == neuron {
        let offset = sources[synapse.source] - self[prefix + "mu", index]
        let activation = (self[prefix + "sigma", index] * offset).logistic
        let force = self[prefix + "erev", index] - x[neuron]
        current = current + positive(prefix + "w", index) * activation * force
      }
    }
    return current * positive("cm", neuron).reciprocal
  }

  private func map(_ x: [Scalar], _ name: String, _ map: ChannelMap) -> [Scalar] {
    x.enumerated().map { place, x in
      switch map {
      case .affine: x * self[name + "_w", place] + self[name + "_b", place]
      case .linear: x * self[name + "_w", place]
      case .none: x
      }
    }
  }
}

extension Scalar {
  fileprivate var reciprocal: Scalar { map({ 1 / $0 }, slope: { -1 / ($0 * $0) }) }
}
