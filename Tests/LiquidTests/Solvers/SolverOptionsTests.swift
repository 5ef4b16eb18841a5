import Foundation
import Liquid
import TestSupport
import Testing

@Suite struct SolverOptionsTests {
  @Test
  func ofAnLTCFromBeforeThereWasAChoiceAreFused() throws {
    let json = """
      {"unfolds": 4, "constraints": "explicit", "inputMap": "linear", "outputMap": "none", "mixedMemory": false}
      """
    let options = try JSONDecoder().decode(LTC.Options.self, from: Data(json.utf8))
    #expect(
      options
        == .init(unfolds: 4, constraints: .explicit, inputMap: .linear, outputMap: .none, solver: .fused))
    let unknown = Data(json.replacingOccurrences(of: "}", with: ", \"solver\": \"magic\"}").utf8)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(LTC.Options.self, from: unknown) }
  }

  @Test(arguments: [0, -1, 1001])
  func areRefusedWhereANumberOfSubStepsIsNotAllowed(_ unfolds: Int) {
    let error = ArchitectureError.invalidOption(
      name: "unfolds", value: "\(unfolds)", allowed: "between 1 and 1000")
    #expect(throws: error) { try CTRNN.Options(unfolds: unfolds).validate() }
    #expect(throws: error) { try NeuralODE.Options(unfolds: unfolds).validate() }
    #expect(throws: error) { try LTC.Options(unfolds: unfolds, solver: .rk4).validate() }
  }

  @Test
  func areRefusedWhereTheEquationHasNothingToTakeAtAStepsEndInOneClearLine() {
    let error = #expect(throws: ArchitectureError.self) { try NeuralODE.Options(solver: .fused).validate() }
    #expect(
      error?.description
        == "the option solver is fused; it must be euler or rk4 for the cell neural-ode, which has no leak")
  }

  @Test
  func doNotHelpACTRNNOrANeuralODEOnAWiringWithASynapseMissingInOneClearLine() throws {
    let wiring = try Wiring.autoNCP(inputs: 3, units: 20, outputs: 2, seed: 1)
    let error = #expect(throws: ArchitectureError.self) { try CTRNN.validate(wiring, options: .init()) }
    #expect(
      error?.description
        == "the cell ct-rnn needs a wiring with every synapse, such as full")
    #expect(throws: ArchitectureError.self) { try NeuralODE.validate(wiring, options: .init()) }
    let full = try Wiring.fullyConnected(inputs: 3, units: 5, outputs: 2, seed: 1)
    try CTRNN.validate(full, options: .init())
    try NeuralODE.validate(full, options: .init())
  }

  @Test(arguments: [Solver.euler, .rk4])
  func mayGoWithAMixedMemoryWhoseGradientIsThatOfItsOwnLoss(_ solver: Solver) throws {
    var generator = SeededGenerator(seed: 8)
    let wiring = try generator.wiring(inputs: 2, neurons: 4, outputs: 2, density: 0.6)
    let cell = try LTC(wiring: wiring, options: .init(unfolds: 9, mixedMemory: true, solver: solver))
    let parameters = generator.parameters(for: cell)
    let batch = generator.batch(for: wiring, loss: .meanSquaredError, count: 20, steps: 4)
    let engine = try GradientEngine(cell: cell, loss: .meanSquaredError, threads: 1)
    let estimate = parameters.indices.map { coordinate in
      finiteDifference(
        of: { engine.lossAndGradient(uncheckedParameters: $0.map(Float.init), batch: batch) },
        at: parameters.map(Double.init), coordinate: coordinate, step: 0.01)
    }
    _ = engine.lossAndGradient(uncheckedParameters: parameters, batch: batch)
    let largest = estimate.reduce(0) { max($0, abs($1)) }
    for (index, value) in engine.gradient.enumerated() {
      #expect(abs(Double(value) - estimate[index]) < 2e-3 * largest, "parameter \(index)")
    }
  }

  // A network with hardly any synapse sees too little to learn from.
  @Test(arguments: NetworkVariant.all.solved.filter { $0.density > 0.1 })
  func letANetworkLearnTogetherWithAdam(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 9)
    var model = try variant.model(&generator, inputs: 3, neurons: 8, outputs: 2)
    let cell = model.cell
    let batch = generator.batch(for: cell.wiring, loss: .crossEntropy, count: 8, steps: 6)
    let engine = try GradientEngine(cell: cell, loss: .crossEntropy, threads: 1)
    var adam = Adam(parameterCount: model.parameterCount)
    let before = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch)
    // In small steps: those of an explicit solver blow up where a time constant becomes too short for them.
    for _ in 0..<250 {
      _ = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch)
      adam.step(
        parameters: &model.parameters, gradient: engine.gradient, learningRate: 0.005, layout: cell.layout)
    }
    let after = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch)
    #expect(after < 0.9 * before, "from \(before) to \(after)")
  }
}
