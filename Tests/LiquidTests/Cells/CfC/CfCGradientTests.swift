import Liquid
import TestSupport
import Testing

@Suite("The gradient of a CfC")
struct CfCGradientTests {
  @Test("in the reference agrees with finite differences to 1e-6", arguments: CfCVariant.all)
  func reference(_ variant: CfCVariant) throws {
    try withSeeds(1) { seed, generator in
      let wiring = try generator.layeredWiring(inputs: 2, neurons: 5, outputs: 2, density: variant.density)
      let cell = CfC(wiring: wiring, options: variant.options)
      let point = generator.parameters(for: cell).map(Double.init)
      let batch = generator.batch(for: wiring, loss: variant.loss, count: 2, steps: 4)
      let exact = ReferenceCfC(cell: cell, parameters: point).gradient(variant.loss, batch)
      let coordinates = sampledCoordinates(of: cell.layout)
      let estimate = coordinates.map { coordinate in
        finiteDifference(
          of: { ReferenceCfC(cell: cell, parameters: $0).loss(variant.loss, batch) }, at: point,
          coordinate: coordinate, step: 2e-5)
      }
      #expect(relativeError(coordinates.map { exact[$0] }, estimate) < 1e-6, "seed \(seed)")
    }
  }

  @Test("in the kernels agrees with the reference to 1e-3, every parameter", arguments: CfCVariant.all)
  func kernels(_ variant: CfCVariant) throws {
    try withSeeds(4) { seed, generator in
      let neurons = 5 + generator.integer(below: 9)
      let wiring = try generator.layeredWiring(
        inputs: 3, neurons: neurons, outputs: 3, density: variant.density)
      let cell = CfC(wiring: wiring, options: variant.options)
      let parameters = generator.parameters(for: cell)
      let count = 1 + generator.integer(below: 40)
      let batch = generator.batch(for: wiring, loss: variant.loss, count: count, steps: 7)
      let engine = GradientEngine(cell: cell, loss: variant.loss, threads: 2)
      let loss = engine.lossAndGradient(parameters: parameters, batch: batch)
      let reference = ReferenceCfC(cell: cell, parameters: parameters.map(Double.init))
      let expected = reference.loss(variant.loss, batch)
      #expect(abs(loss - expected) < 1e-5 * max(1, expected), "seed \(seed)")
      let error = relativeError(engine.gradient.map(Double.init), reference.gradient(variant.loss, batch))
      #expect(error < 1e-3, "seed \(seed)")
    }
  }

  @Test("has the same bits for any number of threads", arguments: CfCVariant.all.prefix(5))
  func threads(_ variant: CfCVariant) throws {
    try withSeeds(2) { seed, generator in
      let model = try generator.cfcModel(options: variant.options, density: variant.density)
      let batch = generator.batch(for: model.cell.wiring, loss: variant.loss, count: 75, steps: 9)
      let results = [1, 2, 3, 8].map { threads in
        let engine = GradientEngine(cell: model.cell, loss: variant.loss, threads: threads)
        let value = engine.lossAndGradient(parameters: model.parameters, batch: batch)
        return (value, engine.gradient, engine.outputs(parameters: model.parameters, batch: batch))
      }
      for result in results {
        #expect(result.0 == results[0].0 && result.0.isFinite, "seed \(seed)")
        #expect(result.1 == results[0].1 && result.2 == results[0].2, "seed \(seed)")
      }
    }
  }

  @Test("is not touched by the steps behind a sequence's end, whatever the network does there")
  func padding() throws {
    let wiring = try Wiring(
      kind: "one", inputs: 1, outputs: 1, layers: [.motor],
      synapses: [.init(source: 0, target: 0, polarity: 1)],
      sensorySynapses: [.init(source: 0, target: 0, polarity: 1)])
    // Without elapsed time this network multiplies its state by -1e6 a step.
    var model = Model(
      cell: CfC(wiring: wiring, options: .init(mode: .pure, backboneLayers: 0, outputMap: .none)), seed: 1)
    model[parameter: "ff1_w"] = [0.1, 1e6]
    let targets = [Float](repeating: 1, count: 40)
    let batch = SequenceBatch(
      count: 2, steps: 20, inputWidth: 1, targetWidth: 1, lengths: [20, 1], inputs: targets,
      elapsed: Array(repeating: 1, count: 40), targets: targets,
      targetWeights: (0..<40).map { $0 == 0 || $0 == 20 ? 1 : 0 })
    let engine = GradientEngine(cell: model.cell, loss: .meanSquaredError, threads: 1)
    #expect(engine.lossAndGradient(parameters: model.parameters, batch: batch).isFinite)
    #expect(engine.gradient.allSatisfy { $0.isFinite })
  }

  @Test("lets w_tau leave 0, where its absolute value has a kink")
  func kink() throws {
    var generator = SeededGenerator(seed: 3)
    let wiring = try generator.layeredWiring(inputs: 2, neurons: 4, outputs: 2, density: 1)
    let model = Model(cell: CfC(wiring: wiring, options: .init(mode: .pure)), seed: 1)
    let batch = generator.batch(for: wiring, loss: .meanSquaredError, count: 4, steps: 5)
    let engine = GradientEngine(cell: model.cell, loss: .meanSquaredError, threads: 1)
    _ = engine.lossAndGradient(parameters: model.parameters, batch: batch)
    #expect(model[parameter: "w_tau"].allSatisfy { $0 == 0 })
    #expect(engine.gradient[model.cell.layout["w_tau"]].allSatisfy { $0 != 0 })
  }

  @Test("makes the loss small together with Adam", arguments: CfC.Mode.allCases, [0.5, 1])
  func training(_ mode: CfC.Mode, density: Double) throws {
    var generator = SeededGenerator(seed: 9)
    var model = try generator.cfcModel(options: .init(mode: mode, backboneUnits: 16), density: density)
    let batch = generator.batch(for: model.cell.wiring, loss: .crossEntropy, count: 8, steps: 6)
    let engine = GradientEngine(cell: model.cell, loss: .crossEntropy, threads: 1)
    var adam = Adam(parameterCount: model.parameterCount)
    let before = engine.lossAndGradient(parameters: model.parameters, batch: batch)
    for _ in 0..<300 {
      _ = engine.lossAndGradient(parameters: model.parameters, batch: batch)
      adam.step(
        parameters: &model.parameters, gradient: engine.gradient, learningRate: 0.02,
        layout: model.cell.layout)
    }
    let after = engine.lossAndGradient(parameters: model.parameters, batch: batch)
    #expect(after < 0.7 * before, "from \(before) to \(after)")
  }
}
