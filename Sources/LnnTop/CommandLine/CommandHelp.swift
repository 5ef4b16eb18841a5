extension CommandDescription {
  /// What `--help` prints.
  var helpText: String {
    var help = HelpText()
    help.paragraph("Usage: \(usage)")
    help.paragraph(details)
    if !arguments.isEmpty {
      help.heading("Arguments")
      for argument in arguments { help.entry(argument.placeholder, argument.help) }
    }
    for group in groups { help.add(group) }
    help.heading("Example")
    help.line(example)
    return help.text
  }
}

extension HelpText {
  mutating func add(_ group: CommandDescription.Group) {
    heading(group.heading)
    for option in group.options { entry(Self.term(option), option.meaning) }
  }

  private static func term(_ option: CommandDescription.Option) -> String {
    let letter = option.short.map { "-\($0), " } ?? "    "
    return letter + "--" + option.long + (option.placeholder.map { " " + $0 } ?? "")
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
    help.add(CommandDescription.standard)
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
