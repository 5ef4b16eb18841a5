import Foundation
import LnnTop
import TestSupport
import Testing

/// What commands print for programs, beside the schemas that say what it is. `CommandRun` compares the output of all
/// other tests, too.
@Suite("Schemas of commands")
struct CommandSchemaTests {
  private static let quick = "--inputs fast,slow --window 16 --stride 16 --units 12 --epochs 2"

  /// A regression and a classification of the same rows.
  private static let runs = Result {
    let folder = try TemporaryFolder()
    try folder.writeSigns()
    let learning = "--window 16 --stride 4 --epochs 12 --learning-rate 0.02"
    for options in ["--targets product \(learning) --run a.lnnrun", "--targets word --run c.lnnrun"] {
      let line = "train d.csv \(quick) \(options) --headless --quiet"
      let run = try CommandRun(line.split(separator: " ").map(String.init), in: folder)
      try #require(run.status == 0, "\(run.message)")
    }
    return try ["a", "c"].map {
      [UInt8](try Data(contentsOf: folder.url.appendingPathComponent("\($0).lnnrun")))
    }
  }

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeSigns()
  }

  private func takeRuns() throws {
    for (name, bytes) in zip(["a", "c"], try Self.runs.get()) {
      try folder.write(bytes, to: "\(name).lnnrun")
    }
  }

  /// Runs a command line and compares each line that it prints with a schema.
  @discardableResult
  private func check(_ line: String, as name: String, status: Int32 = 0) throws -> [JSONValue] {
    let run = try CommandRun(line.split(separator: " ").map(String.init), in: folder)
    #expect(run.status == status, "\(line): \(run.message)")
    return try check(run.output, as: name, of: line)
  }

  @discardableResult
  private func check(_ text: String, as name: String, of place: String) throws -> [JSONValue] {
    let schema = try SchemaFile(name).schema
    let values = try text.split(separator: "\n").map { try JSONValue(String($0)) }
    #expect(!values.isEmpty, "\(place) prints nothing")
    for value in values { #expect(schema.problems(with: value).isEmpty, "\(place)") }
    return values
  }

  @Test(
    "Every command with --json has a schema in the table of docs/programs.md, and every schema a link there")
  func complete() throws {
    let withJSON = Commands.all.filter {
      $0.helpText.contains("\n  --json ") || $0.helpText.contains("      --json ")
    }
    #expect(withJSON.count > 10)
    #expect(Set(withJSON.map { $0.name }) == Set(SchemaFile.ofCommands.keys))
    let links = Set(Document("docs/programs.md").links)
    for name in SchemaFile.names { #expect(links.contains("schema/\(name).schema.json"), "\(name)") }
    for name in SchemaFile.ofCommands.values { #expect(SchemaFile.names.contains(name), "\(name)") }
  }

  @Test(
    "Schemas are of known keywords alone and explain every field",
    arguments: SchemaFile.names.filter { !$0.hasSuffix("-file") })
  func explained(name: String) throws {
    let schema = try SchemaFile(name).schema
    #expect(schema.root["title"]?.string != nil && schema.root["description"]?.string != nil)
    for (place, part) in schema.subschemas() {
      guard let properties = part["properties"]?.object else { continue }
      #expect(part["additionalProperties"] == .bool(false), "\(place) is open")
      for (key, property) in properties {
        let target = property["$ref"]?.string.map { String($0.dropFirst("#/$defs/".count)) }
        let words = property["description"] ?? target.flatMap { schema.root["$defs"]?[$0]?["description"] }
        #expect(words?.string != nil, "\(place)/\(key) says nothing")
      }
    }
  }

  @Test("What several schemas define means the same in all")
  func shared() throws {
    var known: [String: JSONValue] = [:]
    for name in SchemaFile.ofCommands.values {
      for (key, definition) in try SchemaFile(name).schema.root["$defs"]?.object ?? [:] {
        #expect(known[key] == nil || known[key] == definition, "\(key) of \(name)")
        known[key] = definition
      }
    }
  }

  @Test("A schema refuses what is no line of its command")
  func refusals() throws {
    let schema = try SchemaFile("train").schema
    let line =
      #""step":1,"epoch":1,"loss":0.5,"validation_loss":null,"metric":"mae","metric_value":null,"elapsed_s":1,"sequences_per_s":2"#
    #expect(schema.problems(with: try JSONValue("{\(line)}")).isEmpty)
    for change in [#","more":1"#, #","done":true"#] {
      #expect(!schema.problems(with: try JSONValue("{\(line)\(change)}")).isEmpty)
    }
    #expect(!schema.problems(with: try JSONValue("{\(line.replacing("0.5", with: "true"))}")).isEmpty)
    #expect(!schema.problems(with: try JSONValue("{\(line.dropFirst(#""step":1,"#.count))}")).isEmpty)
  }

  @Test("train")
  func train() throws {
    let lines = try check(
      "train d.csv --targets product \(Self.quick) --test-drop 0.2 --run t.lnnrun --json", as: "train")
    #expect(lines.count > 1 && lines.last?["run"]?.string == "t.lnnrun")
    try check("replay t.lnnrun --json", as: "train")
    try check("attach t.lnnrun --json", as: "train")
    try check("train d.csv --targets product \(Self.quick) --no-run --split 100,0,0 --json", as: "train")
  }

  @Test("runs and compare")
  func listing() throws {
    try takeRuns()
    try folder.write("no run", to: "x.lnnrun")
    #expect(try check("runs . --json", as: "runs").count == 3)
    #expect(try check("compare a.lnnrun c.lnnrun --json", as: "compare").count == 2)
  }

  @Test("eval")
  func eval() throws {
    try takeRuns()
    let numbers = try check("eval a.lnnrun d.csv --test-noise 0.1 --predictions p.csv --json", as: "eval")
    #expect(numbers.first?["conditions"] != nil && numbers.first?["figures"] == nil)
    #expect(try check("eval c.lnnrun d.csv --json", as: "eval").first?["figures"] != nil)
  }

  @Test("explain")
  func explain() throws {
    try takeRuns()
    let all = try check(
      "explain a.lnnrun d.csv --part all --effects --trees --measures --graph --circuit --keep 0.3 --at 1 --json",
      as: "explain")
    for section in ["answer", "effects", "rules", "measures", "graph", "circuit"] {
      #expect(all.first?[section] != nil)
    }
    try check("explain c.lnnrun d.csv --json", as: "explain")
    try check("explain a.lnnrun d.csv --cut fast --json", as: "explain")
    try check("explain a.lnnrun d.csv --matrices m.json --json", as: "explain")
    try check(try folder.text("m.json"), as: "explain-matrices", of: "--matrices")
  }

  @Test("benchmark")
  func benchmark() throws {
    let report = try check(
      "benchmark d.csv --targets word \(Self.quick) --models cfc,lstm --seeds 2 --figures --test-drop 0.1 --json",
      as: "benchmark")
    #expect(report.first?["runs"]?.array?.count == 4)
  }

  @Test("sweep, its tables and its workers")
  func sweep() throws {
    try folder.write(
      """
      task: d.csv
      training: {inputs: [fast, slow], targets: product, window: 16, stride: 16, epochs: 1}
      space:
        units: [12, 13]
      seeds: 2
      """, to: "s.yaml")
    let report = try check("sweep s.yaml --out sw --json --jobs 1", as: "sweep")
    #expect(try check("sweep table sw --json", as: "sweep") == report)
    try check("sweep best sw --json", as: "sweep-best")
    for folder in [folder.path("sw"), folder.path("sw/results")] {
      for file in try FileManager.default.contentsOfDirectory(atPath: folder) where file.contains("-seed2.") {
        try FileManager.default.removeItem(atPath: "\(folder)/\(file)")
      }
    }
    #expect(try check(try watched(), as: "sweep-work", of: "sweep work").count == 2)
  }

  /// What a worker says that makes the runs that are left. It ends with its input, so that this stays open.
  private func watched() throws -> String {
    let input = folder.path("input")
    try #require(mkfifo(input, 0o600) == 0)
    let end = open(input, O_RDWR)
    defer { close(end) }
    let worker = try CommandRun.start(
      ["sweep", "work", "sw", "--watched"], in: folder, input: input, output: folder.path("lines"))
    #expect(worker.wait() == 0)
    return try folder.text("lines")
  }

  @Test("stream")
  func stream() throws {
    let rows = (0..<120).map { "\($0),\(sin(Double($0))),\($0 % 7),\($0 % 3 == 0 ? "up" : "down")" }
    try folder.write((["t,x,y,word"] + rows).joined(separator: "\n") + "\n", to: "numbers.csv")
    let numbers = try check(
      "stream numbers.csv --time t --inputs x --targets y --no-run --json", as: "stream")
    #expect(numbers.last?["mae"]?.number != nil)
    let classes = try check(
      "stream numbers.csv --time t --inputs x --targets word --run s.lnnrun --json", as: "stream")
    #expect(classes.last?["accuracy"]?.number != nil)
  }

  @Test("drive and task check")
  func driving() throws {
    let task = Document.package.appendingPathComponent("sample-data/tasks/lane-keeping.yaml").path
    try check("train \(task) --steps 2 --run d.lnnrun --json", as: "train")
    try check("drive d.lnnrun --roads 1 --json", as: "drive")
    try check("task check \(task) --json", as: "task-check")
    let classes = Document.package.appendingPathComponent("sample-data/tasks/vital-signs.yaml").path
    try check("task check \(classes) --json", as: "task-check")
  }

  @Test("bench", arguments: ["lstm-32", "stream-lstm-32", "online-ltc-dense-32"])
  func bench(workload: String) throws {
    try check("bench --only \(workload) --repeats 1 --json", as: "bench")
  }

  @Test("export and import")
  func exports() throws {
    try takeRuns()
    for options in [
      "--format ncps -o w.safetensors", "--format c -o net --check --rows d.csv",
      "--format c -o net8 --weights int8 --check --rows d.csv",
      "--format onnx -o net.onnx", "--format csv -o tables", "--format model -o m.safetensors",
    ] {
      try check("export a.lnnrun \(options) --json", as: "export")
    }
    try check("import w.safetensors -o i.safetensors --json", as: "import")
  }

  @Test("themes and config")
  func settings() throws {
    #expect(try check("themes --json", as: "themes").count >= 1)
    #expect(try check("config --json", as: "config").count > 5)
  }
}
