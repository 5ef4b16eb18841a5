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

  @Test("Masks follow the values that they are of")
  func maskedChannels() throws {
    #expect(try schema().maskedChannels == [.init(value: 0, mask: 1)])
    #expect(try schema(missing: .forwardFill).maskedChannels.isEmpty)
    let text = (0..<60).map {
      "\(["a", "b"][$0 % 2]),\($0 % 3 == 0 ? "" : "1\($0)"),\($0),\($0 % 5 == 0 ? "" : "\($0 * $0 % 7)")\n"
    }
    let task = TaskDefinition(name: "t", inputs: ["kind", "x", "z"], targets: ["y"], missing: .fillAndMask)
    let schema = try Dataset(table: table("kind,x,y,z\n" + text.joined()), task: task).schema
    #expect(schema.inputNames == ["kind=a", "kind=b", "x", "x present", "z", "z present"])
    #expect(schema.maskedChannels == [.init(value: 2, mask: 3), .init(value: 4, mask: 5)])
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

@Suite("Columns for a network that knows none")
struct RawColumnsTests {
  private let text = "t,a,b,y,s\n0,1,2e7,5,p\n3,2,3,6,p\n3.5,4,5,7,q\n4.5,-4,NaN,8,q\n"

  private func raw(
    inputs: Int = 2, outputs: Int = 1, named: [String]? = nil, targets: [String]? = nil
  ) throws -> (schema: DataSchema, hasTargets: Bool) {
    try DataSchema.raw(
      table: table(text), inputCount: inputs, outputCount: outputs, inputs: named, targets: targets,
      time: "t",
      sequence: "s")
  }

  @Test("are the first ones, as they are, in whole sequences with raw elapsed times")
  func values() throws {
    let (schema, hasTargets) = try raw()
    #expect(schema.inputNames == ["a", "b"] && schema.outputNames == ["y"] && hasTargets)
    let dataset = try Dataset(evaluating: table(text), schema: schema, hasTargets: hasTargets)
    let batch = dataset.batch(.test, indices: [0, 1])
    #expect(batch.inputs == [1, 2e7, 2, 3, 4, 5, -4, 5])
    #expect(batch.elapsed == [1, 3, 1, 1])
    #expect(batch.targets == [5, 6, 7, 8] && batch.targetWeights == [1, 1, 1, 1])
    #expect(dataset.location(.test, index: 1).targetSteps == [0, 1])
    #expect(schema.denormalizeOutput(channel: 0, value: 1.25) == 1.25)
  }

  @Test("leave outputs without names where the table has no targets")
  func noTargets() throws {
    let (schema, hasTargets) = try raw(inputs: 3, outputs: 2)
    #expect(schema.outputNames == ["output_0", "output_1"] && !hasTargets)
    let dataset = try Dataset(evaluating: table(text), schema: schema, hasTargets: false)
    #expect(dataset.batch(.test, indices: [0]).targetWeights == [0, 0, 0, 0])
  }

  @Test("are named in the error where they are unknown or too few")
  func mistakes() throws {
    func message(_ body: () throws -> Void) -> String {
      do {
        try body()
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(message { _ = try raw(inputs: 9) }.contains("9 inputs"))
    #expect(message { _ = try raw(named: ["a"]) }.contains("2 inputs"))
    #expect(message { _ = try raw(named: ["a", "bb"]) }.contains("'bb'"))
    #expect(message { _ = try raw(targets: ["y", "a"]) }.contains("1 output"))
    #expect(message { _ = try raw(targets: ["z"]) }.contains("target"))
  }
}
