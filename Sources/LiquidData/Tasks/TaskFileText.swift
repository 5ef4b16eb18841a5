import Text

/// A task file as text, with a comment for what was guessed.
package struct TaskFileText {
  package private(set) var text: String

  /// - Parameters:
  ///   - files: the data, relative to the task file's folder.
  ///   - rows: the number of rows of the table, for the first line.
  ///   - reading: how the files are written, as keys with their values.
  ///   - schema: where the schema of task files is, for editors; nil where it is not known.
  package init(
    _ guess: TaskGuess, files: [String], reading: [(key: String, value: String)] = [], rows: Int,
    columns: Int,
    schema: String? = nil
  ) {
    text = schema.map { "# yaml-language-server: $schema=\($0)\n" } ?? ""
    text += """
      # A first task, guessed from \(counted(rows, "row")) and \(counted(columns, "column")): check every line.
      # 'lnn-top task check FILE' says what it would do, 'lnn-top train FILE' trains; docs/task-files.md
      # (where lnn-top is installed: share/lnn-top/docs/task-files.md) has all keys.

      """
    let task = guess.definition
    add("name", Self.quoted(task.name))
    comment(["Paths and patterns are relative to the folder of this file, or to --data DIR."])
    let list = files.count == 1 ? Self.quoted(files[0]) : Self.list(files)
    if reading.isEmpty {
      add("data", list)
    } else {
      text += "data:\n  files: \(list)\n"
      for (key, value) in reading { text += "  \(key): \(Self.quoted(value))\n" }
    }
    addColumns(task, guess.reasons)
    addCutting(task, guess)
    text += """

      # How it is trained: any option of 'lnn-top train --help' without the dashes.
      training:
        model: ltc
        units: \(max(32, 2 * guess.outputs))
        epochs: 100

      """
  }

  private mutating func addColumns(_ task: TaskDefinition, _ reasons: [String: [String]]) {
    add("inputs", task.inputs.map(Self.list), reasons, else: "all columns without another role")
    add("targets", task.targets.map(Self.list), reasons, else: "the last column")
    add("categories", task.categories.isEmpty ? nil : Self.list(task.categories), reasons)
    add("tokens", task.tokens.map(Self.keys), reasons)
    add("text", task.text.map(Self.quoted), reasons)
    add(
      "time", task.time.map(Self.quoted), reasons,
      else: "no column ascends like a time, so every step lasts 1")
    add("sort-by-time", task.sortsByTime ? "true" : nil, reasons)
    add("sequence", task.sequence.map(Self.quoted), reasons, else: "all rows are one sequence")
    add("kind", task.kind?.rawValue, reasons)
    add("target-steps", task.targetSteps?.rawValue, reasons)
  }

  private mutating func addCutting(_ task: TaskDefinition, _ guess: TaskGuess) {
    let markers = task.missingMarkers.sorted { $0.key < $1.key }.map { column, values in
      "\(Self.quoted(column)): [\(values.map(NumberText.shortest).joined(separator: ", "))]"
    }
    add("missing-markers", markers.isEmpty ? nil : "{\(markers.joined(separator: ", "))}", guess.reasons)
    add("missing", task.missing == .forwardFill ? nil : task.missing.rawValue, guess.reasons)
    add("window", task.window.map(String.init), guess.reasons)
    comment(guess.reasons["split"] ?? [])
    let shuffle = task.shuffle.map { ", shuffle: \($0)" } ?? ""
    add("split", "{train: 75, validation: 10, test: 15\(shuffle)}")
  }

  /// Adds a key after its reasons; without a value, only the reasons or `absence`.
  private mutating func add(
    _ key: String, _ value: String?, _ reasons: [String: [String]], else absence: String? = nil
  ) {
    let help = TaskFileKey.row(key, in: .task).help
    if let value {
      comment(["\(key): \(help)."] + (reasons[key] ?? []))
      add(key, value)
    } else if let lines = reasons[key] ?? absence.map({ ["None was found: \($0)."] }) {
      comment(["\(key): \(help)."] + lines)
      text += "# \(key):\n"
    }
  }

  private mutating func add(_ key: String, _ value: String) { text += "\(key): \(value)\n" }

  private mutating func comment(_ lines: [String]) {
    text += "\n" + lines.map { "# \(Self.printable($0))\n" }.joined()
  }

  /// Replaces characters that YAML refuses even in comments, and those that steer the terminal that shows them.
  private static func printable(_ line: String) -> String {
    String(String.UnicodeScalarView(line.unicodeScalars.map { isPlain($0) ? $0 : "\u{FFFD}" }))
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.steersTerminal { return false }
    return switch scalar {
    case " "..."~", "\u{A0}"..."\u{D7FF}", "\u{E000}"..."\u{FEFE}", "\u{FF00}"..."\u{FFFD}": true
    default: scalar.value >= 0x10000
    }
  }

  /// `words`, or keys of their own.
  private static func keys(_ tokens: TextTokens) -> String {
    let words = tokens.text.split(separator: ",").dropFirst().map { $0.replacing("=", with: ": ") }
    guard !words.isEmpty else { return tokens.kind.rawValue }
    return "{\((["kind: \(tokens.kind.rawValue)"] + words).joined(separator: ", "))}"
  }

  private static func list(_ names: [String]) -> String {
    "[\(names.map(quoted).joined(separator: ", "))]"
  }

  /// A double-quoted scalar, which can hold any text: what is not plain is escaped, so that reading gives it back.
  static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar -> String in
      if scalar == "\"" || scalar == "\\" { return "\\\(scalar)" }
      if isPlain(scalar) { return String(scalar) }
      let hex = String(scalar.value, radix: 16)
      return "\\U" + String(repeating: "0", count: 8 - hex.count) + hex
    }.joined()
    return "\"\(escaped)\""
  }
}
