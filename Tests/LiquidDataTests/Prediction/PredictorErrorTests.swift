import Foundation
import Liquid
import LiquidData
import TestSupport
import Testing

/// What can be wrong with a row, and that nothing is changed by it.
@Suite struct PredictorErrorTests {
  private static let good: [String: InputValue] = ["t": 3, "drive": "d1", "speed": 18.5, "gear": "third"]

  struct Misuse: Sendable, CustomTestStringConvertible {
    let change: [String: InputValue?]
    var elapsed: Double?
    let message: String
    var testDescription: String { message }
  }

  @Test(arguments: [
    Misuse(change: ["speed": Optional.none], message: "the row has no 'speed'"),
    Misuse(change: ["speed": Optional.none, "sped": 18], message: "maybe 'sped'"),
    Misuse(change: ["speed": "fast"], message: "'speed': 'fast' is not a number"),
    Misuse(change: ["t": "noon"], message: "'t': 'noon' is not a number"),
    Misuse(change: ["t": .missing], message: "'t' has no value"),
    Misuse(change: ["t": .number(.infinity)], message: "'t' has no value"),
    Misuse(change: ["t": 1], message: "'t' goes back from 2 to 1"),
    Misuse(change: ["t": Optional.none, "T": 3], message: "the time is called 't'"),
    Misuse(change: ["drive": .missing], message: "'drive' has no value"),
    Misuse(change: [:], elapsed: -1, message: "an elapsed time of -1.0"),
    Misuse(change: [:], elapsed: .nan, message: "an elapsed time of nan"),
    Misuse(change: [:], elapsed: .infinity, message: "an elapsed time of inf"),
  ])
  func rows(_ misuse: Misuse) throws {
    let (tried, other) = (try PredictedTable().predictor(), try PredictedTable().predictor())
    let first: [String: InputValue] = ["t": 2, "drive": "d1", "speed": 16, "gear": nil]
    #expect(try tried.step(first) == other.step(first))
    var row = Self.good
    for (key, value) in misuse.change { row[key] = value }
    let error = #expect(throws: PredictorError.self) { try tried.step(row, elapsed: misuse.elapsed) }
    let message = try #require(error).description
    #expect(message.contains(misuse.message) && !message.contains("\n"), "\(message)")
    #expect(try tried.step(Self.good) == other.step(Self.good))
  }

