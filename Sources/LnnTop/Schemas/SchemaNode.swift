import Foundation

/// A part of a JSON Schema while it is put together.
indirect enum SchemaNode: Encodable, Sendable {
  case flag(Bool)
  case number(Double)
  case text(String)
  case list([SchemaNode])
  case object([String: SchemaNode])

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .flag(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .list(let value): try container.encode(value)
    case .object(let value): try container.encode(value)
    }
  }

  /// The schema as a file: one keyword a line, in a fixed order.
  var fileText: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    } catch {
      preconditionFailure("a schema of finite numbers has a JSON form: \(error)")
    }
  }
}

extension SchemaNode: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral
{
  init(stringLiteral value: String) { self = .text(value) }
  init(booleanLiteral value: Bool) { self = .flag(value) }
  init(integerLiteral value: Int) { self = .number(Double(value)) }
  init(arrayLiteral elements: SchemaNode...) { self = .list(elements) }
  init(dictionaryLiteral elements: (String, SchemaNode)...) {
    self = .object(Dictionary(elements) { first, _ in first })
  }
}

// MARK: - What YAML files hold

extension SchemaNode {
  /// A word: YAML has numbers and booleans for some of them.
  static let word: SchemaNode = ["type": ["string", "number", "boolean"]]
  /// A word, or a list of them.
  static let words: SchemaNode = ["anyOf": [word, ["type": "array", "minItems": 1, "items": word]]]
  /// Any of YAML's words for yes and no.
  static let yesOrNo: SchemaNode = ["enum": [true, false, "on", "off", "yes", "no"]]

  static func choice(_ words: [String]) -> SchemaNode { ["enum": .list(words.map(SchemaNode.text))] }

  static func cases<Value: RawRepresentable<String> & CaseIterable>(of type: Value.Type) -> SchemaNode {
    choice(type.allCases.map(\.rawValue))
  }

  static func whole(from least: Double, through most: Double? = nil) -> SchemaNode {
    number("integer", ["minimum": least, "maximum": most])
  }

  static func number(_ type: String = "number", _ limits: [String: Double?] = [:]) -> SchemaNode {
    let limits = limits.compactMapValues(\.self).mapValues(SchemaNode.number)
    return .object(limits.merging(["type": .text(type)]) { $1 })
  }

  static func any(_ choices: [SchemaNode]) -> SchemaNode { ["anyOf": .list(choices)] }

  static func definition(_ name: String) -> SchemaNode { ["$ref": .text("#/$defs/\(name)")] }

  /// A mapping with these keys and no others.
  static func keys(_ properties: [String: SchemaNode], required: [String] = []) -> SchemaNode {
    var keywords: [String: SchemaNode] = [
      "type": "object", "properties": .object(properties), "additionalProperties": false,
    ]
    if !required.isEmpty { keywords["required"] = .list(required.map(SchemaNode.text)) }
    return .object(keywords)
  }

  /// A mapping of any keys to values of one form.
  static func mapping(to value: SchemaNode) -> SchemaNode {
    ["type": "object", "minProperties": 1, "additionalProperties": value]
  }

  /// The same schema with what it means.
  func described(_ help: String, isFormer: Bool = false) -> SchemaNode {
    guard case .object(var keywords) = self else { return self }
    keywords["description"] = .text(help)
    if isFormer { keywords["deprecated"] = true }
    return .object(keywords)
  }
}
