import Liquid
import Testing

@Suite struct ModelFileTests {
  @Test
  func readingWhatWasWrittenGivesTheSameNetworkParametersAndMetadata() throws {
    for seed in UInt64(0)..<60 {
      let model = try sampleModel(seed: seed)
      let metadata = ["schema": "{\"inputs\": [\"a\\nb\"]}", "note": "é\u{1}"]
      let (read, text) = try ModelFile.read(ModelFile.bytes(of: model, metadata: metadata))
      #expect(read.parameters.map(\.bitPattern) == model.parameters.map(\.bitPattern), "seed \(seed)")
      #expect(read.cell.wiring == model.cell.wiring, "seed \(seed)")
      #expect(read.cell.layout == model.cell.layout, "seed \(seed)")
      let (options, expected) = (read.cell as? LTC, model.cell as? LTC)
      #expect(options?.options == expected?.options && expected != nil, "seed \(seed)")
      #expect(text == metadata, "seed \(seed)")
    }
  }

  @Test
  func theSameModelGivesTheSameBytesAlsoAfterReading() throws {
    for seed in UInt64(0)..<20 {
      let metadata = Dictionary(uniqueKeysWithValues: (0..<20).map { ("key \($0)", "value \($0)") })
      let bytes = ModelFile.bytes(of: try sampleModel(seed: seed), metadata: metadata)
      #expect(ModelFile.bytes(of: try sampleModel(seed: seed), metadata: metadata) == bytes, "seed \(seed)")
      let (model, text) = try ModelFile.read(bytes)
      #expect(ModelFile.bytes(of: model, metadata: text) == bytes, "seed \(seed)")
    }
  }

  @Test
  func theWiringOfALargeNetworkTakesLessRoomThanItsParameters() throws {
    let wiring = try Wiring.autoNCP(inputs: 8, units: 302, outputs: 20, seed: 1)
    let model = Model(cell: try LTC(wiring: wiring), seed: 1)
    #expect(ModelFile.bytes(of: model).count < 2 * 4 * model.parameters.count)
  }

  @Test
  func tensorsThatDoNotFitTheNetworkAreRefusedByName() throws {
    let bytes = ModelFile.bytes(of: try sampleModel(seed: 0))
    func expect(_ error: ModelFileError, _ change: (SafetensorsTensor) -> SafetensorsTensor?) throws {
      let damaged = try changed(bytes) { $0.name == "gleak" ? change($0) : $0 }
      #expect(throws: error) { try ModelFile.read(damaged) }
    }
    try expect(.missingTensor("gleak")) { _ in nil }
    try expect(.wrongShape(tensor: "gleak", expected: [5], found: [4])) { _ in
      SafetensorsTensor(name: "gleak", shape: [4], floats: [1, 1, 1, 1])
    }
    try expect(.wrongShape(tensor: "gleak", expected: [5], found: [5, 1])) { tensor in
      SafetensorsTensor(name: "gleak", shape: [5, 1], floats: [1, 1, 1, 1, 1])
    }
    try expect(.container(.wrongType(tensor: "gleak", expected: "F32", found: "I32"))) { _ in
      SafetensorsTensor(name: "gleak", shape: [5], int32s: [1, 1, 1, 1, 1])
    }
    for value in [Float.nan, .infinity, -.infinity] {
      try expect(.notFinite(tensor: "gleak", index: 3)) { _ in
        SafetensorsTensor(name: "gleak", shape: [5], floats: [1, 1, 1, value, 1])
      }
    }
    let extra = SafetensorsTensor(name: "extra", shape: [1], floats: [1])
    #expect(throws: ModelFileError.unexpectedTensor("extra")) {
      try ModelFile.read(changed(bytes, adding: [extra]))
    }
  }

  @Test
  func aDivergedModelCanBeWrittenButNotRead() throws {
    var model = try sampleModel(seed: 0)
    model.parameters[1] = .nan
    #expect(throws: ModelFileError.notFinite(tensor: "gleak", index: 1)) {
      try ModelFile.read(ModelFile.bytes(of: model))
    }
  }

  @Test
  func aValueThatExplicitConstraintsExcludeIsRefused() throws {
    let wiring = try Wiring.fullyConnected(inputs: 1, units: 2, outputs: 1, seed: 1)
    var model = Model(cell: try LTC(wiring: wiring, options: .init(constraints: .explicit)), seed: 1)
    model[parameter: "w"] = [0.5, 0, -0.25, 0.5]
    #expect(throws: ModelFileError.outOfConstraint(tensor: "w", index: 2, value: -0.25)) {
      try ModelFile.read(ModelFile.bytes(of: model))
    }
  }

  @Test
  func filesWithoutADescriptionOrWithOneThatIsNoNetworkAreRefused() throws {
    let bytes = ModelFile.bytes(of: try sampleModel(seed: 2))
    func expect(_ error: ModelFileError, _ change: (inout [String: String]) -> Void) throws {
      let damaged = try changed(bytes, metadata: change)
      #expect(throws: error) { try ModelFile.read(damaged) }
    }
    let key = "lnn-top.architecture"
    try expect(.notAModel(missing: "lnn-top.format")) { $0["lnn-top.format"] = nil }
    try expect(.notAModel(missing: key)) { $0[key] = nil }
    try expect(.unsupportedVersion("2")) { $0["lnn-top.format"] = "2" }
    try expect(.badDescription("it has no 'cell'")) { $0[key] = "{}" }
    try expect(.architecture(.unknownCell("\u{1B}x", known: CellRegistry.identifiers))) {
      $0[key] = $0[key]?.replacing("\"ltc\"", with: "\"\\u001bx\"")
    }
    for inputs in [1_000_001, Int.max] {
      try expect(.tooManyInputs(inputs, limit: 1_000_000)) {
        $0[key] = $0[key]?.replacing(#/"inputs":\d+/#, with: "\"inputs\":\(inputs)")
      }
    }
    try expect(.architecture(.invalidOption(name: "unfolds", value: "-1", allowed: "between 1 and 1000"))) {
      $0[key] = $0[key]?.replacing(#/"unfolds":\d+/#, with: "\"unfolds\":-1")
    }
  }

  @Test
  func controlCharactersFromAFileNeverReachAMessage() {
    let hostile = "\u{1B}[2J\u{9B}\u{202E}\n"
    let errors: [ModelFileError] = [
      .architecture(.unknownCell(hostile, known: [])), .badDescription(hostile), .unsupportedVersion(hostile),
      .unexpectedTensor(hostile), .container(.unsupportedType(tensor: hostile, type: hostile)),
    ]
    for error in errors {
      let scalars = error.description.unicodeScalars
      let areHarmless = scalars.allSatisfy { scalar in
        (scalar.isASCII && scalar.value >= 0x20 && scalar.value != 0x7F) || scalar == "\u{FFFD}"
      }
      #expect(areHarmless, "\(error)")
    }
  }

  @Test
  func noDamageTrapsAModelFileIsReadOrRefused() throws {
    let original = ModelFile.bytes(of: try sampleModel(seed: 5), metadata: ["schema": "{}"])
    var refused = 0
    for seed in UInt64(0)..<5_000 {
      var mutator = Mutator(seed: seed)
      do {
        let (model, _) = try ModelFile.read(mutator.mutate(original))
        #expect(model.parameters.allSatisfy { $0.isFinite }, "seed \(seed)")
      } catch {
        refused += 1
      }
    }
    #expect(refused > 1_000)
  }
}
