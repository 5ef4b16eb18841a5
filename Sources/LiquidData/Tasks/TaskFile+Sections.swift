import Liquid
import YAML

// How the sections of a task file are read.

extension TaskFile {
  static func definition(_ task: TaskFileSection, named name: String) throws(TaskFileError) -> TaskDefinition
  {
    var definition = TaskDefinition(
      name: name, inputs: try task.names("inputs"), targets: try task.names("targets"),
      time: try task.value("time", times), sequence: try task.text("sequence"), kind: try task.choice("kind"),
      window: try task.count("window"), stride: try task.count("stride"),
      missing: try task.choice("missing") ?? .forwardFill,
      loss: try loss(task), classWeights: try classWeights(task),
      targetSteps: try task.choice("target-steps"), categories: try task.names("categories") ?? [],
      missingMarkers: try task.value("missing-markers", markers) ?? [:],
      sortsByTime: try task.flag("sort-by-time") ?? false,
      resample: try task.number("resample") { $0 > 0 },
      cutGaps: try task.value("cut-gaps") { $0.words.flatMap { TimeLength(text: $0) } },
      dropRows: try task.number("drop-rows") { $0 >= 0 && $0 < 1 } ?? 0,
      scaling: try task.choice("scaling") ?? .standard,
      targetScaling: try task.choice("target-scaling") ?? .standard, metric: try task.choice("metric"))
    if let horizons = try task.value("horizon", { $0.words.flatMap(Horizons.init) }) {
      definition.horizon = horizons.last
      definition.firstHorizon = horizons.first == horizons.last ? nil : horizons.first
    }
    definition.knownAhead = try task.names("known-ahead") ?? []
    definition.warmUp =
      try task.value("warm-up") {
        $0.words == "0" ? 0 : $0.words.flatMap(Int.init).flatMap { (1...1_000_000).contains($0) ? $0 : nil }
      } ?? 0
    definition.tokens = try tokens(task)
    definition.text = try task.text("text")
    if definition.text != nil, definition.tokens == nil {
      throw TaskFileError(
        .contradiction("'text' means nothing without 'tokens'"), path: task.path,
        line: task.node("text")?.line)
    }
    try addTimeFeatures(of: task, to: &definition)
    try addSplit(of: task, to: &definition)
    return definition
  }

  /// `Time`, `[Date, Time]`, or `{year: Y, month: M}`.
  private static func times(_ node: YAMLNode) -> String? {
    guard case .mapping(let entries, _) = node else {
      return node.words ?? node.list(splitsText: false)?.joined(separator: ",")
    }
    let parts = entries.compactMap { entry in
      TimeParts.Unit(rawValue: entry.key) == nil ? nil : entry.value.words.map { "\(entry.key)=\($0)" }
    }
    return parts.count == entries.count && !parts.isEmpty ? parts.joined(separator: ",") : nil
  }

  private static func loss(_ task: TaskFileSection) throws(TaskFileError) -> Loss? {
    let kind: Loss.Kind? = try task.choice("loss")
    let delta = try task.number("huber-delta") { $0 > 0 && Float($0) > 0 && Float($0).isFinite }
    if delta != nil, kind != .huber {
      let line = task.node("huber-delta")?.line
      throw TaskFileError(
        .contradiction("'huber-delta' means nothing without 'loss: huber'"), path: task.path, line: line)
    }
    return kind.map { Loss($0, delta: delta ?? Loss.standardDelta) }
  }

  private static func classWeights(_ task: TaskFileSection) throws(TaskFileError) -> ClassWeights {
    try task.value("class-weights") { node in
      switch node {
      case .scalar("none", _): return ClassWeights.none
      case .scalar("balanced", _): return .balanced
      case .mapping(let entries, _):
        let pairs = entries.compactMap { entry in entry.value.number.map { (entry.key, $0) } }
        let areUsable = pairs.allSatisfy { Float($0.1) > 0 && Float($0.1).isFinite }
        guard pairs.count == entries.count, areUsable else { return nil }
        return .given(Dictionary(uniqueKeysWithValues: pairs))
      case .scalar, .sequence: return nil
      }
    } ?? .none
  }

  /// `-200`, `[-1, -2]` and `{column: -200, "*": [-1]}`.
  private static func markers(_ node: YAMLNode) -> [String: [Double]]? {
    func numbers(_ node: YAMLNode) -> [Double]? {
      if case .sequence(let items, _) = node {
        let values = items.compactMap(\.number)
        return values.count == items.count && !values.isEmpty ? values : nil
      }
      return node.number.map { [$0] }
    }
    guard case .mapping(let entries, _) = node else { return numbers(node).map { ["*": $0] } }
    var markers: [String: [Double]] = [:]
    for entry in entries {
      guard let values = numbers(entry.value) else { return nil }
      markers[entry.key] = values
    }
    return markers
  }

