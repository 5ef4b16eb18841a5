import Screen

/// The kinds of files that people write, each with the JSON Schema that editors help with; made from the tables by which the
/// program reads them.
package enum FileSchema: String, Sendable, Hashable, CaseIterable {
  case task
  case sweep
  case config
  case theme

  /// What it is called in docs/schema.
  package var fileName: String { "\(rawValue)-file.schema.json" }

  /// The schema, with a line end.
  package var text: String {
    guard case .object(var keywords) = body else { preconditionFailure("the schema of a file is an object") }
    keywords["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    keywords["title"] = .text(title)
    return SchemaNode.object(keywords).fileText
  }

  private var title: String {
    switch self {
    case .task: "A task file of lnn-top"
    case .sweep: "A sweep file of lnn-top"
    case .config: "The settings of lnn-top (config.yaml)"
    case .theme: "A theme of lnn-top (base16 or base24)"
    }
  }

  private var body: SchemaNode {
    switch self {
    case .task: TaskSchema.body
    case .sweep: SweepSchema.body
    case .config: Self.settings
    case .theme: Self.colors
    }
  }

  private static let settings: SchemaNode = {
    let rows = SettingRow.all.map { setting -> (String, SchemaNode) in
      let isOptional = setting.row.recorded(Settings()) == nil
      // A setting has one value, where an option of a task may have several.
      let value = setting.row.kind == .text ? SchemaNode.word : setting.row.fileValue
      let automatic: SchemaNode = ["const": .text(SettingRow.automatic)]
      let form = isOptional && setting.row.kind != .text ? SchemaNode.any([value, automatic]) : value
      return (setting.key, form.described(setting.row.help))
    }
    return SchemaNode.keys(Dictionary(uniqueKeysWithValues: rows)).described("Settings; all may be left out.")
  }()

  private static let colors: SchemaNode = {
    let color: SchemaNode = ["type": ["string", "number"], "pattern": "^#?[0-9a-fA-F]{6}$"]
    let roles = Role.allCases.map { ("base0" + String($0.rawValue, radix: 16, uppercase: true), "\($0)") }
    let further = (0x10...0x17).map { ("base" + String($0, radix: 16), "of base24") }
    let palette = (roles + further).map { ($0.0, color.described("red, green and blue: \($0.1)")) }
    let properties: [String: SchemaNode] = [
      "system": SchemaNode.choice(["base16", "base24"]).described("how the palette is laid out"),
      "name": SchemaNode.word.described("the name; else the file's own"),
      "author": SchemaNode.word.described("who made it"),
      "palette": SchemaNode.keys(Dictionary(uniqueKeysWithValues: palette), required: roles.map(\.0))
        .described("the colours"),
    ]
    return [
      "description": "Colours. Other keys, such as slug and variant, are left alone.", "type": "object",
      "properties": .object(properties.merging(palette) { own, _ in own }),
      "anyOf": .list([["required": ["palette"]], .object(["required": .list(roles.map { .text($0.0) })])]),
    ]
  }()
}

extension OptionRow {
  /// What a file may hold for it.
  var fileValue: SchemaNode {
    switch kind {
    case .integer(let least, let most): .whole(from: least, through: most)
    case .number: .number()
    case .onOff: .yesOrNo
    case .choice(let words): .choice(words)
    case .text: .any([.words, .mapping(to: .word)])
    }
  }
}

extension SchemaNode {
  /// Options of a command with their values, former names among them.
  static func options(_ rows: [OptionRow<TrainOptions>], value: (SchemaNode) -> SchemaNode = { $0 })
    -> SchemaNode
  {
    var properties: [String: SchemaNode] = [:]
    for row in rows {
      let form = value(row.fileValue)
      properties[row.long] = form.described(row.help)
      if let former = row.formerName { properties[former] = form.described(row.help, isFormer: true) }
    }
    return keys(properties)
  }
}
