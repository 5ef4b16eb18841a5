import Liquid
import TestSupport
import Testing

@Suite struct NCPSErrorTests {
  private func error(_ bytes: [UInt8], _ options: NCPSOptions = NCPSOptions()) throws -> NCPSError? {
    let error = #expect(throws: NCPSError.self) { try NCPS.read(bytes, options: options) }
    if let error {
      #expect(!error.description.isEmpty && !error.description.contains("\n"), "\(error)")
    }
    return error
  }

  @Test
  func isRefusedByTheNameOfTheTensorThatIsMissingLeftOverOrOfAnotherShape() throws {
    let ltc = try ImportFixture.named("ltc_full")
    for name in ["rnn_cell.vleak", "rnn_cell.erev", "rnn_cell.sensory_sparsity_mask", "rnn_cell.input_w"] {
      #expect(try error(ltc.changed(name) { _ in nil }) == .missingTensor(name))
    }
    #expect(try error(ltc.changed("rnn_cell.gleak") { _ in nil }) == .noNetwork)
    let extra = try error(ltc.changed("rnn_cell.cm") { $0.renamed("rnn_cell.cmm") })
    #expect(extra == .missingTensor("rnn_cell.cm"))
    let cfc = try ImportFixture.named("cfc_default_1")
    let more = try error(cfc.changed("rnn_cell.ff2.bias") { $0.renamed("rnn_cell.ff3.bias") })
    #expect(more == .missingTensor("rnn_cell.ff2.bias"))
    let flat = try error(ltc.changed("rnn_cell.w") { $0.reshaped([25]) })
    #expect(flat == .wrongShape(tensor: "rnn_cell.w", expected: [5, 5], found: [25]))
    let rank = try error(ltc.changed("rnn_cell.sensory_w") { $0.reshaped([15]) })
    #expect(rank == .wrongRank(tensor: "rnn_cell.sensory_w", expected: 2, found: [15]))
    let narrow = try error(cfc.changed("rnn_cell.backbone.0.weight") { $0.reshaped([35, 1]) })
    #expect(narrow == .tooNarrow(tensor: "rnn_cell.backbone.0.weight", found: [35, 1], neurons: 4))
    let left = try error(
      Safetensors(
        tensors: Safetensors(ltc.bytes()).tensors
          + [SafetensorsTensor(name: "rnn_cell.extra", shape: [1], floats: [0])]
      ).serialized())
    #expect(left == .unexpectedTensors(["rnn_cell.extra"], prefix: ""))
  }

