extension CommandTable {
  /// What `--help` prints, made from the rows.
  var helpText: String {
    var help = HelpText()
    help.paragraph("Usage: \(usage)")
    help.paragraph(details)
    if !positionals.isEmpty {
      help.heading("Arguments")
      for positional in positionals { help.entry(positional.placeholder, positional.help) }
    }
    help.addOptions(of: self)
    help.heading("Example")
    help.line(example)
    return help.text
  }

  /// Such as `lnn-top train [options] DATA`.
  var usage: String {
    let arguments = positionals.map { $0.isRequired ? $0.placeholder : "[\($0.placeholder)]" }
    return ([ProgramVersion.name, name].compactMap { $0 } + ["[options]"] + arguments).joined(separator: " ")
  }
}

extension HelpText {
  /// The option groups of a command, then the options that every command has.
  mutating func addOptions<Options>(of table: CommandTable<Options>) {
    for group in table.groups {
      heading(group.heading)
      for row in group.rows {
        let suffix = row.defaultText(table.defaults).map { " (default: \($0))" } ?? ""
        entry(Self.term(short: row.short, long: row.long, placeholder: row.placeholder), row.help + suffix)
      }
    }
    addStandardOptions()
  }

  mutating func addStandardOptions() {
    heading("Help")
    for (option, line) in zip(StandardOption.syntax, StandardOption.helpLines) {
      entry(Self.term(short: option.short, long: option.long, placeholder: nil), line)
    }
  }

  private static func term(short: Character?, long: String, placeholder: String?) -> String {
    let letter = short.map { "-\($0), " } ?? "    "
    return letter + "--" + long + (placeholder.map { " " + $0 } ?? "")
  }
}

/// Lays out help: paragraphs and two columns, no wider than 80 characters.
private struct HelpText {
  static let width = 80
  /// Where the second column begins.
  static let column = 30

  private var lines: [String] = []

  /// The lines so far, without a line break after the last.
  var text: String { lines.joined(separator: "\n") }

  mutating func paragraph(_ words: String) {
    separate()
    lines += Self.wrapped(words, width: Self.width)
  }

  mutating func heading(_ words: String) {
    separate()
    lines.append(words + ":")
  }

  /// A term and what it means; a long term has a line to itself.
  mutating func entry(_ term: String, _ meaning: String) {
    var start = "  " + term
    if start.count > Self.column - 2 {
      lines.append(start)
      start = ""
    }
    for line in Self.wrapped(meaning, width: Self.width - Self.column) {
      lines.append(start + String(repeating: " ", count: Self.column - start.count) + line)
      start = ""
    }
  }

  /// A line that is not broken.
  mutating func line(_ words: String) { lines.append("  " + words) }

  private mutating func separate() {
    if !lines.isEmpty { lines.append("") }
  }

  /// Lines of whole words; a word that is too long has a line to itself.
  private static func wrapped(_ words: String, width: Int) -> [String] {
    words.split(separator: " ").reduce(into: []) { lines, word in
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
  }
}

extension Commands {
  /// What `lnn-top --help` prints.
  static var helpText: String {
    var help = HelpText()
    help.paragraph("Usage: \(ProgramVersion.name) [command] [options]")
    help.paragraph(
      """
      htop for liquid neural networks: trains one on your time series and shows every neuron's state and time \
      constant live in the terminal. Without a command it trains on a simulated lane-keeping drive; the options \
      of train apply.
      """)
    help.heading("Commands")
    for command in all { help.entry(command.name, command.summary) }
    help.addStandardOptions()
    help.paragraph("'\(ProgramVersion.name) COMMAND --help' lists the options of a command.")
    help.paragraph(
      "--no-NAME switches an option without a value off, such as --no-residual where a task file has it on.")
    help.paragraph(
      "Documents: docs/task-files.md, docs/dashboard.md, docs/runs.md, docs/sweeps.md, docs/explaining.md, docs/streams.md, docs/device.md, docs/settings.md."
    )
    help.paragraph("Exit status: 0 success, 1 failure while running, 2 wrong usage.")
    help.heading("Example")
    help.line("lnn-top train sample-data/sine-pair.csv --epochs 200")
    return help.text
  }
}
