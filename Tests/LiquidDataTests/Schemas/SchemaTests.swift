import Foundation
import LiquidData
import Testing

@Suite struct SchemaTests {
  private func schema(missing: TaskDefinition.Missing = .mask) throws -> DataSchema {
    let text = (0..<60).map {
      "\(1.1 * Double($0)),\($0 % 3 == 0 ? "" : "\($0)"),\(["ä", "\u{1B}b"][$0 % 2]),\($0)\n"
    }
    let task = TaskDefinition(name: "t", time: "time_s", missing: missing)
    return try Dataset(table: table("time_s,x,kind,y\n" + text.joined()), task: task).schema
  }

  @Test("A schema survives JSON exactly")
  func roundTrip() throws {
    let schema = try schema()
    #expect(try DataSchema(json: schema.json, source: "model") == schema)
    #expect(schema.json == (try DataSchema(json: schema.json, source: "model")).json)
  }

  @Test(
    "A damaged schema is an error",
    arguments: [
      "", "{}", "[1]", "{\"inputs\":[]}",
    ])
  func damaged(json: String) {
    #expect(throws: DataError.self) { try DataSchema(json: json, source: "model") }
  }

  @Test(
    "A schema that makes no sense is an error",
    arguments: [
      ("\"deviation\":1", "\"deviation\":0"), ("\"window\":32", "\"window\":0"),
      ("\"medianStep\":1", "\"medianStep\":-1"),
      ("\"horizon\":0", "\"horizon\":-4"),
    ])
  func senseless(part: String, replacement: String) throws {
    let json = try schema().json
    #expect(json.contains(part))
    #expect(throws: DataError.self) {
      try DataSchema(json: json.replacing(part, with: replacement), source: "model")
    }
  }

  @Test("Names of channels are safe to show")
  func names() throws {
    let schema = try schema()
    #expect(schema.inputNames == ["x", "x present", "kind=\u{FFFD}b", "kind=ä"])
    #expect(schema.outputNames == ["y"])
    #expect(schema.metricName == "mae" && schema.lossName == "mse")
    #expect(schema.taskSummary == "regression of 'y' from 4 inputs ('x', 'kind')")
  }

  @Test("A crafted model file cannot steer the terminal through names")
  func craftedNames() throws {
    let json = try schema().json.replacing("\"column\":\"", with: "\"column\":\"\\u001b[2J")
    let crafted = try DataSchema(json: json, source: "model")
    let shown = (crafted.inputNames + crafted.outputNames + [crafted.timeUnit, crafted.taskSummary]).joined()
    #expect(shown.contains("[2J"))
    #expect(!shown.unicodeScalars.contains { $0.value < 32 })
  }
}