  @Test
  func isRefusedByTheNameOfTheTensorWhoseValuesAreImpossible() throws {
    let ltc = try ImportFixture.named("ltc_full")
    for value in [Float.nan, .infinity] {
      let error = try error(ltc.changed("rnn_cell.mu", at: 7, to: value))
      #expect(error == .notFinite(tensor: "rnn_cell.mu", index: 7))
    }
    let mask = try error(ltc.changed("rnn_cell.sparsity_mask", at: 3, to: 0.5))
    #expect(mask == .notAMask(tensor: "rnn_cell.sparsity_mask", index: 3, value: 0.5))
    var explicit = NCPSOptions()
    explicit.constraints = .explicit
    let negative = try error(ltc.changed("rnn_cell.w", at: 2, to: -0.25), explicit)
    #expect(negative == .negative(tensor: "rnn_cell.w", index: 2, value: -0.25))
    let huge = try ltc.converted { tensor, values in
      let factor = tensor.name.hasSuffix("mask") ? 1 : 1e300
      return SafetensorsTensor(
        name: tensor.name, shape: tensor.shape, doubles: values.map { Double($0) * factor })
    }
    guard case .notFinite = try error(huge) else { return #expect(Bool(false), "numbers beyond 32 bits") }
    let whole = try error(
      ltc.changed("rnn_cell.cm") {
        SafetensorsTensor(name: $0.name, shape: $0.shape, int32s: [1, 1, 1, 1, 1])
      })
    #expect(whole == .container(.wrongType(tensor: "rnn_cell.cm", expected: "F32", found: "I32")))
  }

  @Test(arguments: [
    "--mode pure", "--input-map affine", "--unfolds 3", "--constraints explicit", "--outputs 2",
  ])
  func isRefusedWhereAnOptionContradictsIt(said: String) throws {
    var options = NCPSOptions()
    switch said {
    case "--mode pure": options.mode = .pure
    case "--input-map affine": options.inputMap = .affine
    case "--unfolds 3": options.unfolds = 3
    case "--constraints explicit": options.constraints = .explicit
    default: options.outputs = 2
    }
    let error = try error(ImportFixture.named("cfc_default_1").bytes(), options)
    #expect(error?.description.contains("\(said) contradicts the file") == true)
  }

  @Test
  func ofAnLTCIsRefusedWithACfCsOptionsOtherMapsOrImpossibleOutputs() throws {
    var options = NCPSOptions()
    options.mode = .noGate
    #expect(
      try error(ImportFixture.named("ltc_full").bytes(), options)?.description.contains("--mode no-gate")
        == true)
    options = NCPSOptions()
    options.outputMap = ChannelMap.none
    let maps = try error(ImportFixture.named("ltc_full").bytes(), options)
    #expect(maps?.description.contains("affine") == true)
    options = NCPSOptions()
    options.outputs = 9
    #expect(try error(ImportFixture.named("ltc_no_maps").bytes(), options) == .badOutputs(9, neurons: 5))
    options = NCPSOptions()
    options.unfolds = 100_000
    guard case .architecture = try error(ImportFixture.named("ltc_full").bytes(), options) else {
      return #expect(Bool(false), "100,000 unfolds")
    }
  }

  @Test
  func ofAnotherProgramOrOfThisOneIsToldAsSuch() throws {
    #expect(try error(Safetensors(tensors: []).serialized()) == .noNetwork)
    let model = try ImportFixture.named("ltc_full").model()
    #expect(try error(ModelFile.bytes(of: model)) == .alreadyAModel)
    guard case .container = try error(Array("not a file".utf8)) else { return #expect(Bool(false)) }
    let bytes = try ImportFixture.named("ltc_full").bytes()
    for count in stride(from: 0, to: bytes.count, by: 7) {
      guard case .container = try error(Array(bytes.prefix(count))) else {
        return #expect(Bool(false), "cut at \(count)")
      }
    }
  }

  @Test
  func thatAsksForFarMoreMemoryThanItHasBytesIsRefused() throws {
    let neurons = 20_000
    let zeros = [Float](repeating: 0, count: neurons)
    let heads = ["ff1", "ff2", "time_a", "time_b"].flatMap { head in
      [
        SafetensorsTensor(name: "\(head).weight", shape: [neurons, 1], floats: zeros),
        SafetensorsTensor(name: "\(head).bias", shape: [neurons], floats: zeros),
      ]
    }
    let backbone = [
      SafetensorsTensor(name: "backbone.0.weight", shape: [1, neurons + 1], floats: zeros + [0]),
      SafetensorsTensor(name: "backbone.0.bias", shape: [1], floats: [0]),
    ]
    let error = try error(Safetensors(tensors: heads + backbone).serialized())
    #expect(error == .tooManySynapses(neurons * (neurons + 1), limit: 1 << 22))
  }

  @Test
  func withSizesOf0IsRefused() throws {
    for name in ["gleak", "sensory_w"] {
      let error = try error(
        ImportFixture.named("ltc_full").changed("rnn_cell.\(name)") {
          SafetensorsTensor(name: $0.name, shape: name == "gleak" ? [0] : [1 << 40, 0], floats: [])
        })
      guard case .noElements = error else { return #expect(Bool(false), "\(name)") }
    }
  }
}
