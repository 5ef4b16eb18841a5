import Liquid
import LnnTop
import Telemetry
import Testing

@Suite struct ModelSummaryTests {
  @Test func neuronsOfALayeredNetworkAreNamedByTheirLayer() throws {
    let wiring = try Wiring.autoNCP(inputs: 2, units: 9, outputs: 2, seed: 1)
    let neurons = ModelSummary(Model(cell: try LTC(wiring: wiring), seed: 1)).neurons
    #expect(neurons[1] == NeuronSummary(name: "motor 1", layer: "motor"))
    #expect(neurons[2] == NeuronSummary(name: "command 0", layer: "command"))
    #expect(neurons[8].layer == "inter")
  }

  @Test func neuronsThatAreAllAlikeAreNumbered() throws {
    let wiring = try Wiring.fullyConnected(inputs: 2, units: 4, outputs: 1, seed: 1)
    let motors = try Wiring.fullyConnected(inputs: 2, units: 4, outputs: 4, seed: 1)
    let cells: [any NetworkCell] = [
      try LSTM(wiring: wiring), try GRU(wiring: wiring), try CTGRU(wiring: wiring),
      try LTC(wiring: motors, options: .init(projection: 1)),
    ]
    for cell in cells {
      let summary = ModelSummary(Model(cell: cell, seed: 1))
      #expect(
        summary.neurons == (0..<4).map { NeuronSummary(name: "unit \($0)", layer: "hidden") },
        "\(summary.cell)")
      #expect(summary.synapses.count == 4 * 4 + 2 * 4, "\(summary.cell)")
    }
  }
}