  /// `words`, or a mapping.
  private static func tokens(_ task: TaskFileSection) throws(TaskFileError) -> TextTokens? {
    guard case .mapping(_, let line) = task.node("tokens"),
      let section = try task.section("tokens", as: .tokens)
    else { return try task.choice("tokens").map { TextTokens($0) } }
    guard let kind: TextTokens.Kind = try section.choice("kind") else {
      throw TaskFileError(.missingKey("tokens.kind"), path: task.path, line: line)
    }
    let tokens = TextTokens(
      kind, vocabulary: try section.count("vocabulary") ?? TextTokens.standardVocabulary,
      minimumCount: try section.count("minimum-count") ?? 1, length: try section.count("length"),
      keep: try section.choice("keep") ?? .beginning)
    if let flaw = tokens.flaw { throw TaskFileError(.contradiction(flaw), path: task.path, line: line) }
    return tokens
  }

  private static func addTimeFeatures(
    of task: TaskFileSection, to definition: inout TaskDefinition
  ) throws(TaskFileError) {
    if case .mapping(_, let line) = task.node("time-features"),
      let section = try task.section("time-features", as: .timeFeatures)
    {
      guard let features = try section.value("features", features) else {
        throw TaskFileError(.missingKey("time-features.features"), path: task.path, line: line)
      }
      definition.timeFeatures = features
      definition.timeFeatureColumn = try section.text("column")
    } else {
      definition.timeFeatures = try task.value("time-features", features) ?? []
    }
  }

  private static func features(_ node: YAMLNode) -> [TimeFeature]? {
    guard let names = node.list(splitsText: true) else { return nil }
    let features = names.compactMap { TimeFeature(rawValue: $0.replacing("_", with: "-")) }
    return features.count == names.count ? features : nil
  }

  // MARK: - data

  /// `data: drive.csv`, `data: [a.csv, b.csv]`, or a mapping.
  static func sources(_ task: TaskFileSection, _ root: YAMLNode) throws(TaskFileError) -> DataSources {
    guard let node = task.node("data") else {
      throw TaskFileError(.missingKey("data"), path: task.path, line: root.line)
    }
    guard case .mapping = node else {
      guard let files = node.list(splitsText: false) else { throw task.wrong("data", node) }
      return DataSources(files: files)
    }
    let data = try TaskFileSection(node, place: .data, path: task.path)
    let sources = DataSources(
      files: try data.files("files"), train: try data.files("train"),
      validation: try data.files("validation"), test: try data.files("test"),
      format: try data.choice("format") ?? .automatic, labels: try labels(data),
      long: try data.section("long", as: .long).map(longColumns),
      join: try data.section("join", as: .join).map(join), columnNames: try data.names("column-names"),
      limit: try data.count("limit"), reading: try reading(data))
    guard !sources.patterns.isEmpty else {
      throw TaskFileError(.missingKey("data.files"), path: task.path, line: node.line)
    }
    return sources
  }

  /// How tables are written.
  private static func reading(_ data: TaskFileSection) throws(TaskFileError) -> ReadingOptions {
    var reading = ReadingOptions()
    reading.separator = try data.value("separator") { $0.text.flatMap { Separator(word: $0) } }
    reading.hasHeader = try data.flag("header")
    reading.skippedLines = try data.value("skip-lines") { node in
      node.words.flatMap { Int($0) }.flatMap { (0...1_000_000).contains($0) ? $0 : nil }
    }
    reading.comment = try data.text("comment")
    reading.decimal = try data.choice("decimal")
    reading.thousands = try data.choice("thousands")
    if reading.hasOneMarkForBoth, let mark = reading.decimal?.rawValue {
      throw TaskFileError(
        .contradiction("'thousands' is \(mark), which does not go with the same for 'decimal'"),
        path: data.path, line: data.node("thousands")?.line)
    }
    reading.encoding = try data.choice("encoding")
    reading.missingWords = try data.names("missing-words")
    reading.textColumns = try data.names("text-columns")
    reading.dateFormat = try data.text("date-format")
    reading.dateOrder = try data.choice("date-order")
    reading.timeZone = try data.text("time-zone")
    reading.labelColumn = try data.choice("label-column")
    reading.sound = try sound(data)
    reading.names = try data.value("names") { $0.words.flatMap { FileNames(rawValue: $0) } }
    return reading
  }

  private static func labels(_ data: TaskFileSection) throws(TaskFileError) -> [String: String] {
    try data.value("labels") { node in
      guard case .mapping(let entries, _) = node else { return nil }
      let pairs = entries.compactMap { entry in entry.value.words.map { (entry.key, $0) } }
      return pairs.count == entries.count ? Dictionary(uniqueKeysWithValues: pairs) : nil
    } ?? [:]
  }

  private static func longColumns(_ section: TaskFileSection) throws(TaskFileError) -> DataSources.LongColumns
  {
    DataSources.LongColumns(
      time: try section.required("time"), variable: try section.required("variable"),
      value: try section.required("value"))
  }

  private static func join(_ section: TaskFileSection) throws(TaskFileError) -> DataSources.Join {
    DataSources.Join(
      file: try section.required("file"), key: try section.required("key"),
      columns: try section.names("columns"))
  }

