import Liquid
import TestSupport
import Testing

@Suite struct NCPSReadingTests {
  static let fixtures = (try? ImportFixture.all()) ?? []

  @Test(arguments: fixtures.map(\.name))
  func givesTheSameOutputsTo1e5WithRegularAndIrregularTimes(name: String) throws {
    let fixture = try ImportFixture.named(name)
    let model = try fixture.model()
    #expect(fixture.largestError(of: model) < 1e-5)
  }

  @Test
  func ofEveryLayoutIsAmongTheFixtures() throws {
    #expect(Self.fixtures.count >= 28)
    #expect(Self.fixtures.allSatisfy { $0.runs.count == 2 })
  }

  @Test
  func tellsTheWiringAndItsLayers() throws {
    let circuit = try ImportFixture.named("ltc_ncp").model().cell.wiring
    #expect(circuit.kind == "ncp" && circuit.inputs == 3 && circuit.outputs == 2 && circuit.neurons == 11)
    let expected: [Wiring.Layer] = [.motor, .command, .inter]
    let counts = expected.map { layer in circuit.layers.filter { $0 == layer }.count }
    #expect(counts == [2, 4, 5])
    let full = try ImportFixture.named("ltc_full_outputs").model().cell.wiring
    #expect(full.kind == "full" && full.outputs == 2 && full.synapses.count == 25)
    #expect(try ImportFixture.named("ltc_random").model().cell.wiring.kind == "imported")
  }

  @Test
  func takesASynapsesPolarityFromTheSignOfItsReversalPotential() throws {
    let model = try ImportFixture.named("ltc_auto_ncp").model()
    let reversals = model[parameter: "erev"]
    #expect(model.cell.wiring.synapses.count == reversals.count)
    let signs = reversals.map { $0 < 0 ? -1 : 1 }
    #expect(model.cell.wiring.synapses.map(\.polarity) == signs && Set(signs).count == 2)
  }

  @Test
  func saysWhatHadToBeAssumed() throws {
    func assumptions(_ name: String, _ options: NCPSOptions = NCPSOptions()) throws -> [String] {
      try NCPS.read(ImportFixture.named(name).bytes(), options: options).assumptions
    }
    #expect(try assumptions("ltc_full") == ["6 unfolds", "implicit constraints"])
    #expect(try assumptions("cfc_default_1") == ["mode default", "activation lecun-tanh"])
    #expect(try assumptions("cfc_pure_0").isEmpty)
    let said = try ImportFixture.named("cfc_gelu")
    #expect(try assumptions("cfc_gelu", said.ncpsOptions) == ["mode default"])
  }

  @Test
  func inDoubleHalfOrBrainFloatPrecisionIsConverted() throws {
    let fixture = try ImportFixture.named("ltc_full")
    let original = try fixture.model()
    let double = try NCPS.read(
      fixture.converted { tensor, values in
        SafetensorsTensor(name: tensor.name, shape: tensor.shape, doubles: values.map(Double.init))
      }
    ).model
    #expect(double.parameters == original.parameters)
    for type in [SafetensorsTensor.ElementType.float16, .bfloat16] {
      let model = try NCPS.read(fixture.bytes(as: type)).model
      let tolerance: Float = type == .float16 ? 1e-3 : 8e-3
      for (value, exact) in zip(model.parameters, original.parameters) {
        #expect(abs(value - exact) <= tolerance * max(abs(exact), 1e-2), "\(type)")
      }
    }
  }

  @Test
  func withinALargerModuleIsFoundOrChosenByItsPrefix() throws {
    let fixture = try ImportFixture.named("cfc_projection")
    let tensors = try Safetensors(fixture.bytes()).tensors
    let head = SafetensorsTensor(name: "head.weight", shape: [1], floats: [1])
    let bytes = Safetensors(tensors: tensors + [head]).serialized()
    let error = #expect(throws: NCPSError.self) { try NCPS.read(bytes) }
    #expect(error == .unexpectedTensors(["head.weight"], prefix: "rnn."))
    for prefix in ["rnn", "rnn."] {
      var options = NCPSOptions()
      options.prefix = prefix
      #expect(try NCPS.read(bytes, options: options).model.parameters == fixture.model().parameters)
    }
    var elsewhere = NCPSOptions()
    elsewhere.prefix = "head"
    #expect(throws: NCPSError.noSuchPrefix("head", known: ["rnn."])) {
      try NCPS.read(bytes, options: elsewhere)
    }
  }

  @Test
  func withTwoNetworksIsRefusedUnlessOneIsChosen() throws {
    let tensors = try Safetensors(ImportFixture.named("ltc_full").bytes()).tensors
    let both = ["a.", "b."].flatMap { prefix in tensors.map { $0.renamed(prefix + $0.name) } }
    let bytes = Safetensors(tensors: both).serialized()
    #expect(throws: NCPSError.severalNetworks(prefixes: ["a.", "b."])) { try NCPS.read(bytes) }
    var options = NCPSOptions()
    options.prefix = "b."
    #expect(try NCPS.read(bytes, options: options).model.cell.wiring.neurons == 5)
  }

  @Test
  func ofACellAloneIsReadLikeThatOfItsLayer() throws {
    for name in ["ltc_auto_ncp", "cfc_default_2", "wired_default"] {
      let fixture = try ImportFixture.named(name)
      let tensors = try Safetensors(fixture.bytes()).tensors
      let bare = tensors.map { $0.renamed(String($0.name.dropFirst("rnn_cell.".count))) }
      let model = try NCPS.read(Safetensors(tensors: bare).serialized(), options: fixture.ncpsOptions).model
      #expect(try model.parameters == fixture.model().parameters)
    }
  }
}
