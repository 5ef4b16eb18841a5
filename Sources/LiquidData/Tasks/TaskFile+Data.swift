import YAML

extension TaskFile {
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
      limit: try data.count("limit"))
    guard !sources.patterns.isEmpty else {
      throw TaskFileError(.missingKey("data.files"), path: task.path, line: node.line)
    }
    return sources
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
}
