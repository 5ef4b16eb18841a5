import Liquid

extension SeededGenerator {
  /// A wiring in which each synapse exists with a probability; every neuron has at least one sensory or
  /// recurrent synapse only by chance, so neurons without any occur.
  package mutating func wiring(inputs: Int, neurons: Int, outputs: Int, density: Double) throws -> Wiring {
    var recurrent: [Wiring.Synapse] = []
    var sensory: [Wiring.Synapse] = []
    for target in 0..<neurons {
      for source in 0..<neurons where uniform() < density {
        recurrent.append(.init(source: source, target: target, polarity: uniform() < 0.5 ? 1 : -1))
      }
      for source in 0..<inputs where uniform() < density {
        sensory.append(.init(source: source, target: target, polarity: uniform() < 0.5 ? 1 : -1))
      }
    }
    return try Wiring(
      kind: "test", inputs: inputs, outputs: outputs,
      layers: (0..<neurons).map { $0 < outputs ? .motor : .inter }, synapses: recurrent,
      sensorySynapses: sensory)
  }

  /// Sequences of different lengths with irregular times, some of them 0, and some targets missing (NaN,
  /// weight 0). What lies after a sequence's end is NaN.
  package mutating func batch(for wiring: Wiring, loss: Loss, count: Int, steps: Int) -> SequenceBatch {
    let targetWidth = loss == .crossEntropy ? 1 : wiring.outputs
    let lengths = (0..<count).map { $0 == 0 ? steps : 1 + integer(below: steps) }
    var (inputs, elapsed, targets, weights): ([Float], [Float], [Float], [Float]) = ([], [], [], [])
    for sequence in 0..<count {
      for step in 0..<steps {
        let inside = step < lengths[sequence]
        for _ in 0..<wiring.inputs { inputs.append(inside ? Float(normal()) : .nan) }
        elapsed.append(inside ? (uniform() < 0.15 ? 0 : Float(uniform(0.05, 3))) : .nan)
        for _ in 0..<targetWidth {
          let isMissing = !inside || uniform() < 0.2
          let value =
            switch loss {
            case .crossEntropy: Double(integer(below: wiring.outputs))
            case .binaryCrossEntropy: Double(integer(below: 2))
            default: normal()
            }
          targets.append(isMissing ? .nan : Float(value))
          weights.append(isMissing ? 0 : Float(uniform(0.5, 2)))
        }
      }
    }
    return SequenceBatch(
      unchecked: count, steps: steps, inputWidth: wiring.inputs, targetWidth: targetWidth, lengths: lengths,
      inputs: inputs, elapsed: elapsed, targets: targets, targetWeights: weights)
  }

  /// Parameters like the initial ones but away from special values: every tensor is moved a little, so that
  /// maps, reversal potentials and leaks are all different.
  package mutating func parameters(for cell: some NetworkCell) -> [Float] {
    cell.initialParameters(seed: next()).map { $0 + Float(uniform(0, 0.3)) }
  }
}

extension SeededGenerator {
  /// A small LTC with random parameters.
  package mutating func model(options: LTC.Options = .init()) throws -> Model {
    let wiring = try wiring(inputs: 3, neurons: 8, outputs: 2, density: 0.5)
    let cell = try LTC(wiring: wiring, options: options)
    return try Model(cell: cell, parameters: parameters(for: cell))
  }

  /// A small CfC with random parameters, on a wiring with every synapse or with half of them.
  package mutating func cfcModel(options: CfC.Options, density: Double) throws -> Model {
    let wiring = try layeredWiring(inputs: 3, neurons: 8, outputs: 2, density: density)
    let cell = try CfC(wiring: wiring, options: options)
    return try Model(cell: cell, parameters: parameters(for: cell))
  }

  /// A wiring like `wiring`, with neurons of all three layers in random order after the motor neurons.
  package mutating func layeredWiring(
    inputs: Int, neurons: Int, outputs: Int, density: Double
  ) throws -> Wiring {
    let plain = try wiring(inputs: inputs, neurons: neurons, outputs: outputs, density: density)
    let layers = (0..<neurons).map { neuron -> Wiring.Layer in
      neuron < outputs ? .motor : (uniform() < 0.5 ? .command : .inter)
    }
    return try Wiring(
      kind: "test", inputs: inputs, outputs: outputs, layers: layers, synapses: plain.synapses,
      sensorySynapses: plain.sensorySynapses)
  }

  /// Standard normal inputs, `[steps, width]`.
  package mutating func sequence(steps: Int, width: Int) -> [Float] {
    (0..<steps * width).map { _ in Float(normal()) }
  }
}

extension NetworkTrace {
  /// The states after a step, `[neurons]`.
  package func state(at step: Int) -> ArraySlice<Float> {
    let neurons = states.count / steps
    return states[step * neurons..<(step + 1) * neurons]
  }
}
