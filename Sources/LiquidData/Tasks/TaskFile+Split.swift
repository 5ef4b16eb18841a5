import YAML

extension TaskFile {
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
  }

  static func paperSplit(_ task: TaskFileSection) throws(TaskFileError) -> PaperSplit? {
    guard let section = try task.section("split-like-paper", as: .paperSplit) else { return nil }
    return PaperSplit(
      by: try section.choice("by"), shares: try shares(section), stride: try section.count("stride"),
      shuffle: try section.seed("shuffle"), note: try section.text("note"))
  }

  /// Nil where no share is given; those that are left out are 0.
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
}