  // MARK: - split

  /// `75,10,15`, `[75, 10, 15]`, or a mapping.
  static func addSplit(of task: TaskFileSection, to definition: inout TaskDefinition) throws(TaskFileError) {
    guard case .mapping = task.node("split"), let split = try task.section("split", as: .split) else {
      definition.split =
        try task.value("split") { node in
          node.list(splitsText: true).flatMap { Split(text: $0.joined(separator: ",")) }
        } ?? .standard
      return
    }
    definition.split = try shares(split) ?? .standard
    definition.splitBy = try split.choice("by") ?? .automatic
    definition.shuffle = try split.seed("shuffle")
    try addGroups(of: split, to: &definition)
  }

  static func paperSplit(_ task: TaskFileSection) throws(TaskFileError) -> PaperSplit? {
    guard let section = try task.section("split-like-paper", as: .paperSplit) else { return nil }
    return PaperSplit(
      by: try section.choice("by"), shares: try shares(section), stride: try section.count("stride"),
      shuffle: try section.seed("shuffle"), note: try section.text("note"))
  }

  /// Nil if no share is given; a missing one is 0.
  private static func shares(_ section: TaskFileSection) throws(TaskFileError) -> Split? {
    let given = try ["train", "validation", "test"].map { key throws(TaskFileError) in
      try section.number(key) { $0 >= 0 }
    }
    guard given.contains(where: { $0 != nil }) else { return nil }
    let split = Split(train: given[0] ?? 0, validation: given[1] ?? 0, test: given[2] ?? 0)
    if let flaw = split.flaw {
      let line = section.node("train")?.line ?? section.node("test")?.line ?? section.node("validation")?.line
      throw TaskFileError(.contradiction(flaw), path: section.path, line: line)
    }
    return split
  }

  // MARK: - benchmark

  static func plan(_ section: TaskFileSection) throws(TaskFileError) -> BenchmarkPlan {
    BenchmarkPlan(
      epochs: try section.count("epochs"), seeds: try section.count("seeds"),
      models: try section.value("models", models) ?? [], published: try published(section),
      note: try section.text("note"))
  }

  /// `[ltc, cfc]`, or `{ltc: {learning-rate: 0.01}, cfc: {}}`; a network without options needs no value.
  private static func models(_ node: YAMLNode) -> [BenchmarkPlan.ModelPlan]? {
    guard case .mapping(let entries, _) = node else {
      return node.list(splitsText: true)?.map {
        BenchmarkPlan.ModelPlan(name: CellRegistry.identifier(of: $0))
      }
    }
    let plans = entries.compactMap { entry -> BenchmarkPlan.ModelPlan? in
      // Older tasks have other names for some cells.
      let name = CellRegistry.identifier(of: entry.key)
      if entry.value.text == "" { return BenchmarkPlan.ModelPlan(name: name) }
      return options(entry.value).map { BenchmarkPlan.ModelPlan(name: name, options: $0) }
    }
    return plans.count == entries.count ? plans : nil
  }

  private static func published(
    _ section: TaskFileSection
  ) throws(TaskFileError) -> [BenchmarkPlan.Published] {
    guard let node = section.node("published") else { return [] }
    guard case .sequence(let items, _) = node else { throw section.wrong("published", node) }
    return try items.map { item throws(TaskFileError) in
      let entry = try TaskFileSection(item, place: .published, path: section.path)
      let model = CellRegistry.identifier(of: try entry.required("model"))
      guard let value = try entry.number("value", where: { _ in true }) else {
        throw TaskFileError(.missingKey("benchmark.published.value"), path: section.path, line: item.line)
      }
      return BenchmarkPlan.Published(
        model: model, value: value, deviation: try entry.number("deviation") { $0 >= 0 },
        source: try entry.text("source"))
    }
  }

  // MARK: - training

  /// Options of `train` with their values: `units: 32`, or `rate-factors: {sigma: 0.1}` for `--rate-factors
  /// sigma=0.1`.
  static func options(_ section: TaskFileSection, _ key: String) throws(TaskFileError) -> [String: String]? {
    guard let node = section.node(key) else { return nil }
    guard let options = options(node) else { throw section.wrong(key, node) }
    return options
  }

  /// Nil if the node is not a mapping of options.
  static func options(_ node: YAMLNode) -> [String: String]? {
    guard case .mapping(let entries, _) = node else { return nil }
    var options: [String: String] = [:]
    for entry in entries {
      guard let text = optionText(entry.value) else { return nil }
      options[entry.key] = text
    }
    return options
  }

  private static func optionText(_ node: YAMLNode) -> String? {
    switch node {
    case .scalar: return node.words
    case .sequence: return node.list(splitsText: false)?.joined(separator: ",")
    case .mapping(let entries, _):
      let parts = entries.compactMap { entry in entry.value.words.map { "\(entry.key)=\($0)" } }
      return parts.count == entries.count ? parts.joined(separator: ",") : nil
    }
  }
}
