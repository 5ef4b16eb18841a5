import Foundation
import Liquid

extension TapeNetwork {
  /// An LRC, with what its options put around it.
  package static func lrc(_ cell: LRC, parameters: [Double]) -> TapeNetwork {
    let (options, wiring) = (cell.options, cell.wiring)
    let units = Units(
      wiring: wiring, unfolds: options.unfolds, solver: options.solver, elastance: options.elastance)
    return TapeNetwork(
      layout: cell.layout, parameters: parameters,
      stateCount: wiring.neurons * (options.mixedMemory ? 2 : 1), read: wiring.outputs,
      inputMap: options.inputMap, outputMap: options.outputMap, projection: options.projection
    ) { seen in
      let (start, memory) = remembered(seen, wiring, hasMemory: options.mixedMemory)
      var given = Sums(seen.weights, neurons: wiring.neurons)
      for (index, synapse) in wiring.sensorySynapses.enumerated() {
        given.add(
          seen.weights, synapse.target, w: ("sensory_w", index), k: ("sensory_k", index),
          open: seen.weights.open("sensory_", index, seen.mapped[synapse.source]))
      }
      return Step(state: units.moved(start, given, seen) + memory, timeConstants: [])
    }
  }

  /// An LrcSSM.
  package static func lrc(_ cell: LRCSSM, parameters: [Double]) -> TapeNetwork {
    let (options, wiring) = (cell.options, cell.wiring)
    let units = Units(
      wiring: wiring, unfolds: options.unfolds, solver: options.solver, elastance: options.elastance)
    return TapeNetwork(
      layout: cell.layout, parameters: parameters, stateCount: wiring.neurons, read: wiring.neurons,
      inputMap: .none, outputMap: .none, projection: wiring.outputs
    ) { seen in
      let receptors = seen.inputs.enumerated().map { seen.weights.open("sensory_", $0, $1) }
      var given = Sums(seen.weights, neurons: wiring.neurons)
      for neuron in 0..<wiring.neurons {
        for (input, open) in receptors.enumerated() {
          let place = neuron * receptors.count + input
          given.add(seen.weights, neuron, w: ("sensory_w", place), k: ("sensory_k", place), open: open)
        }
      }
      return Step(state: units.moved(seen.state, given, seen), timeConstants: [])
    }
  }
}

/// f and z of all neurons, from their biases on.
private struct Sums {
  var f: [Scalar]
  var z: [Scalar]

  init(_ weights: TapeWeights, neurons: Int) {
    f = (0..<neurons).map { weights["gleak", $0] }
    z = (0..<neurons).map { weights["kleak", $0] }
  }

  mutating func add(
    _ weights: TapeWeights, _ target: Int, w: (String, Int), k: (String, Int), open: Scalar
  ) {
    f[target] = f[target] + weights[w.0, w.1] * open
    z[target] = z[target] + weights[k.0, k.1] * open
  }
}

extension TapeWeights {
  /// s(sigma (x - mu)) of a synapse.
  fileprivate func open(_ prefix: String, _ place: Int, _ x: Scalar) -> Scalar {
    (self[prefix + "sigma", place] * (x - self[prefix + "mu", place])).logistic
  }
}

/// The neurons of a cell and how they move.
private struct Units: Sendable {
  let wiring: Wiring
  let unfolds: Int
  let solver: Solver
  let elastance: LRC.Elastance

  /// The states after a step.
  func moved(_ start: [Scalar], _ given: Sums, _ seen: TapeNetwork.Seen) -> [Scalar] {
    let length = seen.elapsed / Double(unfolds)
    return (0..<unfolds).reduce(start) { state, _ in
      guard let tableau = solver.tableau else { return semiImplicit(state, given, seen.weights, length) }
      var slopes: [[Scalar]] = []
      for row in tableau.a {
        slopes.append(derivative(advanced(state, row, slopes, length), given, seen.weights))
      }
      return advanced(state, tableau.b, slopes, length)
    }
  }

  /// x + length sum weights_i k_i
  private func advanced(
    _ x: [Scalar], _ weights: [Double], _ slopes: [[Scalar]], _ length: Double
  ) -> [Scalar] {
    x.indices.map { neuron in
      zip(weights, slopes).reduce(x[neuron]) { $0 + $1.1[neuron] * ($1.0 * length) }
    }
  }

  /// e (v tanh(z) - s(f) h)
  private func derivative(_ h: [Scalar], _ given: Sums, _ weights: TapeWeights) -> [Scalar] {
    let sums = summed(h, given, weights)
    return h.indices.map { neuron in
      let pull = weights["vleak", neuron] * sums.z[neuron].tanh - sums.f[neuron].logistic * h[neuron]
      return openness(neuron, h, weights) * pull
    }
  }

  /// (h + D e v tanh(z)) / (1 + D e s(f))
  private func semiImplicit(
    _ h: [Scalar], _ given: Sums, _ weights: TapeWeights, _ length: Double
  ) -> [Scalar] {
    let sums = summed(h, given, weights)
    return h.indices.map { neuron in
      let rate = openness(neuron, h, weights) * length
      let divisor = (rate * sums.f[neuron].logistic).map({ 1 + $0 }, slope: { _ in 1 })
      return (h[neuron] + rate * weights["vleak", neuron] * sums.z[neuron].tanh) / divisor
    }
  }

  private func summed(_ h: [Scalar], _ given: Sums, _ weights: TapeWeights) -> Sums {
    var sums = given
    for (index, synapse) in wiring.synapses.enumerated() {
      sums.add(
        weights, synapse.target, w: ("w", index), k: ("k", index),
        open: weights.open("", index, h[synapse.source]))
    }
    return sums
  }

  /// The elastance.
  private func openness(_ neuron: Int, _ h: [Scalar], _ weights: TapeWeights) -> Scalar {
    let argument = weights["elastance_w", neuron] * h[neuron] + weights["elastance_b", neuron]
    guard elastance == .symmetric else { return argument.logistic }
    let shift = weights["elastance_shift", neuron]
    return (argument + shift).logistic - (argument - shift).logistic
  }
}
