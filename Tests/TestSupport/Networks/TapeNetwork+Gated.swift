import Foundation
import Liquid

extension TapeNetwork {
  /// A cell whose neurons are all alike, and all read.
  private init(
    _ cell: some NetworkCell, _ parameters: [Double], states: Int, step: @escaping @Sendable (Seen) -> Step
  ) {
    self.init(
      layout: cell.layout, parameters: parameters, stateCount: states, read: cell.wiring.neurons,
      inputMap: .none, outputMap: .none, projection: cell.wiring.outputs, step: step)
  }

  package static func lstm(_ cell: LSTM, parameters: [Double]) -> TapeNetwork {
    let neurons = cell.wiring.neurons
    return TapeNetwork(cell, parameters, states: 2 * neurons) { seen in
      let (h, c) = (Array(seen.state[..<neurons]), Array(seen.state[neurons...]))
      func gate(_ gate: Int, _ neuron: Int) -> Scalar {
        let row = gate * neurons + neuron
        return seen.weights.dense("weight_ih", row: row, seen.inputs, bias: "bias_ih")
          + seen.weights.dense("weight_hh", row: row, h, bias: "bias_hh")
      }
      let forget = (0..<neurons).map { gate(1, $0).logistic }
      let cells = (0..<neurons).map { forget[$0] * c[$0] + gate(0, $0).logistic * gate(2, $0).tanh }
      let states = (0..<neurons).map { gate(3, $0).logistic * cells[$0].tanh }
      return Step(state: states + cells, timeConstants: forget.map { -seen.elapsed / log($0.value) })
    }
  }

  package static func gru(_ cell: GRU, parameters: [Double]) -> TapeNetwork {
    let neurons = cell.wiring.neurons
    return TapeNetwork(cell, parameters, states: neurons) { seen in
      func input(_ gate: Int, _ neuron: Int) -> Scalar {
        seen.weights.dense("weight_ih", row: gate * neurons + neuron, seen.inputs, bias: "bias_ih")
      }
      func recurrent(_ gate: Int, _ neuron: Int) -> Scalar {
        seen.weights.dense("weight_hh", row: gate * neurons + neuron, seen.state, bias: "bias_hh")
      }
      let update = (0..<neurons).map { (input(1, $0) + recurrent(1, $0)).logistic }
      let states = (0..<neurons).map { neuron in
        let reset = (input(0, neuron) + recurrent(0, neuron)).logistic
        let candidate = (input(2, neuron) + reset * recurrent(2, neuron)).tanh
        return candidate - update[neuron] * candidate + update[neuron] * seen.state[neuron]
      }
      return Step(state: states, timeConstants: update.map { -seen.elapsed / log($0.value) })
    }
  }

  package static func ctgru(_ cell: CTGRU, parameters: [Double]) -> TapeNetwork {
    let neurons = cell.wiring.neurons
    let scales = (0..<8).map { pow(10, Double($0) / 2) }
    return TapeNetwork(cell, parameters, states: 9 * neurons) { seen in
      let h = Array(seen.state[..<neurons])
      func memory(_ neuron: Int, _ scale: Int) -> Scalar { seen.state[neurons + neuron * 8 + scale] }
      func shares(_ gate: String, _ neuron: Int) -> [Scalar] {
        let chosen = seen.weights.dense(gate + "_w", row: neuron, seen.inputs + h, bias: gate + "_b")
        let terms = scales.map { scale in
          chosen.map(
            { exp(-pow($0 - log(scale), 2)) },
            slope: { -2 * ($0 - log(scale)) * exp(-pow($0 - log(scale), 2)) })
        }
        let total = terms.dropFirst().reduce(terms[0], +)
        return terms.map { $0 / total }
      }
      let retrieved = (0..<neurons).map { neuron in
        let terms = shares("retrieval", neuron).enumerated().map { $1 * memory(neuron, $0) }
        return terms.dropFirst().reduce(terms[0], +)
      }
      var step = Step(state: [], timeConstants: [], retrieved: retrieved)
      var memories: [Scalar] = []
      for neuron in 0..<neurons {
        let event = seen.weights.dense("event_w", row: neuron, seen.inputs + retrieved, bias: "event_b").tanh
        let stored = shares("storage", neuron)
        let next = (0..<8).map { scale in
          let kept = memory(neuron, scale)
          return (kept - stored[scale] * kept + stored[scale] * event) * exp(-seen.elapsed / scales[scale])
        }
        step.state.append(next.dropFirst().reduce(next[0], +))
        memories += next
        step.timeConstants.append(exp(zip(stored, scales).reduce(0) { $0 + $1.0.value * log($1.1) }))
      }
      step.state += memories
      return step
    }
  }
}
