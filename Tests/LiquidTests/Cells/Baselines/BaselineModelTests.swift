import Foundation
import Liquid
import TestSupport
import Testing

@Suite struct BaselineParameterTests {
  private let wiring = Result { try Wiring.fullyConnected(inputs: 6, units: 20, outputs: 3, seed: 1) }

  @Test
  func haveTheShapesOfPyTorchsTensors() throws {
    func shapes(_ cell: any NetworkCell) -> [String: [Int]] {
      Dictionary(uniqueKeysWithValues: cell.layout.entries.map { ($0.name, $0.shape) })
    }
    let wiring = try wiring.get()
    #expect(
      shapes(try LSTM(wiring: wiring)) == [
        "weight_ih": [80, 6], "weight_hh": [80, 20], "bias_ih": [80], "bias_hh": [80], "readout_w": [3, 20],
        "readout_b": [3],
      ])
    #expect(
      shapes(try GRU(wiring: wiring)) == [
        "weight_ih": [60, 6], "weight_hh": [60, 20], "bias_ih": [60], "bias_hh": [60], "readout_w": [3, 20],
        "readout_b": [3],
      ])
    let gates = ["retrieval", "storage", "event"]
    #expect(
      shapes(try CTGRU(wiring: wiring))
        == Dictionary(uniqueKeysWithValues: gates.flatMap { [($0 + "_w", [20, 26]), ($0 + "_b", [20])] })
        .merging(["readout_w": [3, 20], "readout_b": [3]]) { $1 })
  }

  @Test
  func startWithBiases0ButForTheForgetGates1() throws {
    for variant in NetworkVariant.all.gated {
      let model = Model(cell: try variant.cell(on: wiring.get()), seed: 3)
      for entry in model.cell.layout.entries where entry.shape.count == 1 {
        let isForget = entry.name == "bias_ih" && variant.cell == LSTM.self
        for (place, value) in model[parameter: entry.name].enumerated() {
          #expect(value == (isForget && (20..<40).contains(place) ? 1 : 0), "\(entry.name), \(place)")
        }
      }
    }
  }

  @Test
  func startWithOrthogonalRecurrentWeightsInEachGateOfAnLSTMOrGRU() throws {
    for variant in NetworkVariant.all.bare(LSTM.self, GRU.self) {
      let weights = Array(Model(cell: try variant.cell(on: wiring.get()), seed: 4)[parameter: "weight_hh"])
      for first in stride(from: 0, to: weights.count, by: 400) {
        for (a, b) in [(0, 0), (3, 3), (0, 1), (7, 19)] {
          let product = (0..<20).reduce(Float(0)) {
            $0 + weights[first + a * 20 + $1] * weights[first + b * 20 + $1]
          }
          #expect(abs(product - (a == b ? 1 : 0)) < 1e-5, "\(variant), \(first), \(a), \(b)")
        }
      }
    }
  }

  @Test(arguments: NetworkVariant.all.gated)
  func startXavierUniformElsewhereTheSameForTheSameSeed(_ variant: NetworkVariant) throws {
    let cell = try variant.cell(on: try wiring.get())
    let model = Model(cell: cell, seed: 5)
    for entry in cell.layout.entries where entry.shape.count == 2 && entry.name != "weight_hh" {
      let fans = (entry.name == "readout_w" ? 3 : 20) + entry.shape[1]
      let bound = Float((6 / Double(fans)).squareRoot())
      let values = model[parameter: entry.name]
      #expect(values.allSatisfy { abs($0) <= bound }, "\(entry.name)")
      #expect(values.contains { $0 > 0.9 * bound } && values.contains { $0 < -0.9 * bound }, "\(entry.name)")
    }
    #expect(cell.initialParameters(seed: 5) == model.parameters)
    #expect(cell.initialParameters(seed: 6) != model.parameters)
  }
}

@Suite struct BaselineModelFileTests {
  @Test(arguments: NetworkVariant.all.gated)
  func isRefusedForSizesThatItsSynapsesDoNotWarrant(_ variant: NetworkVariant) throws {
    let wiring = try Wiring.fullyConnected(inputs: 2, units: 3, outputs: 1, seed: 1)
    let cell = try variant.cell(on: wiring)
    let json = String(decoding: try JSONEncoder().encode(Architecture(cell)), as: UTF8.self)
    func change(_ text: String, _ replacement: String) throws -> Data {
      try #require(json.contains(text))
      return Data(json.replacingOccurrences(of: text, with: replacement).utf8)
    }
    let huge = try change("\"count\":2", "\"count\":1000000000")
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Architecture.self, from: huge) }
    for inputs in ["3", "1000000000", "\(Int.max)"] {
      let more = try JSONDecoder().decode(
        Architecture.self, from: change("\"inputs\":2", "\"inputs\":\(inputs)"))
      #expect(throws: ArchitectureError.incompleteWiring(cell: cell.identifier)) {
        try CellRegistry.makeCell(more)
      }
    }
  }
}