  @Test func timesThatFeaturesNeed() throws {
    let text =
      "t,drive,speed,gear,y\n"
      + (0..<40).map { "2024-05-0\($0 / 10 + 1) 10:0\($0 % 10),d,\($0 % 7),a\($0 % 2),\($0 % 9)\n" }.joined()
    let predictor = try PredictedTable(text: text) { $0.timeFeatures = [.hourOfDay] }.predictor()
    #expect(throws: PredictorError.timeNeeded(column: "t")) {
      try predictor.step(["speed": 1, "gear": "a1"])
    }
    #expect(throws: PredictorError.notADate(column: "t", text: "soon")) {
      try predictor.step(["t": "soon", "speed": 1, "gear": "a1"])
    }
  }

  @Test func rowsAtAnotherStepThanTheTrainings() throws {
    let predictor = try PredictedTable { $0.resample = 2 }.predictor()
    _ = try predictor.step(["t": 0, "speed": 1, "gear": "first"])
    #expect(throws: PredictorError.otherStep(expected: 2, found: 3)) {
      try predictor.step(["t": 3, "speed": 1, "gear": "first"])
    }
    _ = try predictor.step(["t": 2.001, "speed": 1, "gear": "first"])
    _ = try predictor.step(["speed": 1, "gear": "first"])
  }

  @Test func filesThatAreNoModels() throws {
    let folder = try TemporaryFolder()
    func message(_ name: String) -> String {
      let error = #expect(throws: PredictorError.self) {
        try Predictor(contentsOf: folder.url.appendingPathComponent(name))
      }
      return error?.description ?? ""
    }
    try folder.write("SQLite format 3\0" + String(repeating: "x", count: 100), to: "a.lnnrun")
    try folder.write("nonsense", to: "text")
    let table = try PredictedTable()
    try folder.write(ModelFile.write(table.model, metadata: ["schema": "{}"]), to: "schema")
    #expect(message("none").hasSuffix("none cannot be read: no such file"))
    #expect(message("a.lnnrun").contains("--format model"))
    #expect(message("text").contains("text: "))
    #expect(message("schema").contains("schema"))
    let other = try PredictedTable { $0.inputs = ["speed"] }
    #expect(throws: PredictorError.doesNotFit(inputs: 1, outputs: 1, dataInputs: 4, dataOutputs: 1)) {
      try Predictor(model: other.model, schema: table.schema)
    }
  }

  @Test func aFileThatCannotBeWrittenLeavesTheOneBefore() throws {
    let folder = try TemporaryFolder()
    let model = try PredictedTable().model
    #expect(throws: ModelFileError.self) {
      try ModelFile.write(model, to: folder.url.appendingPathComponent("none/m.safetensors"))
    }
    let url = folder.url.appendingPathComponent("m.safetensors")
    try ModelFile.write(model, metadata: ["a": "b"], to: url)
    try ModelFile.write(model, metadata: ["a": "c"], to: url)
    #expect(try ModelFile.read(contentsOf: url).metadata == ["a": "c"])
    #expect(folder.contents == ["m.safetensors"])
  }

  /// `LNN_TOP_FUZZ=5000 swift test -c release --filter PredictorErrorTests` tries so many rows.
  @Test("No row traps: an answer is finite, or the error is typed and nothing changed")
  func hostileRows() throws {
    var random = SeededGenerator(seed: 7)
    let numbers = [
      0, -0.0, 1e308, -1e308, .leastNonzeroMagnitude, .infinity, -.infinity, .nan, 1e15, -1e18, 3, 17.25,
      .ulpOfOne,
    ]
    let texts = [
      "", " ", "-", "NA", "1e999", "-1e-999", "inf", "1,2,3", "0x10", "2024-13-45", "31.02.2024", "first",
      "third",
      "\u{0}", "é", "99:99:99", "1e", "+", "٣", String(repeating: "9", count: 5000), "12:30",
      "2024-05-01T25:61:61Z", "9999999999999999999", "\"", "0001-01-01", "275760-09-13",
    ]
    func value() -> InputValue {
      switch random.integer(below: 5) {
      case 0: nil
      case 1: .text(texts[random.integer(below: texts.count)])
      case 2: .number(random.normal() * 20)
      default: .number(numbers[random.integer(below: numbers.count)])
      }
    }
    let dated =
      "t,drive,speed,gear,y\n"
      + (0..<40).map { "2024-05-0\($0 / 10 + 1) 10:0\($0 % 10),d,\($0 % 7),a\($0 % 2),\($0 % 9)\n" }.joined()
    let zone = ReadingOptions { $0.timeZone = "Europe/Berlin" }
    let tables = [
      try PredictedTable(),
      try PredictedTable { ($0.window, $0.warmUp, $0.missing) = (3, 2, .fillAndMask) },
      try PredictedTable { ($0.missing, $0.window) = (.drop, 5) },
      try PredictedTable { ($0.scaling, $0.targetScaling) = (.none, .none) },
      try PredictedTable { $0.cutGaps = TimeLength(text: "5") },
      try PredictedTable { $0.resample = 2 },
      try PredictedTable { ($0.targetSteps, $0.window) = (.mean, 3) },
      try PredictedTable(text: dated, reading: zone) { $0.timeFeatures = TimeFeature.allCases },
      try PredictedTable(text: dated) { $0.inputs = ["speed", "t"] },
    ]
    for (index, table) in tables.enumerated() {
      let predictor = try table.predictor()
      // Sees only the rows that are not rejected.
      let twin = try table.predictor()
      let names = ["t", "drive", "speed", "gear", "y"]
      for _ in 0..<Thoroughness.cases(400) {
        var row: [String: InputValue] = [:]
        for name in names where random.integer(below: 12) > 0 { row[name] = value() }
        let elapsed = random.integer(below: 3) == 0 ? numbers[random.integer(below: numbers.count)] : nil
        do throws(PredictorError) {
          let answer = try predictor.step(row, elapsed: elapsed)
          let isFinite = answer.values.values.allSatisfy { $0.isFinite }
          #expect(isFinite, "table \(index): \(row)")
          #expect(answer.lacking.isEmpty != answer.values.isEmpty, "table \(index): \(row)")
          let expected = try? twin.step(row, elapsed: elapsed)
          #expect(answer == expected, "table \(index): \(row) after rejected rows")
        } catch {
          #expect(!error.description.contains("\n"), "\(error)")
        }
      }
    }
  }
}
