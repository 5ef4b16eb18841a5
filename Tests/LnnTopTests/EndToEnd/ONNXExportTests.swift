import DeviceCode
import Foundation
import LiquidData
import TestSupport
import Testing

/// `lnn-top export --format onnx`, of networks that were trained.
@Suite struct ONNXExportTests {
  private static let runs = [
    "--inputs speed,gear,sensor --targets y,z --time when_s --sequence drive --window 8",
    "--inputs gear,sensor --targets y --time when_s --sequence drive --missing mask --model cfc",
    "--inputs gear,sensor --targets y --time when_s --sequence drive --missing fill-and-mask --model ct-gru",
    "--inputs speed,gear,sensor --targets pace --time when_s --sequence drive --missing drop",
    "--inputs speed,gear --targets on --loss binary-cross-entropy --time when_s --sequence drive --model gru",
    "--inputs speed,when_s --targets y --time when_s --sequence drive --model cfc --wiring full",
    "--inputs speed --targets y --scaling none --target-scaling none --time none --sequence drive",
  ]

  private func trained(_ options: String, in folder: TemporaryFolder) throws {
    try folder.write(DriveTable(.plain, seed: 1).text, to: "train.csv")
    let train = try CommandRun(
      ["train", "train.csv", "--quiet", "--headless", "--run", "r.lnnrun", "--steps", "3", "--units", "10"]
        + options.split(separator: " ").map(String.init), in: folder)
    try #require(train.status == 0, "\(train.messages)")
    let export = try CommandRun(["export", "r.lnnrun", "--format", "onnx"], in: folder)
    try #require(export.status == 0, "\(export.messages)")
    let model = try CommandRun(["export", "r.lnnrun", "--format", "model", "-o", "m"], in: folder)
    try #require(model.status == 0, "\(model.messages)")
  }

  /// What a file says of its inputs.
  private struct Input: Decodable {
    let name: String
    let levels: [String]?
    let low: Double?
    let high: Double?

    func value(_ text: String) -> Double {
      guard let levels else { return Double(text) ?? .nan }
      return text.isEmpty ? .nan : Double(levels.firstIndex(of: text) ?? levels.count)
    }
  }

  private func file(in folder: TemporaryFolder) throws -> (bytes: [UInt8], model: ONNXModel, inputs: [Input])
  {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path("r.onnx"))))
    let model = try #require(ONNXModel.read(bytes)?.model)
    let property = try #require(model.properties.first { $0.key == "inputs" })
    return (bytes, model, try JSONDecoder().decode([Input].self, from: Data(property.value.utf8)))
  }

  @Test(
    .enabled(if: ONNXRuntime.python != nil, "make peers-onnx makes a Python with onnx and onnxruntime"),
    arguments: runs)
  func onnxruntimeAnswersAsThePredictor(_ options: String) throws {
    let folder = try TemporaryFolder()
    try trained(options, in: folder)
    let (bytes, _, inputs) = try file(in: folder)
    let table = DriveTable(.plain, seed: 2)
    let (rows, hasTime) = (table.fields(), !options.contains("--time none"))
    let drives = Dictionary(grouping: rows.indices) { rows[$0]["drive"] ?? "" }.sorted { $0.key < $1.key }
    let cases = drives.map { drive, places in
      ONNXRuntime.Case(
        name: drive, file: bytes, batch: 1,
        inputs: places.flatMap { place in inputs.map { $0.value(rows[place][$0.name] ?? "") } },
        elapsed: places.map {
          $0 == places[0] || !hasTime ? .nan : table.seconds[$0] - table.seconds[$0 - 1]
        })
    }
    let predictor = try Predictor(contentsOf: folder.url.appendingPathComponent("m"), whole: true)
    for (result, (_, places)) in zip(try ONNXRuntime.run(cases), drives) {
      predictor.reset()
      for (name, expected) in try answers(of: predictor, to: places.map { rows[$0] }) {
        try check(#require(result.outputs[name]), expected, name)
      }
    }
  }

  /// By the output of a file.
  private func answers(
    of predictor: Predictor, to rows: [[String: String]]
  ) throws -> [String: [Double]] {
    let (names, schema) = (predictor.schema.outputNames, predictor.schema)
    var answers: [String: [Double]] = [:]
    for row in rows {
      let answer = try predictor.step(row)
      if schema.hasAccuracy {
        answers["probabilities", default: []] += names.map { answer.probabilities[$0] ?? .nan }
      } else {
        answers["outputs", default: []] += names.map { answer[$0] ?? .nan }
      }
      if schema.isClassification {
        let label = answer.label.flatMap { names.firstIndex(of: $0) }
        answers["label", default: []].append(Double(label ?? -1))
      }
    }
    return answers
  }

  private func check(_ found: [Double], _ expected: [Double], _ name: String) {
    #expect(found.count == expected.count && found.count > 5)
    let finite = expected.filter { !$0.isNaN }
    // Three steps of training may leave an answer that hardly changes.
    let range = max(1e-2, (finite.max() ?? 0) - (finite.min() ?? 0))
    for (found, expected) in zip(found, expected) {
      #expect(found.isNaN == expected.isNaN, "\(name)")
      #expect(!((found - expected).magnitude > 1e-5 * range), "\(name): \(found), not \(expected)")
    }
  }

  @Test func theFileSaysWhatItsValuesAre() throws {
    let folder = try TemporaryFolder()
    try trained(Self.runs[0], in: folder)
    let (_, model, inputs) = try file(in: folder)
    #expect(inputs.map(\.name) == ["speed", "gear", "sensor"])
    #expect(inputs[1].levels.map { Set($0) } == ["first", "second", "third"])
    let (low, high) = (try #require(inputs[0].low), try #require(inputs[0].high))
    #expect(low > 5 && low < high && high < 35)
    let properties = Dictionary(model.properties.map { ($0.key, $0.value) }) { first, _ in first }
    #expect(properties["outputs"] == #"["y","z"]"# && properties["window"] == "8")
    #expect(properties["time"]?.contains(#""unit":"s""#) == true)
    let schema = try DataSchema.stored(in: properties, source: "r.onnx")
    #expect(schema?.inputNames.first == "speed")
    #expect(model.description.contains("speed; gear (0 for ") && model.description.contains("y, z"))
  }

  @Test func anImportedNetworkTakesItsValuesAsTheyAre() throws {
    let folder = try TemporaryFolder()
    let fixture = try ImportFixture.named("wired_memory")
    #expect(try CommandRun(["import", fixture.path, "-o", "m"], in: folder).status == 0)
    let export = try CommandRun(["export", "m", "--format", "onnx", "-o", "r.onnx", "--json"], in: folder)
    let network = try #require(try export.objects().first?["network"] as? [String: Any])
    #expect((network["inputs"] as? [String: Int])?["inputs"] == fixture.inputWidth)
    #expect(try file(in: folder).inputs.map(\.name) == ["input 0", "input 1", "input 2"])
  }

  @Test func onlyItsOwnFilesAreReplaced() throws {
    let folder = try TemporaryFolder()
    try trained(Self.runs[6], in: folder)
    let again = try CommandRun(["export", "r.lnnrun", "--format", "onnx"], in: folder)
    #expect(again.status == 0 && again.output.contains("inputs [batch, 1]"), "\(again.messages)")
    try folder.write("a note", to: "r.onnx")
    let refused = try CommandRun(["export", "r.lnnrun", "--format", "onnx"], in: folder)
    #expect(refused.status == 1 && refused.message.contains("left alone"), "\(refused.messages)")
    #expect(try folder.text("r.onnx") == "a note")
  }
}
