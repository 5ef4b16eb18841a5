/// What a command's table says to people, without what it does: what help, manual pages and completions are made from.
struct CommandDescription: Sendable {
  struct Argument: Sendable {
    let placeholder: String
    let isRequired: Bool
    let isRepeated: Bool
    let help: String
    let suggestions: Suggestions
  }

  struct Option: Sendable {
    let long: String
    let short: Character?
    /// What stands for the value; nil where there is none.
    let placeholder: String?
    let help: String
    let defaultText: String?
    /// What switches a flag off.
    let negation: String?
    let suggestions: Suggestions

    /// What it means, and what holds without it.
    var meaning: String { help + (defaultText.map { " (default: \($0))" } ?? "") }
  }

  struct Group: Sendable {
    let heading: String
    let options: [Option]
  }

  /// The words that call it; nil for the program without a command.
  let name: String?
  let summary: String
  let details: String
  let example: String
  let arguments: [Argument]
  /// With the options that every command has.
  let groups: [Group]

  var options: [Option] { groups.flatMap(\.options) }

  /// The words that call it, with the program's.
  var words: [String] { [ProgramVersion.name] + (name?.split(separator: " ").map(String.init) ?? []) }

  /// Such as `lnn-top train [options] DATA`.
  var usage: String {
    let arguments = arguments.map { $0.isRequired ? $0.placeholder : "[\($0.placeholder)]" }
    return (words + ["[options]"] + arguments).joined(separator: " ")
  }

  /// The options that every command has.
  static let standard = Group(
    heading: "Help",
    options: zip(StandardOption.syntax, StandardOption.helpLines).map { option, line in
      Option(
        long: option.long, short: option.short, placeholder: nil, help: line, defaultText: nil, negation: nil,
        suggestions: .others(.none))
    })
}

extension CommandTable {
  var description: CommandDescription {
    CommandDescription(
      name: name, summary: summary, details: details, example: example,
      arguments: positionals.map { row in
        CommandDescription.Argument(
          placeholder: row.placeholder, isRequired: row.isRequired, isRepeated: row.isRepeated,
          help: row.help,
          suggestions: row.suggestions)
      },
      groups: groups.map { group in
        CommandDescription.Group(heading: group.heading, options: group.rows.map { $0.described(defaults) })
      } + [CommandDescription.standard])
  }
}

extension OptionRow {
  fileprivate func described(_ defaults: Options) -> CommandDescription.Option {
    CommandDescription.Option(
      long: long, short: short, placeholder: placeholder, help: help, defaultText: defaultText(defaults),
      negation: negation, suggestions: suggestions)
  }
}

extension Command {
  static var description: CommandDescription { table.description }
}
