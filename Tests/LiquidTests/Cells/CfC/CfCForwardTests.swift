import Liquid
import TestSupport
import Testing

@Suite struct CfCForwardTests {
  @Test(arguments: [Float(1e30), -1e30])
  func staysFiniteForInputsThatOverflowAndSoDoesTheGradient(_ value: Float) throws {
    for density in [0.5, 1] {
      var generator = SeededGenerator(seed: 2)
      let model = try generator.cfcModel(options: .init(backboneUnits: 9), density: density)
      let batch = SequenceBatch(
        unchecked: 1, steps: 4, inputWidth: 3, targetWidth: 2, lengths: [4],
        inputs: Array(repeating: value, count: 12), elapsed: [1, 0, 1, 100],
        targets: Array(repeating: 0.5, count: 8), targetWeights: Array(repeating: 1, count: 8))
      let engine = try GradientEngine(cell: model.cell, loss: .meanSquaredError, threads: 1)
      #expect(engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch) < 100)
      #expect(engine.gradient.allSatisfy { abs($0) < 100 }, "density \(density)")
    }
  }

  @Test
  func ofAWiredNetworkLetsAnInputActOnTheOutputsWithinOneStep() throws {
    let wiring = try Wiring.autoNCP(inputs: 2, units: 12, outputs: 2, seed: 4)
    let model = Model(cell: try CfC(wiring: wiring), seed: 4)
    let answers = model.traces(inputs: [[0, 0], [1, -1]], elapsed: [1]).map(\.outputs)
    #expect(answers[0] != answers[1])
  }
}

@Suite struct CfCSparsityTests {
  @Test(arguments: CfC.Mode.allCases)
  func haveAJacobianOfExactlyZeroAndTheWiredOnesHaveNot(_ mode: CfC.Mode) throws {
    try withSeeds(5) { seed, generator in
      let wiring = try Wiring.autoNCP(inputs: 4, units: 14, outputs: 2, seed: seed)
      let cell = try CfC(wiring: wiring, options: .init(mode: mode))
      let model = try Model(cell: cell, parameters: generator.parameters(for: cell))
      let inputs = generator.sequence(steps: 1, width: 4)
      let reached = reachedWithinStep(wiring)
      let base = model.traces(inputs: [inputs], elapsed: [0.7])[0].states
      for channel in 0..<4 {
        var moved = inputs
        moved[channel] += 0.5
        let states = model.traces(inputs: [moved], elapsed: [0.7])[0].states
        for neuron in 0..<wiring.neurons {
          #expect(
            (states[neuron] != base[neuron]) == reached[channel].contains(neuron),
            "seed \(seed), input \(channel), neuron \(neuron)")
        }
      }
    }
  }

  /// The neurons that a path of synapses leads to from each input within a step: inter, then command, then
  /// motor.
  private func reachedWithinStep(_ wiring: Wiring) -> [Set<Int>] {
    (0..<wiring.inputs).map { channel in
      var reached = Set(wiring.sensorySynapses.filter { $0.source == channel }.map(\.target))
      for (from, to) in [(Wiring.Layer.inter, Wiring.Layer.command), (.command, .motor)] {
        for synapse in wiring.synapses
        where wiring.layers[synapse.source] == from && wiring.layers[synapse.target] == to {
          if reached.contains(synapse.source) { reached.insert(synapse.target) }
        }
      }
      return reached
    }
  }

  @Test(arguments: CfC.Mode.allCases)
  func betweenNeuronsAreExactlyZeroOverAStepToo(_ mode: CfC.Mode) throws {
    let wiring = try Wiring.autoNCP(inputs: 2, units: 14, outputs: 2, seed: 8)
    let model = Model(cell: try CfC(wiring: wiring, options: .init(mode: mode)), seed: 8)
    let commands = wiring.layers.indices.filter { wiring.layers[$0] == .command }
    func states(clamping neuron: Int, to value: Float) -> [Float] {
      model.traces(
        inputs: [[0.3, -0.2]], elapsed: [1], interventions: [.clamp(neuron, at: value)])[0]
        .states
    }
    for source in commands {
      let (low, high) = (states(clamping: source, to: -0.4), states(clamping: source, to: 0.6))
      for target in commands where target != source {
        let isWired = wiring.synapses.contains { $0.source == source && $0.target == target }
        #expect((low[target] != high[target]) == isWired, "\(source) -> \(target)")
      }
    }
  }
}
