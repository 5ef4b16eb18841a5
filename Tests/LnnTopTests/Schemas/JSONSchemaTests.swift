import Foundation
import TestSupport
import Testing

/// The validator that the other tests rely on.
@Suite("JSON Schema")
struct JSONSchemaTests {
  private static let head = "\"$schema\": \"https://json-schema.org/draft/2020-12/schema\""

  /// A schema, values that fit and values that do not.
  struct Case: Sendable, CustomTestStringConvertible {
    let schema: String
    let fitting: [String]
    let wrong: [String]

    var testDescription: String { schema }
    var text: String { "{\(JSONSchemaTests.head), \(schema)}" }
  }

  static let cases = [
    Case(schema: #""type": "integer""#, fitting: ["1", "-3.0"], wrong: ["1.5", "true", #""1""#, "null"]),
    Case(schema: #""type": ["boolean", "null"]"#, fitting: ["true", "null"], wrong: ["0", "1", "[]"]),
    Case(
      schema: #""type": "number", "minimum": 0, "exclusiveMaximum": 2"#, fitting: ["0", "1.9"],
      wrong: ["-0.1", "2"]),
    Case(
      schema: #""exclusiveMinimum": 0, "maximum": 2"#, fitting: ["0.1", "2", #""x""#], wrong: ["0", "2.1"]),
    Case(schema: #""enum": ["a", 1, null]"#, fitting: [#""a""#, "1", "null"], wrong: [#""b""#, "true"]),
    Case(schema: #""const": true"#, fitting: ["true"], wrong: ["1", "false"]),
    Case(
      schema: #""pattern": "^[0-9]+$", "minLength": 2"#, fitting: [#""12""#, "1"],
      wrong: [#""1""#, #""ab""#, #""12x""#]),
    Case(
      schema: #""properties": {"a": {"type": "string"}}, "required": ["a"], "additionalProperties": false"#,
      fitting: [#"{"a": "x"}"#, "1"], wrong: ["{}", #"{"a": 1}"#, #"{"a": "x", "b": 1}"#]),
    Case(
      schema: #""additionalProperties": {"type": "number"}, "minProperties": 1, "maxProperties": 1"#,
      fitting: [#"{"a": 1}"#], wrong: ["{}", #"{"a": "x"}"#, #"{"a": 1, "b": 2}"#]),
    Case(
      schema: #""dependentRequired": {"a": ["b"]}"#, fitting: ["{}", #"{"a": 1, "b": 1}"#, #"{"b": 1}"#],
      wrong: [#"{"a": 1}"#]),
    Case(
      schema: #""items": {"type": "number"}, "minItems": 1, "maxItems": 2, "uniqueItems": true"#,
      fitting: ["[1]", "[1, 2]"], wrong: ["[]", "[1, 2, 3]", #"["a"]"#, "[1, 1]"]),
    Case(
      schema: #""anyOf": [{"type": "number"}, {"type": "integer"}]"#, fitting: ["1", "1.5"], wrong: [#""a""#]),
    Case(
      schema: #""oneOf": [{"type": "number"}, {"type": "integer"}]"#, fitting: ["1.5"], wrong: ["1", #""a""#]),
    Case(schema: #""allOf": [{"minimum": 1}, {"maximum": 2}]"#, fitting: ["1"], wrong: ["0", "3"]),
    Case(
      schema: ##""$defs": {"x": {"minimum": 1}}, "$ref": "#/$defs/x", "maximum": 2"##, fitting: ["1"],
      wrong: ["0", "3"]),
    Case(schema: #""items": false"#, fitting: ["[]"], wrong: ["[1]"]),
  ]

  @Test("A schema takes what fits and nothing else", arguments: cases)
  func values(_ example: Case) throws {
    let schema = try JSONSchema(example.text)
    for value in example.fitting { #expect(schema.problems(with: try JSONValue(value)).isEmpty, "\(value)") }
    for value in example.wrong { #expect(!schema.problems(with: try JSONValue(value)).isEmpty, "\(value)") }
  }

  @Test(
    "What the validator does not know is refused, wherever it stands",
    arguments: [
      #""unevaluatedProperties": false"#, #""properties": {"a": {"format": "date"}}"#, #""type": "float""#,
      ##""$ref": "#/$defs/absent""##, #""items": {"anyOf": [{"if": true}]}"#, #""pattern": "(""#,
      #""anyOf": []"#,
      #""required": "a""#, #""description": """#, #""$defs": {"a": 1}"#,
    ])
  func refusal(schema: String) throws {
    #expect(throws: (any Error).self) { try JSONSchema("{\(Self.head), \(schema)}") }
    #expect(throws: (any Error).self) { try JSONSchema("{\(schema)}") }
  }

  @Test(
    "Python's jsonschema judges the same", .enabled(if: PandasPython.path != nil, "\(PandasPython.absence)"))
  func python() throws {
    let python = try #require(PandasPython.path)
    let folder = try TemporaryFolder()
    let list = Self.cases.map {
      "[{\(Self.head), \($0.schema)}, [\($0.fitting.joined(separator: ", "))], [\($0.wrong.joined(separator: ", "))]]"
    }
    let files = try SchemaFile.names.map { try SchemaFile($0).text }
    try folder.write(
      "{\"cases\": [\(list.joined(separator: ", "))], \"files\": [\(files.joined(separator: ", "))]}",
      to: "cases.json")
    let script = Document.package.appendingPathComponent("Tests/Fixtures/check_schemas.py").path
    let process = try ChildProcess(
      python, [script, "cases.json"], in: folder.path, environment: ProcessInfo.processInfo.environment,
      output: folder.path("out"), messages: folder.path("err"))
    let status = process.wait()
    let told = try String(contentsOfFile: folder.path("err"), encoding: .utf8)
    #expect(status == 0, "\(told)")
    let checked = try String(contentsOfFile: folder.path("out"), encoding: .utf8)
    let count = Self.cases.reduce(0) { $0 + $1.fitting.count + $1.wrong.count }
    #expect(checked == "\(count) values, \(files.count) schemas\n", "\(checked)")
  }
}
