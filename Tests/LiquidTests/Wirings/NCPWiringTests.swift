import Liquid
import Testing

@Suite struct NCPWiringTests {
  @Test
  func layersAndFansAreThoseAskedForForAnySizesAndSeed() throws {
    for seed in UInt64(0)..<200 {
      var generator = SeededGenerator(seed: seed)
      let sizes = NCPSizes.drawn(&generator)
      let inputs = 1 + generator.integer(below: 10)
      let wiring = try Wiring.ncp(inputs: inputs, sizes: sizes, seed: seed)
      let expected =
        Array(repeating: Wiring.Layer.motor, count: sizes.motor)
        + Array(repeating: .command, count: sizes.command) + Array(repeating: .inter, count: sizes.inter)
      #expect(wiring.layers == expected, "seed \(seed)")
      #expect(wiring.outputs == sizes.motor && wiring.inputs == inputs, "seed \(seed)")
      #expect(wiring.unreached.isEmpty, "seed \(seed)")
      let recurrent = wiring.fanOuts(from: .command, to: .command).reduce(0, +)
      #expect(recurrent == sizes.recurrentCommandSynapses, "seed \(seed)")
      // Neurons that the draw forgot add synapses to the fixed fans, never take any away.
      #expect(
        wiring.fanOuts(from: .inter, to: .command).allSatisfy { $0 >= sizes.interFanout }, "seed \(seed)")
      #expect(
        wiring.fanIns(to: .motor, from: .command).allSatisfy { $0 >= sizes.motorFanin }, "seed \(seed)")
      #expect(wiring.fanOuts(from: .command, to: .motor).allSatisfy { $0 >= 1 }, "seed \(seed)")
      #expect(wiring.fanIns(to: .command, from: .inter).allSatisfy { $0 >= 1 }, "seed \(seed)")
    }
  }

  @Test
  func synapsesRunFromInputsToInterInterToCommandCommandToCommandAndMotorNowhereElse() throws {
    for seed in UInt64(0)..<50 {
      var generator = SeededGenerator(seed: seed)
      let wiring = try Wiring.ncp(inputs: 5, sizes: .drawn(&generator), seed: seed)
      let pairs = Set(wiring.synapses.map { [wiring.layers[$0.source], wiring.layers[$0.target]] })
      #expect(
        pairs.isSubset(of: [[.inter, .command], [.command, .command], [.command, .motor]]), "seed \(seed)")
      #expect(wiring.sensorySynapses.allSatisfy { wiring.layers[$0.target] == .inter }, "seed \(seed)")
    }
  }

  @Test
  func eachInputReachesAsManyInterNeuronsAsItsFanOut() throws {
    for seed in UInt64(0)..<50 {
      // 20 inputs onto 10 neurons, half each: none is forgotten, so that the fan-out is exact.
      let wiring = try Wiring.ncp(
        inputs: 20, inter: 10, command: 4, motor: 2, sensoryFanout: 5, interFanout: 2,
        recurrentCommandSynapses: 3, motorFanin: 2, seed: seed)
      let counts = (0..<20).map { input in wiring.sensorySynapses.count { $0.source == input } }
      #expect(counts == Array(repeating: 5, count: 20), "seed \(seed)")
    }
  }

  @Test
  func aForgottenInterNeuronGetsTheMeanFanInOfItsLayer() throws {
    // 4 inputs reach 1 of 3 neurons each: the mean fan-in is 4 / 3, rounded down 1.
    for seed in UInt64(0)..<50 {
      let wiring = try Wiring.ncp(
        inputs: 4, inter: 3, command: 2, motor: 1, sensoryFanout: 1, interFanout: 1,
        recurrentCommandSynapses: 0, motorFanin: 1, seed: seed)
      let added = wiring.sensorySynapses.count - 4
      let fanIns = wiring.ids(.inter).map { id in wiring.sensorySynapses.count { $0.target == id } }
      #expect(fanIns.allSatisfy { $0 >= 1 } && added <= 2, "seed \(seed)")
      #expect(added == 0 || fanIns.count { $0 == 1 } >= added, "seed \(seed)")
    }
  }

  @Test
  func polaritiesArePlus1And1WithEqualChance() throws {
    let wiring = try Wiring.autoNCP(inputs: 40, units: 200, outputs: 10, seed: 3)
    #expect(abs(wiring.excitingShare - 0.5) < 0.03)
  }

  @Test(arguments: [
    (7, 1, 1, 1, WiringError.badFan(name: "sensory fan-out", value: 7, limit: 6)),
    (0, 1, 1, 1, .badFan(name: "sensory fan-out", value: 0, limit: 6)),
    (1, 4, 1, 1, .badFan(name: "inter fan-out", value: 4, limit: 3)),
    (1, 1, 1, 4, .badFan(name: "motor fan-in", value: 4, limit: 3)),
    (1, 1, 10, 1, .badRecurrence(synapses: 10, limit: 9)),
    (1, 1, -1, 1, .badRecurrence(synapses: -1, limit: 9)),
  ])
  func aFanThatDoesNotFitItsLayerIsAnError(
    sensory: Int, inter: Int, recurrent: Int, motor: Int, error: WiringError
  ) {
    #expect(throws: error) {
      try Wiring.ncp(
        inputs: 2, inter: 6, command: 3, motor: 2, sensoryFanout: sensory, interFanout: inter,
        recurrentCommandSynapses: recurrent, motorFanin: motor, seed: 1)
    }
  }

  @Test(arguments: [(0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 0, 1), (1, 1, 1, 0)])
  func anEmptyLayerIsAnError(inputs: Int, inter: Int, command: Int, motor: Int) {
    #expect(throws: WiringError.badSizes(inputs: inputs, neurons: inter + command + motor, outputs: motor)) {
      try Wiring.ncp(
        inputs: inputs, inter: inter, command: command, motor: motor, sensoryFanout: 1, interFanout: 1,
        recurrentCommandSynapses: 0, motorFanin: 1, seed: 1)
    }
  }
}
