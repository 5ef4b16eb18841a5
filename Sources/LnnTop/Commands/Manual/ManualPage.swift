import Text

/// A page of the manual about a command, or about the program.
struct ManualPage {
  /// As `man` has it: `lnn-top-train`.
  let name: String
  /// In the mdoc language.
  let text: String

  /// The page of a command, or of the program.
  ///
  /// - Parameters:
  ///   - description: of the command; that of no name is about the program.
  ///   - date: such as `November 30, 2026`.
  init(_ description: CommandDescription, date: String) {
    name = description.words.joined(separator: "-")
    var mdoc = MdocText()
    mdoc.macro("Dd", date)
    mdoc.macro("Dt", name.uppercased(), "1")
    mdoc.macro("Os")
    mdoc.section("NAME")
    mdoc.macro("Nm", name)
    mdoc.macro("Nd", description.summary)
    mdoc.section("SYNOPSIS")
    mdoc.addSynopsis(description)
    mdoc.section("DESCRIPTION")
    mdoc.paragraph(description.details)
    if description.name == nil { mdoc.addCommands() }
    mdoc.addArguments(description)
    mdoc.section("OPTIONS")
    for group in description.groups { mdoc.add(group) }
    if description.name == nil { mdoc.addSurroundings() }
    mdoc.section("EXIT STATUS")
    mdoc.list { list in
      for (status, meaning) in ExitStatus.meanings { list.entry(MdocText.argument(status), meaning) }
    }
    mdoc.section("EXAMPLES")
    mdoc.macro("Dl", MdocText.argument(description.example))
    mdoc.section("SEE ALSO")
    mdoc.addReferences(from: description)
    text = mdoc.text
  }

  /// Of the program, then of its commands.
  static func all(date: String) -> [ManualPage] {
    ([SampleCommand.description] + Commands.all.map { $0.description }).map { ManualPage($0, date: date) }
  }
}

extension MdocText {
  fileprivate mutating func addSynopsis(_ description: CommandDescription) {
    macro("Nm", Self.argument(description.words.joined(separator: " ")))
    macro("Op", "Ar", "options")
    for argument in description.arguments {
      let name = Self.argument(argument.placeholder)
      let dots = argument.isRepeated ? " ..." : ""
      if argument.isRequired { macro("Ar", name + dots) } else { macro("Op", "Ar", name + dots) }
    }
  }

  fileprivate mutating func addArguments(_ description: CommandDescription) {
    guard !description.arguments.isEmpty else { return }
    section("ARGUMENTS")
    list { list in
      for argument in description.arguments {
        list.entry("Ar \(Self.argument(argument.placeholder))", argument.help)
      }
    }
  }

  fileprivate mutating func add(_ group: CommandDescription.Group) {
    macro("Ss", Self.argument(group.heading))
    list { list in
      for option in group.options { list.entry(Self.term(option), option.meaning) }
    }
  }

  private static func term(_ option: CommandDescription.Option) -> String {
    let letter = option.short.map { "Fl \(argument(String($0))) , " } ?? ""
    let value = option.placeholder.map { " Ar \(argument($0))" } ?? ""
    return "\(letter)Fl \(argument("-" + option.long))\(value)"
  }

  fileprivate mutating func addCommands() {
    section("COMMANDS")
    list { list in
      for command in Commands.all {
        list.entry("Cm \(Self.argument(command.name))", command.summary)
      }
    }
  }

  /// Signals, variables of the environment, files.
  fileprivate mutating func addSurroundings() {
    let sections = [
      ("SIGNALS", "Dv", ProgramFacts.signals), ("ENVIRONMENT", "Ev", ProgramFacts.variables),
      ("FILES", "Pa", ProgramFacts.files),
    ]
    for (heading, kind, entries) in sections {
      section(heading)
      list { list in
        for (term, meaning) in entries { list.entry("\(kind) \(Self.argument(term))", meaning) }
      }
    }
  }

  /// The program's page refers to those of the commands, theirs to the program's and those of their own parts.
  fileprivate mutating func addReferences(from description: CommandDescription) {
    let name = description.words.joined(separator: "-")
    let others = ([SampleCommand.description] + Commands.all.map { $0.description })
      .map { $0.words.joined(separator: "-") }
      .filter { other in
        other != name
          && (description.name == nil || other == ProgramVersion.name || other.hasPrefix("\(name)-")
            || name.hasPrefix("\(other)-"))
      }.sorted()
    for (place, other) in others.enumerated() {
      macro("Xr", place < others.count - 1 ? "\(other) 1 ," : "\(other) 1")
    }
  }
}
