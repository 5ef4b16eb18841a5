import Foundation
import Liquid

extension TapeNetwork {
  /// A GRU-D as the paper's equations read.
  package static func grud(_ cell: GRUD, parameters: [Double]) -> TapeNetwork {
    let (neurons, masked) = (cell.wiring.neurons, cell.options.masked)
    return TapeNetwork(
      layout: cell.layout, parameters: parameters, stateCount: neurons + 2 * masked.count, read: neurons,
      inputMap: .none, outputMap: .none, projection: cell.wiring.outputs
    ) { seen in
      let weights = seen.weights
      var (inputs, times, since, last) = (seen.inputs, [Scalar](), [Scalar](), [Scalar]())
      for (pair, channel) in masked.enumerated() {
        let present = seen.inputs[channel.mask].map({ min(max($0, 0), 1) }, slope: { 0...1 ~= $0 ? 1 : 0 })
        let missing = present.map({ 1 - $0 }, slope: { _ in -1 })
        let time = seen.state[neurons + pair].map({ $0 + seen.elapsed }, slope: { _ in 1 })
        let before = seen.state[neurons + masked.count + pair]
        let rate = (weights["input_decay_w", pair] * time + weights["input_decay_b", pair]).decay
        inputs[channel.value] = present * seen.inputs[channel.value] + missing * rate * before
        times.append(time)
        since.append(missing * time)
        last.append(present * seen.inputs[channel.value] + missing * before)
      }
      if cell.wiring.inputs > 2 * masked.count {
        times.append(seen.inputs[0].map({ _ in seen.elapsed }, slope: { _ in 0 }))
      }
      let rates = (0..<neurons).map {
        weights.dense("state_decay_w", row: $0, times, bias: "state_decay_b").decay
      }
      let kept = (0..<neurons).map { rates[$0] * seen.state[$0] }
      func sum(_ gate: Int, _ neuron: Int, _ states: [Scalar]) -> Scalar {
        let row = gate * neurons + neuron
        return weights.dense("weight_ih", row: row, inputs, bias: "bias_ih")
          + weights.dense("weight_hh", row: row, states)
      }
      let reset = (0..<neurons).map { sum(0, $0, kept).logistic * kept[$0] }
      let update = (0..<neurons).map { sum(1, $0, kept).logistic }
      let states = (0..<neurons).map {
        kept[$0] - update[$0] * kept[$0] + update[$0] * sum(2, $0, reset).tanh
      }
      return Step(
        state: states + since + last,
        timeConstants: (0..<neurons).map { -seen.elapsed / log(rates[$0].value * (1 - update[$0].value)) })
    }
  }
}

extension Scalar {
  /// exp(-max(0, x))
  fileprivate var decay: Scalar {
    map({ Foundation.exp(-max(0, $0)) }, slope: { $0 > 0 ? -Foundation.exp(-$0) : 0 })
  }
}
