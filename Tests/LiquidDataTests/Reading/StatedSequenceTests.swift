import Liquid
import LiquidData
import Testing

/// Files that hold whole sequences are trained on as such without a word.
@Suite("Files that state sequences")
struct StatedSequenceTests {
  private static let ts =
    "@problemName toy\n@timeStamps false\n@univariate true\n@classLabel true a b\n@data\n"
    + (0..<24).map { "\($0),1,2,3:\($0 % 2 == 0 ? "a" : "b")\n" }.joined()
  private static let timed =
    "@problemName toy\n@timeStamps true\n@univariate true\n@targetLabel true\n@data\n"
    + (0..<24).map { "(0,\($0)),(2,1),(5,7):\($0).5\n" }.joined()
  private static let wide = (0..<24).map { "\($0 % 2),\($0).5,1,2.5,3\n" }.joined()
  private static let tsf =
    "@attribute series_name string\n@attribute start_timestamp date\n@frequency daily\n@data\n"
    + (0..<24).map { "T\($0):2020-01-01 00-00-00:\($0),1,2,3\n" }.joined()
  private static let npy = npyFile(shape: "(24, 4, 2)", float64Bytes((0..<192).map { Double($0 % 7) }))

  struct Example: Sendable {
    let name: String
    let bytes: [UInt8]
    var format = DataSources.Format.automatic
    let inputs: [String]
    let target: String
    var kind = TaskDefinition.Kind.classification
    var steps = TargetSteps.last
    var time: String?
  }

  static let examples = [
    Example(name: "a.ts", bytes: Array(ts.utf8), inputs: ["dimension 1"], target: "class"),
    Example(
      name: "timed.ts", bytes: Array(timed.utf8), inputs: ["dimension 1"], target: "target",
      kind: .regression,
      time: "time"),
    Example(name: "a.txt", bytes: Array(wide.utf8), format: .wide, inputs: ["value"], target: "class"),
    Example(
      name: "a.tsf", bytes: Array(tsf.utf8), inputs: ["value"], target: "value", kind: .forecast, steps: .all,
      time: "time"),
    Example(
      name: "a.npy", bytes: npy, inputs: ["column 1"], target: "column 2", kind: .regression, steps: .all),
    Example(
      name: "images", bytes: idxFile([24, 4, 1], (0..<96).map { UInt8($0) }), inputs: ["column 1"],
      target: "label"),
  ]

  private func table(_ example: Example) throws -> Table {
    let folder = try DataFolder([
      example.name: example.bytes, "labels": idxFile([24], (0..<24).map { UInt8($0 % 2) }),
    ])
    return try folder.read(
      DataSources(
        files: [example.name], format: example.format,
        labels: example.name == "images" ? ["images": "labels"] : [:]))
  }

  @Test("Each case is a sequence with one answer, and its number is no input", arguments: examples.indices)
  func dataset(index: Int) throws {
    let example = Self.examples[index]
    let dataset = try Dataset(table: table(example), task: TaskDefinition(name: "t"))
    let schema = dataset.schema
    #expect(schema.sequence == "sequence" && schema.window == nil && schema.time?.column == example.time)
    #expect(schema.inputs.map(\.column) == example.inputs && schema.targets.map(\.column) == [example.target])
    #expect(schema.kind == example.kind && schema.targetSteps == example.steps)
    #expect(Dataset.Part.allCases.reduce(0) { $0 + dataset.count(of: $1) } == 24)
    #expect(dataset.warnings.contains { $0.contains("the files state sequences") })
    #expect(dataset.warnings.contains { $0.contains("--target-steps all") } == (example.steps == .last))
  }

  @Test("A guessed task says the same in its own words", arguments: examples.indices)
  func guess(index: Int) throws {
    let example = Self.examples[index]
    let table = try table(example)
    let guess = try TaskGuess(table: table, name: "t").definition
    #expect(guess.sequence == "sequence" && guess.time == example.time && guess.targets == [example.target])
    #expect(guess.targetSteps ?? .all == example.steps && guess.kind == example.kind)
  }

  @Test("The task's own words come first")
  func ownWords() throws {
    let table = try table(Self.examples[0])
    let task = TaskDefinition(
      name: "t", inputs: ["sequence", "class"], targets: ["dimension 1"], window: 4, targetSteps: .all)
    let dataset = try Dataset(table: table, task: task)
    #expect(dataset.schema.sequence == nil && dataset.schema.inputs.map(\.column) == ["sequence", "class"])
    let every = try Dataset(table: table, task: TaskDefinition(name: "t", targetSteps: .all))
    #expect(every.schema.targetSteps == .all && every.schema.sequence == "sequence")
  }

  @Test("A network that was trained on such a file is evaluated on another as it stands")
  func evaluation() throws {
    let table = try table(Self.examples[0])
    let schema = try Dataset(table: table, task: TaskDefinition(name: "t")).schema
    let evaluated = try Dataset(evaluating: table, schema: schema)
    #expect(evaluated.count(of: .test) == 24 && evaluated.stepCount(.test, index: 0) == 4)
  }

  @Test("Several files that state the same are one table that does")
  func severalFiles() throws {
    let folder = try DataFolder(texts: ["a.ts": Self.ts, "b.ts": Self.ts])
    let table = try folder.read(DataSources(train: ["a.ts"], test: ["b.ts"]))
    let dataset = try Dataset(table: table, task: TaskDefinition(name: "t"))
    #expect(dataset.count(of: .train) == 24 && dataset.count(of: .test) == 24)
  }
}
