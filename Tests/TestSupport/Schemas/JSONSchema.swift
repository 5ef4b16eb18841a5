import Foundation

/// A JSON Schema of draft 2020-12, as far as those of this project go.
///
/// Keywords that it does not know are refused, so that nothing of a schema is silently left unchecked. References are to
/// the schema's own `$defs`.
package struct JSONSchema: Sendable {
  /// What is wrong with a schema.
  package struct Refusal: Error, CustomStringConvertible {
    package let description: String
  }

  package let root: JSONValue

  /// Keywords that say nothing about a value.
  private static let annotations: Set<String> = [
    "$schema", "$defs", "title", "description", "default", "deprecated", "examples",
  ]
  private static let assertions: Set<String> = [
    "$ref", "type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "pattern",
    "minLength", "properties", "required", "additionalProperties", "minProperties", "maxProperties",
    "dependentRequired", "items", "minItems", "maxItems", "uniqueItems", "anyOf", "oneOf", "allOf",
  ]

  /// - Throws: where the text is no JSON, or a schema with unknown keywords, types or references.
  package init(_ text: String) throws {
    root = try JSONValue(text)
    guard root["$schema"]?.string == "https://json-schema.org/draft/2020-12/schema" else {
      throw Refusal(description: "it does not say that it is of draft 2020-12")
    }
    try check(root, at: "#")
  }

  /// What of a value is not as the schema says, each with its place; empty where all is.
  package func problems(with value: JSONValue) -> [String] { problems(with: value, root, at: "") }

  /// Every schema within, with its place, the outermost first.
  package func subschemas() -> [(place: String, schema: JSONValue)] { subschemas(of: root, at: "#") }
}

// MARK: - The schema itself

extension JSONSchema {
  private static let types: Set<String> = [
    "null", "boolean", "number", "integer", "string", "array", "object",
  ]

  private func check(_ schema: JSONValue, at place: String) throws {
    if case .bool = schema { return }
    guard let keywords = schema.object else { throw Refusal(description: "\(place) is no schema") }
    for (keyword, value) in keywords {
      guard Self.annotations.contains(keyword) || Self.assertions.contains(keyword) else {
        throw Refusal(description: "\(place): the keyword '\(keyword)' is not known")
      }
      guard isWellFormed(value, for: keyword) else {
        throw Refusal(description: "\(place): \(keyword) cannot be \(value)")
      }
    }
    for (place, schema) in children(of: schema, at: place) { try check(schema, at: place) }
  }

  private func isWellFormed(_ value: JSONValue, for keyword: String) -> Bool {
    switch keyword {
    case "type": Self.names(value).map { Set($0).isSubset(of: Self.types) } ?? false
    case "$ref": definition(value) != nil
    case "pattern": value.string.map { (try? Regex($0)) != nil } ?? false
    case "enum", "examples": value.array != nil
    case "anyOf", "oneOf", "allOf": value.array?.isEmpty == false
    case "required": value.array?.allSatisfy { $0.string != nil } ?? false
    case "properties", "$defs", "dependentRequired": value.object != nil
    case "title", "description", "$schema": value.string?.isEmpty == false
    case "uniqueItems", "deprecated": value.types == ["boolean"]
    case "const", "default", "items", "additionalProperties": true
    default: value.number != nil
    }
  }

  /// The names of types: one, or a list.
  private static func names(_ value: JSONValue) -> [String]? {
    value.string.map { [$0] } ?? value.array?.compactMap(\.string)
  }

  private func children(of schema: JSONValue, at place: String) -> [(place: String, schema: JSONValue)] {
    var found: [(String, JSONValue)] = []
    for keyword in ["items", "additionalProperties"] {
      if let child = schema[keyword] { found.append(("\(place)/\(keyword)", child)) }
    }
    for keyword in ["properties", "$defs"] {
      for (name, child) in (schema[keyword]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
        found.append(("\(place)/\(keyword)/\(name)", child))
      }
    }
    for keyword in ["anyOf", "oneOf", "allOf"] {
      for (index, child) in (schema[keyword]?.array ?? []).enumerated() {
        found.append(("\(place)/\(keyword)/\(index)", child))
      }
    }
    return found
  }

  private func subschemas(of schema: JSONValue, at place: String) -> [(place: String, schema: JSONValue)] {
    [(place, schema)] + children(of: schema, at: place).flatMap { subschemas(of: $0.schema, at: $0.place) }
  }

  private func definition(_ reference: JSONValue) -> JSONValue? {
    let prefix = "#/$defs/"
    guard let path = reference.string, path.hasPrefix(prefix) else { return nil }
    return root["$defs"]?[String(path.dropFirst(prefix.count))]
  }
}

// MARK: - Values

