import Liquid
import TestSupport
import Testing

@Suite struct NCPSWritingTests {
  @Test(arguments: NCPSReadingTests.fixtures.map(\.name))
  func isTheSameWhenItIsReadAgainBitForBit(name: String) throws {
    let model = try ImportFixture.named(name).model()
    let export = try NCPS.write(model)
    let again = try NCPS.read(export.bytes)
    #expect(again.assumptions.isEmpty)
    #expect(again.model.parameters.map(\.bitPattern) == model.parameters.map(\.bitPattern))
    #expect(again.model.cell.layout == model.cell.layout)
    #expect(again.model.cell.wiring == model.cell.wiring)
    #expect(ModelFile.bytes(of: again.model) == ModelFile.bytes(of: model))
    #expect(try NCPS.write(again.model).bytes == export.bytes)
  }

  @Test(arguments: NCPSReadingTests.fixtures.map(\.name))
  func hasTheKeysShapesAndTypesThatThePackageWrote(name: String) throws {
    let fixture = try ImportFixture.named(name)
    let written = try Safetensors(NCPS.write(fixture.model()).bytes).tensors
    let original = try Safetensors(fixture.bytes()).tensors
    let prefixes = ["model.rnn.", "rnn."]
    let prefix = prefixes.first { prefix in original.allSatisfy { $0.name.hasPrefix(prefix) } } ?? ""
    func signature(_ tensors: [SafetensorsTensor], dropping prefix: String) -> Set<String> {
      Set(tensors.map { "\($0.name.dropFirst(prefix.count)) \($0.shape) \($0.type)" })
    }
    if name == "cfc_dropout" || name == "wired_full" { return }
    #expect(signature(written, dropping: "") == signature(original, dropping: prefix))
  }

  @Test
  func keepsEveryBitOfParametersThatWereMadeHere() throws {
    for seed in UInt64(0)..<30 {
      let wirings = [
        try Wiring.fullyConnected(inputs: 2, units: 5, outputs: 3, seed: seed),
        try Wiring.random(inputs: 4, units: 9, outputs: 2, sparsity: 0.6, seed: seed),
        try Wiring.autoNCP(inputs: 3, units: 14, outputs: 2, seed: seed),
      ]
      for wiring in wirings {
        for constraints in LTC.Constraints.allCases {
          let options = LTC.Options(constraints: constraints, outputMap: .none, mixedMemory: seed % 2 == 0)
          try expectSameParameters(try LTC(wiring: wiring, options: options), seed: seed)
        }
      }
      let options = CfC.Options(
        mode: seed % 2 == 0 ? .pure : .noGate, heads: .ncps, inputMap: .none, outputMap: .none,
        mixedMemory: seed % 3 == 0)
      try expectSameParameters(try CfC(wiring: wirings[2], options: options), seed: seed)
    }
  }

  @Test
  func mayHave302Neurons() throws {
    let wiring = try Wiring.autoNCP(inputs: 8, units: 302, outputs: 20, seed: 1)
    try expectSameParameters(try LTC(wiring: wiring), seed: 1)
  }

  private func expectSameParameters(_ cell: any NetworkCell, seed: UInt64) throws {
    let model = Model(cell: cell, seed: seed)
    let again = try NCPS.read(NCPS.write(model).bytes).model
    #expect(again.parameters.map(\.bitPattern) == model.parameters.map(\.bitPattern), "seed \(seed)")
    #expect(again.cell.layout == cell.layout && again.cell.outputWidth == cell.outputWidth, "seed \(seed)")
  }

