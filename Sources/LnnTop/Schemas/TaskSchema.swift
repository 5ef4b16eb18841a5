import LiquidData

/// The schema of task files, from the table of their keys and that of the options of `train`.
enum TaskSchema {
  static let body: SchemaNode = {
    let places = TaskFileKey.Place.allCases.filter { $0 != .task }
    var definitions = Dictionary(uniqueKeysWithValues: places.map { ($0.rawValue, keys(of: $0)) })
    definitions["options"] = .options(TrainOptions.trainingOptions)
    guard case .object(var keywords) = keys(of: .task) else { return [:] }
    keywords["$defs"] = .object(definitions)
    keywords["description"] = "What is learnt from which data; docs/task-files.md has examples."
    return .object(keywords)
  }()

  /// What means nothing without these.
  private static let required: [TaskFileKey.Place: [String]] = [
    .task: ["data"], .long: ["time", "variable", "value"], .join: ["file", "key"], .tokens: ["kind"],
    .holdOut: ["column", "values"], .timeFeatures: ["features"], .published: ["model", "value"],
  ]

  private static func keys(of place: TaskFileKey.Place) -> SchemaNode {
    var properties: [String: SchemaNode] = [:]
    for key in TaskFileKey.all where key.place == place {
      let form = form(of: key)
      properties[key.name] = form.described(key.help)
      if let alias = key.alias { properties[alias] = form.described(key.help, isFormer: true) }
    }
    return .keys(properties, required: required[place] ?? [])
  }

  private static func form(of key: TaskFileKey) -> SchemaNode {
    switch key.form {
    case .text, .column: .word
    case .names, .groups, .files: .words
    case .whole(let least, let most): .whole(from: Double(least), through: most.map(Double.init))
    case .number(let least, let bound, let end):
      .number("number", ["minimum": least, "exclusiveMinimum": bound, "exclusiveMaximum": end])
    case .choice(let words): .choice(words)
    case .flag: .yesOrNo
    case .special: special(key)
    }
  }

  private static func special(_ key: TaskFileKey) -> SchemaNode {
    switch (key.place, key.name) {
    case (.task, "data"): return .any([.words, .definition("data")])
    case (.task, "tokens"): return .any([.cases(of: TextTokens.Kind.self), .definition("tokens")])
    case (.task, "time"):
      let units = TimeParts.Unit.allCases.map {
        ($0.rawValue, SchemaNode.word.described("the column that holds the \($0.rawValue)"))
      }
      return .any([.words, .keys(Dictionary(uniqueKeysWithValues: units))])
    case (.task, "split"):
      let shares: SchemaNode = ["type": "array", "minItems": 1, "maxItems": 3, "items": share]
      return .any([["type": "string"], shares, .definition("split")])
    case (.task, "horizon"): return ["type": ["integer", "string"], "minimum": 1]
    case (.task, "missing-markers"): return .any([numbers, .mapping(to: numbers)])
    case (.task, "cut-gaps"): return ["type": ["number", "string"], "exclusiveMinimum": 0]
    case (.task, "time-features"): return .any([features, .definition("time-features")])
    case (.timeFeatures, "features"): return features
    case (.task, "class-weights"):
      return .any([.choice(["none", "balanced"]), .mapping(to: .number("number", ["exclusiveMinimum": 0]))])
    case (.task, "training"): return .definition("options")
    case (.task, "benchmark"): return .definition("benchmark")
    case (.task, "split-like-paper"): return .definition("split-like-paper")
    case (.data, "labels"): return .mapping(to: .word)
    case (.data, "long"): return .definition("data.long")
    case (.data, "join"): return .definition("data.join")
    case (.data, "sound"): return .any([["type": "string"], .definition("data.sound")])
    case (.data, "names"), (.data, "separator"), (.join, "file"): return .word
    case (.split, "hold-out"): return .definition("split.hold-out")
    case (.split, "validate-on"): return .definition("split.validate-on")
    case (.benchmark, "models"):
      return .any([.words, .mapping(to: .any([.definition("options"), ["type": "null"]]))])
    case (.benchmark, "published"):
      return ["type": "array", "items": .definition("benchmark.published")]
    default: preconditionFailure("the form of \(key.path) is special, and no schema says how")
    }
  }

  private static let share = SchemaNode.number("number", ["minimum": 0])
  private static let numbers = SchemaNode.any([
    .number(), ["type": "array", "minItems": 1, "items": .number()],
  ])
  private static let features: SchemaNode = {
    let one = SchemaNode.cases(of: TimeFeature.self)
    return .any([["type": "string"], ["type": "array", "minItems": 1, "items": one]])
  }()
}
