import Liquid
import Testing

@Suite struct AutoNCPWiringTests {
  @Test
  func theSizesFollowFromUnitsOutputsAndSparsity() throws {
    #expect(
      try NCPSizes(units: 32, outputs: 4, sparsity: 0.5)
        == NCPSizes(
          inter: 17, command: 11, motor: 4, sensoryFanout: 8, interFanout: 5, recurrentCommandSynapses: 11,
          motorFanin: 5))
    #expect(
      try NCPSizes(units: 4, outputs: 1, sparsity: 0)
        == NCPSizes(
          inter: 2, command: 1, motor: 1, sensoryFanout: 2, interFanout: 1, recurrentCommandSynapses: 1,
          motorFanin: 1))
  }

  @Test
  func of32UnitsWith4OutputsAnd8InputsHave116Plus64SynapsesButForNeuronsTheDrawForgot() throws {
    let wirings = try (UInt64(0)..<100).map {
      try Wiring.autoNCP(inputs: 8, units: 32, outputs: 4, seed: $0)
    }
    #expect(wirings.map(\.synapses.count).min() == 116)
    #expect(wirings.map(\.sensorySynapses.count).min() == 64)
    // A forgotten command neuron costs one synapse, a forgotten inter neuron three.
    #expect(wirings.allSatisfy { (116...122).contains($0.synapses.count) })
    #expect(wirings.allSatisfy { [64, 67, 70].contains($0.sensorySynapses.count) })
  }

  @Test
  func of302UnitsWith20OutputsAnd8InputsHave10752Plus680Synapses() throws {
    let wiring = try Wiring.autoNCP(inputs: 8, units: 302, outputs: 20, seed: 1)
    #expect(wiring.synapses.count == 10_752)
    #expect(wiring.sensorySynapses.count >= 680 && wiring.sensorySynapses.count < 700)
    #expect(wiring.fanIns(to: .motor, from: .command) == Array(repeating: 56, count: 20))
    #expect(wiring.fanOuts(from: .inter, to: .command) == Array(repeating: 56, count: 170))
  }

  @Test
  func anySizesThatAreAllowedGiveAWiringInWhichEveryNeuronIsReached() throws {
    for seed in UInt64(0)..<200 {
      var generator = SeededGenerator(seed: seed)
      let outputs = 1 + generator.integer(below: 8)
      let units = outputs + 3 + generator.integer(below: 40)
      let wiring = try Wiring.autoNCP(
        inputs: 1 + generator.integer(below: 6), units: units, outputs: outputs,
        sparsity: generator.uniform(), seed: seed)
      #expect(wiring.neurons == units && wiring.outputs == outputs, "seed \(seed)")
      #expect(wiring.unreached.isEmpty, "seed \(seed)")
      #expect(wiring.kind == "auto-ncp", "seed \(seed)")
    }
  }

  @Test
  func tooFewUnitsAndImpossibleSparsitiesAreErrors() {
    #expect(throws: WiringError.tooFewUnits(units: 6, outputs: 4, minimum: 7)) {
      try Wiring.autoNCP(inputs: 1, units: 6, outputs: 4, seed: 1)
    }
    for sparsity in [-0.1, 1, .infinity] {
      #expect(throws: WiringError.badSparsity(sparsity)) {
        try Wiring.autoNCP(inputs: 1, units: 10, outputs: 4, sparsity: sparsity, seed: 1)
      }
    }
    #expect(throws: WiringError.self) {
      try Wiring.autoNCP(inputs: 1, units: 10, outputs: 4, sparsity: .nan, seed: 1)
    }
    #expect(throws: WiringError.badSizes(inputs: 1, neurons: 10, outputs: 0)) {
      try Wiring.autoNCP(inputs: 1, units: 10, outputs: 0, seed: 1)
    }
    #expect(throws: WiringError.badSizes(inputs: 0, neurons: 10, outputs: 2)) {
      try Wiring.autoNCP(inputs: 0, units: 10, outputs: 2, seed: 1)
    }
  }
}