  @Test
  func hasHarmlessNumbersWhereThereIsNoSynapse() throws {
    let model = try ImportFixture.named("ltc_auto_ncp").model()
    let file = try Safetensors(NCPS.write(model).bytes)
    for tensor in file.tensors {
      let values = try tensor.floats()
      #expect(!values.contains { !$0.isFinite }, "\(tensor.name)")
    }
    let mask = try #require(file["rnn_cell.sparsity_mask"]).floats()
    let sigma = try #require(file["rnn_cell.sigma"]).floats()
    #expect(mask.filter { $0 == 1 }.count == model.cell.wiring.synapses.count)
    for (present, value) in zip(mask, sigma) where present == 0 { #expect(value == 1) }
  }

  @Test
  func computesTheSameWhereItsMapsAreFoldedIntoTheLayersNextToThem() throws {
    for seed in UInt64(0)..<20 {
      let full = try Wiring.fullyConnected(inputs: 3, units: 7, outputs: 2, seed: seed)
      let circuit = try Wiring.autoNCP(inputs: 3, units: 12, outputs: 2, seed: seed)
      let networks = [
        try CfC(wiring: full, options: .init(backboneUnits: 6)),
        try CfC(wiring: full, options: .init(mode: .noGate, backboneLayers: 0)),
        try CfC(
          wiring: full,
          options: .init(
            mode: .pure, backboneLayers: 2, backboneUnits: 5, inputMap: .linear, outputMap: .none)),
        try CfC(wiring: full, options: .init(backboneUnits: 4, projection: 3, mixedMemory: true)),
        try CfC(wiring: circuit, options: .init(heads: .ncps)),
        try CfC(wiring: circuit, options: .init(mode: .pure, heads: .ncps, projection: 1, mixedMemory: true)),
      ]
      for cell in networks { try expectSameOutputs(cell, seed: seed) }
    }
  }

  private func expectSameOutputs(_ cell: CfC, seed: UInt64) throws {
    var model = Model(cell: cell, seed: seed)
    var generator = SeededGenerator(seed: seed)
    for index in model.parameters.indices {
      model.parameters[index] += Float(generator.uniform(-0.3, 0.3))
    }
    let again = try NCPS.read(NCPS.write(model).bytes).model
    let inputs = (0..<24).map { _ in Float(generator.uniform(-1, 1)) }
    let elapsed = (0..<8).map { _ in Float(generator.uniform(0, 3)) }
    let ours = model.outputs(inputs: inputs, elapsed: elapsed)
    let theirs = again.outputs(inputs: inputs, elapsed: elapsed)
    #expect(ours.count == theirs.count && ours.count == 8 * cell.outputWidth, "seed \(seed)")
    for (value, other) in zip(ours, theirs) {
      #expect(abs(value - other) < 1e-5, "seed \(seed), \(cell.options)")
    }
  }

  @Test
  func saysHowToMakeTheModule() throws {
    func expression(_ name: String) throws -> String {
      try NCPS.write(ImportFixture.named(name).model()).expression
    }
    #expect(
      try expression("ltc_random")
        == "LTC(3, FullyConnected(8, 2), ode_unfolds=3, implicit_param_constraints=True, "
        + "input_mapping=\"affine\", output_mapping=\"affine\")")
    #expect(
      try expression("cfc_memory")
        == "CfC(3, 4, proj_size=2, mixed_memory=True, mode=\"default\", activation=\"lecun_tanh\", "
        + "backbone_units=5, backbone_layers=1)")
    #expect(try expression("cfc_no_gate_0") == "CfC(3, 4, mode=\"no_gate\", backbone_layers=0)")
  }

  @Test
  func isRefusedWhereThePackageHasNoSuchNetwork() throws {
    let wiring = try Wiring.fullyConnected(inputs: 2, units: 4, outputs: 1, seed: 1)
    let model = Model(cell: try LTC(wiring: wiring, options: .init(projection: 3)), seed: 1)
    #expect(throws: NCPSError.inexpressible("its LTC has no dense layer behind the outputs")) {
      try NCPS.write(model)
    }
    let euler = Model(cell: try LTC(wiring: wiring, options: .init(solver: .euler)), seed: 1)
    #expect(throws: NCPSError.inexpressible("its LTC has the fused solver alone, not euler")) {
      try NCPS.write(euler)
    }
    #expect(throws: NCPSError.inexpressible("it has no lstm cell")) {
      try NCPS.write(Model(cell: try LSTM(wiring: wiring, options: .init()), seed: 1))
    }
    let circuit = try Wiring.autoNCP(inputs: 2, units: 8, outputs: 1, seed: 1)
    let random = try Wiring.random(inputs: 2, units: 6, outputs: 2, sparsity: 0.5, seed: 1)
    let cells = [try CfC(wiring: circuit), try CfC(wiring: random, options: .init(heads: .ncps))]
    for cell in cells {
      let error = #expect(throws: NCPSError.self) { try NCPS.write(Model(cell: cell, seed: 1)) }
      #expect(error?.description.contains("wired CfC") == true)
    }
  }
}
