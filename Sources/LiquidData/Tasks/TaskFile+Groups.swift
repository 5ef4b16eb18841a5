import YAML

// How a task file says which groups are held out, and how recordings are read.

extension TaskFile {
  static func addGroups(
    of split: TaskFileSection, to definition: inout TaskDefinition
  ) throws(TaskFileError) {
    if let section = try split.section("hold-out", as: .holdOut) {
      guard let values = try section.names("values") else {
        throw TaskFileError(
          .missingKey("split.hold-out.values"), path: split.path, line: split.node("hold-out")?.line)
      }
      definition.holdOut = HeldOut(column: try section.required("column"), values: values)
    }
    if let section = try split.section("validate-on", as: .validateOn) {
      var column = try section.text("column") ?? definition.holdOut?.column
      if column == nil { column = try section.required("column") }
      definition.validateOn = HeldOut(column: column ?? "", values: try section.names("values") ?? [])
    }
  }

  /// Keys of its own, or one text as the command line has it.
  static func sound(_ data: TaskFileSection) throws(TaskFileError) -> SoundOptions? {
    guard case .mapping = data.node("sound"), let section = try data.section("sound", as: .sound) else {
      return try data.value("sound") { $0.words.flatMap { try? SoundOptions(text: $0) } }
    }
    var options = SoundOptions()
    for key in SoundOptions.keys {
      _ = try section.value(key.name) { node in
        node.words.flatMap { key.read($0, &options) ? true : nil }
      }
    }
    return options
  }
}
