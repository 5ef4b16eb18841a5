import Foundation
import Liquid
import Testing

/// A network of another implementation: its parameters under our names, what it computes on one sequence, and its
/// gradient. The scripts beside the files in Tests/Fixtures make them.
struct NetworkFixture<Options: CellOptions>: Decodable {
  let name: String
  let options: Options
  let outputs: Int
  /// The layer of each neuron.
  let kinds: [Wiring.Layer]
  /// source, target, polarity
  let synapses: [[Int]]
  let sensorySynapses: [[Int]]
  let parameters: [String: [Float]]
  /// `[steps, inputs]`
  let inputs: [Float]
  let elapsed: [Float]
  let expectedOutputs: [Double]
  /// After the last step, `[neurons]`.
  let expectedStates: [Double]
  /// Of the mean of the squared outputs.
  let expectedGradient: [String: [Double]]

  static func all(in file: String) throws -> [NetworkFixture] {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let data = try Data(contentsOf: tests.appendingPathComponent("Fixtures/" + file))
    return try JSONDecoder().decode([NetworkFixture].self, from: data)
  }

  func model<C: NetworkCell>(_ type: C.Type) throws -> Model where C.Options == Options {
    let wiring = try Wiring(
      kind: "fixture", inputs: inputs.count / elapsed.count, outputs: outputs, layers: kinds,
      synapses: synapses.map { .init(source: $0[0], target: $0[1], polarity: $0[2]) },
      sensorySynapses: sensorySynapses.map { .init(source: $0[0], target: $0[1], polarity: $0[2]) })
    var model = Model(cell: try C(wiring: wiring, options: options), seed: 0)
    #expect(Set(model.cell.layout.entries.map(\.name)) == Set(parameters.keys), "\(name)")
    for entry in model.cell.layout.entries {
      model[parameter: entry.name] = ArraySlice(
        try #require(parameters[entry.name], "\(name): \(entry.name)"))
    }
    return model
  }

  /// The sequence with targets 0.
  func batch(width: Int) -> SequenceBatch {
    let steps = elapsed.count
    return SequenceBatch(
      unchecked: 1, steps: steps, inputWidth: inputs.count / steps, targetWidth: width, lengths: [steps],
      inputs: inputs, elapsed: elapsed, targets: Array(repeating: 0, count: steps * width),
      targetWeights: Array(repeating: 1, count: steps * width))
  }

  /// Holds a network with the fixture's parameters against it: outputs and final states to 1e-5, every tensor's
  /// gradient to 1e-4 of its largest element.
  func expectAgreement<C: NetworkCell>(_ type: C.Type) throws where C.Options == Options {
    let model = try model(type)
    let batch = batch(width: model.cell.outputWidth)
    let engine = try GradientEngine(cell: model.cell, loss: .meanSquaredError, threads: 1)
    expectClose(
      engine.outputs(uncheckedParameters: model.parameters, batch: batch), expectedOutputs, 1e-5, "outputs")
    let trace = try #require(model.traces(inputs: [inputs], elapsed: elapsed).first)
    expectClose(Array(trace.states.suffix(kinds.count)), expectedStates, 1e-5, "states")
    _ = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch)
    for entry in model.cell.layout.entries {
      let expected = try #require(expectedGradient[entry.name])
      let largest = expected.reduce(0) { max($0, abs($1)) }
      expectClose(Array(engine.gradient[entry.range]), expected, 1e-4 * largest + 1e-12, entry.name)
    }
  }

  private func expectClose(_ values: [Float], _ expected: [Double], _ tolerance: Double, _ what: String) {
    #expect(values.count == expected.count, "\(name), \(what)")
    let worst = zip(values, expected).reduce(0.0) { max($0, abs(Double($1.0) - $1.1)) }
    #expect(worst < tolerance, "\(name), \(what)")
  }
}
