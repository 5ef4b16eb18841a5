import Liquid
import Testing

@Suite struct DiagonalWiringTests {
  @Test func eachNeuronReachesItselfAndEachInputReachesAll() throws {
    let wiring = try Wiring.diagonal(inputs: 3, units: 7, outputs: 2, seed: 1)
    #expect(wiring.synapses.map { [$0.target, $0.source] } == (0..<7).map { [$0, $0] })
    #expect(wiring.sensorySynapses.map { [$0.target, $0.source] } == (0..<21).map { [$0 / 3, $0 % 3] })
    #expect(wiring.layers == [.motor, .motor, .inter, .inter, .inter, .inter, .inter])
    #expect(wiring.kind == "diagonal")
    #expect(try wiring == .diagonal(inputs: 3, units: 7, outputs: 2, seed: 1))
  }

  @Test func sizesThatDoNotGoTogetherAreRefused() {
    for (inputs, units, outputs) in [(0, 3, 1), (1, 3, 0), (1, 2, 3)] {
      #expect(throws: WiringError.badSizes(inputs: inputs, neurons: units, outputs: outputs)) {
        _ = try Wiring.diagonal(inputs: inputs, units: units, outputs: outputs, seed: 1)
      }
    }
    #expect(throws: WiringError.self) {
      _ = try Wiring.diagonal(inputs: .max, units: .max, outputs: 1, seed: 1)
    }
  }

  @Test func manyNeuronsAreNoReasonToRefuseIt() throws {
    // A full wiring of so many has more pairs than one may have.
    let wiring = try Wiring.diagonal(inputs: 2, units: 10_000, outputs: 1, seed: 1)
    #expect(wiring.synapses.count == 10_000 && wiring.sensorySynapses.count == 20_000)
  }
}
