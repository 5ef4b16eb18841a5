import Liquid
import TestSupport
import Testing

@Suite struct CfCGradientTests {
  @Test
  func isNotTouchedByTheStepsBehindASequencesEndWhateverTheNetworkDoesThere() throws {
    let wiring = try Wiring(
      kind: "one", inputs: 1, outputs: 1, layers: [.motor],
      synapses: [.init(source: 0, target: 0, polarity: 1)],
      sensorySynapses: [.init(source: 0, target: 0, polarity: 1)])
    // Without elapsed time this network multiplies its state by -1e6 a step.
    var model = Model(
      cell: try CfC(wiring: wiring, options: .init(mode: .pure, backboneLayers: 0, outputMap: .none)), seed: 1
    )
    model[parameter: "ff1_w"] = [0.1, 1e6]
    let targets = [Float](repeating: 1, count: 40)
    let batch = SequenceBatch(
      unchecked: 2, steps: 20, inputWidth: 1, targetWidth: 1, lengths: [20, 1], inputs: targets,
      elapsed: Array(repeating: 1, count: 40), targets: targets,
      targetWeights: (0..<40).map { $0 == 0 || $0 == 20 ? 1 : 0 })
    let engine = try GradientEngine(cell: model.cell, loss: .meanSquaredError, threads: 1)
    #expect(engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch).isFinite)
    #expect(engine.gradient.allSatisfy { $0.isFinite })
  }

  @Test
  func letsWTauLeave0WhereItsAbsoluteValueHasAKink() throws {
    var generator = SeededGenerator(seed: 3)
    let wiring = try generator.layeredWiring(inputs: 2, neurons: 4, outputs: 2, density: 1)
    let model = Model(cell: try CfC(wiring: wiring, options: .init(mode: .pure)), seed: 1)
    let batch = generator.batch(for: wiring, loss: .meanSquaredError, count: 4, steps: 5)
    let engine = try GradientEngine(cell: model.cell, loss: .meanSquaredError, threads: 1)
    _ = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch)
    #expect(model[parameter: "w_tau"].allSatisfy { $0 == 0 })
    #expect(engine.gradient[model.cell.layout["w_tau"]].allSatisfy { $0 != 0 })
  }

  @Test(arguments: CfC.Mode.allCases, [0.5, 1])
  func makesTheLossSmallTogetherWithAdam(_ mode: CfC.Mode, density: Double) throws {
    var generator = SeededGenerator(seed: 9)
    var model = try generator.cfcModel(options: .init(mode: mode, backboneUnits: 16), density: density)
    let batch = generator.batch(for: model.cell.wiring, loss: .crossEntropy, count: 8, steps: 6)
    let engine = try GradientEngine(cell: model.cell, loss: .crossEntropy, threads: 1)
    var adam = Adam(parameterCount: model.parameterCount)
    let before = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch)
    for _ in 0..<300 {
      _ = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch)
      adam.step(
        parameters: &model.parameters, gradient: engine.gradient, learningRate: 0.02,
        layout: model.cell.layout)
    }
    let after = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch)
    #expect(after < 0.7 * before, "from \(before) to \(after)")
  }
}