extension JSONSchema {
  private func problems(with value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
    if case .bool(let allows) = schema { return allows ? [] : ["\(place): nothing may be here"] }
    let target = schema["$ref"].flatMap(definition).map { problems(with: value, $0, at: place) } ?? []
    return target + problemsOfAny(value, schema, at: place) + problemsOfNumber(value, schema, at: place)
      + problemsOfText(value, schema, at: place) + problemsOfArray(value, schema, at: place)
      + problemsOfObject(value, schema, at: place) + problemsOfChoices(value, schema, at: place)
  }

  private func problemsOfAny(_ value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
    var problems: [String] = []
    if let types = schema["type"].flatMap(Self.names), value.types.isDisjoint(with: types) {
      problems.append("\(place): \(value) is not of type \(types.joined(separator: " or "))")
    }
    if let allowed = schema["enum"]?.array, !allowed.contains(value) {
      problems.append("\(place): \(value) is none of \(allowed)")
    }
    if let constant = schema["const"], constant != value {
      problems.append("\(place): \(value) is not \(constant)")
    }
    return problems
  }

  private func problemsOfNumber(_ value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
    guard let number = value.number else { return [] }
    let bounds: [(String, (Double, Double) -> Bool)] = [
      ("minimum", { $0 >= $1 }), ("maximum", { $0 <= $1 }), ("exclusiveMinimum", { $0 > $1 }),
      ("exclusiveMaximum", { $0 < $1 }),
    ]
    return bounds.compactMap { keyword, holds in
      guard let bound = schema[keyword]?.number, !holds(number, bound) else { return nil }
      return "\(place): \(number) does not keep to the \(keyword) \(bound)"
    }
  }

  private func problemsOfText(_ value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
    guard let text = value.string else { return [] }
    var problems: [String] = []
    if let pattern = schema["pattern"]?.string, let regex = try? Regex(pattern), !text.contains(regex) {
      problems.append("\(place): '\(text)' does not match \(pattern)")
    }
    if let least = schema["minLength"]?.number, Double(text.unicodeScalars.count) < least {
      problems.append("\(place): '\(text)' is too short")
    }
    return problems
  }

  private func problemsOfArray(_ value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
    guard let items = value.array else { return [] }
    var problems = counted(items.count, schema, "minItems", "maxItems", at: place)
    if schema["uniqueItems"] == .bool(true), Set(items).count < items.count {
      problems.append("\(place): an item comes twice")
    }
    if let each = schema["items"] {
      problems += items.enumerated().flatMap {
        self.problems(with: $0.element, each, at: "\(place)/\($0.offset)")
      }
    }
    return problems
  }

  private func problemsOfObject(_ value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
    guard let members = value.object else { return [] }
    var problems = counted(members.count, schema, "minProperties", "maxProperties", at: place)
    for name in (schema["required"]?.array ?? []).compactMap(\.string) where members[name] == nil {
      problems.append("\(place): '\(name)' is missing")
    }
    for (name, others) in schema["dependentRequired"]?.object ?? [:] where members[name] != nil {
      for other in (others.array ?? []).compactMap(\.string) where members[other] == nil {
        problems.append("\(place): '\(other)' is missing beside '\(name)'")
      }
    }
    let known = schema["properties"]?.object ?? [:]
    for (name, member) in members.sorted(by: { $0.key < $1.key }) {
      let own = known[name] ?? schema["additionalProperties"]
      if own == .bool(false) {
        problems.append("\(place): there is no '\(name)'")
      } else if let own {
        problems += self.problems(with: member, own, at: "\(place)/\(name)")
      }
    }
    return problems
  }

  private func counted(
    _ count: Int, _ schema: JSONValue, _ least: String, _ most: String, at place: String
  ) -> [String] {
    let isEnough = schema[least]?.number.map { Double(count) >= $0 } ?? true
    let isFew = schema[most]?.number.map { Double(count) <= $0 } ?? true
    return isEnough && isFew ? [] : ["\(place): \(count) are too \(isEnough ? "many" : "few")"]
  }

  private func problemsOfChoices(_ value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
    func each(_ keyword: String) -> [[String]] {
      (schema[keyword]?.array ?? []).map { self.problems(with: value, $0, at: place) }
    }
    var problems = each("allOf").flatMap(\.self)
    let any = each("anyOf")
    if !any.isEmpty, any.allSatisfy({ !$0.isEmpty }) {
      problems.append("\(place): none of the choices: \(any.map { $0.joined(separator: ", ") })")
    }
    let one = each("oneOf")
    let fitting = one.count(where: \.isEmpty)
    if !one.isEmpty, fitting != 1 {
      problems.append(
        "\(place): \(fitting) of the choices: \(one.map { $0.joined(separator: ", ") })")
    }
    return problems
  }
}
