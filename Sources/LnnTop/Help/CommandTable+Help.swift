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
