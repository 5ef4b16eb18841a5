/// Everything about one command: the single source for its parsing, its help and the recorded configuration.
package struct CommandTable<Options: CommandOptions>: Sendable {
  /// The word that calls it; nil for the program without a command.
  let name: String?
  /// One line for the list of commands.
  let summary: String
  /// What help says below the usage.
  let details: String
  /// A command line that works, at the end of help.
  let example: String
  let positionals: [PositionalRow<Options>]
  let groups: [OptionGroup<Options>]
  /// The long names of options without which the command means nothing.
  let required: [String]
  /// What holds where the command line says nothing.
  let defaults: Options
  /// Defaults that depend on other options; `given` are the long names of those on the command line.
  let settle: @Sendable (inout Options, _ given: Set<String>) -> Void
  /// Whether it is too early to object to an option, by its long name: a file that is still to be read may give it a
  /// meaning.
  let postpones: @Sendable (Options, String) -> Bool

  init(
    name: String?, summary: String, details: String, example: String,
    positionals: [PositionalRow<Options>], groups: [OptionGroup<Options>], required: [String] = [],
    defaults: Options = Options(),
    settle: @escaping @Sendable (inout Options, _ given: Set<String>) -> Void = { _, _ in },
    postpones: @escaping @Sendable (Options, String) -> Bool = { _, _ in false }
  ) {
    self.name = name
    self.summary = summary
    self.details = details
    self.example = example
    self.positionals = positionals
    self.groups = groups
    self.required = required
    self.defaults = defaults
    self.settle = settle
    self.postpones = postpones
  }

  var rows: [OptionRow<Options>] { groups.flatMap(\.rows) }

  private func objection(_ options: Options, _ row: OptionRow<Options>) -> UsageError.Cause? {
    postpones(options, row.long) ? nil : row.objection(options)
  }

  /// Every option and argument in force, by its long name: those that mean nothing beside the others are not.
  func configuration(of options: Options) -> [String: String] {
    var result: [String: String] = [:]
    for row in rows where objection(options, row) == nil {
      if let text = row.recorded(options) { result[row.long] = text }
    }
    for positional in positionals {
      if let text = positional.recorded(options) {
        result[positional.placeholder.lowercased()] = text
      }
    }
    return result
  }
}

/// The options of one command: plain values, the defaults being those of `init()` unless the table has others.
package protocol CommandOptions: Sendable, Hashable {
  init()
  static var table: CommandTable<Self> { get }
  /// Takes the person's settings for what the command line leaves open.
  mutating func adopt(_ settings: LoadedSettings)
}

extension CommandOptions {
  package mutating func adopt(_ settings: LoadedSettings) {}
}

/// What the words after a command ask for.
enum ParseResult<Options> {
  case options(Options)
  case help
  case version
}

extension CommandTable {
  /// Reads the words after the command, in order; the last of two equal options counts.
  func parse(
    _ arguments: [String], settings: LoadedSettings
  ) throws(UsageError) -> ParseResult<Options> {
    do {
      return try parseWords(arguments, settings)
    } catch {
      throw UsageError(error, command: name)
    }
  }

  private func parseWords(
    _ arguments: [String], _ settings: LoadedSettings
  ) throws(UsageError.Cause) -> ParseResult<Options> {
    var options = defaults
    options.adopt(settings)
    var given: Set<String> = []
    var words: [String] = []
    let spellings = spellings
    for item in OptionScanner.scan(arguments, options: spellings.map(\.syntax)) {
      switch item {
      case .wrong(let cause): throw cause
      case .positional(let word): words.append(word)
      case .option(let index, let value):
        switch spellings[index].meaning {
        case .standard(.help): return .help
        case .standard(.version): return .version
        case .row(let row):
          try Self.apply(row, value, to: &options)
          given.insert(row.long)
        case .off(let row):
          row.clear?(&options)
          given.insert(row.long)
        }
      }
    }
    try take(words, into: &options)
    if let missing = rows.first(where: { required.contains($0.long) && !given.contains($0.long) }) {
      throw .missingArgument([missing.name, missing.placeholder].compactMap(\.self).joined(separator: " "))
    }
    settle(&options, given)
    for row in rows where given.contains(row.long) {
      if let objection = objection(options, row) { throw objection }
    }
    return .options(options)
  }

  /// What an option on the command line may mean.
  private enum Meaning {
    case row(OptionRow<Options>)
    /// The negation of a flag.
    case off(OptionRow<Options>)
    case standard(StandardOption)
  }

  /// The options by their names, those that every command has, the former names and the negations.
  private var spellings: [(syntax: OptionSyntax, meaning: Meaning)] {
    let rows = rows
    let names = rows.map { row in
      (OptionSyntax(long: row.long, short: row.short, placeholder: row.placeholder), Meaning.row(row))
    }
    let standard = zip(StandardOption.syntax, StandardOption.allCases).map { ($0, Meaning.standard($1)) }
    let formerNames = rows.compactMap { row in
      row.formerName.map {
        (OptionSyntax(long: $0, short: nil, placeholder: row.placeholder), Meaning.row(row))
      }
    }
    let negations = rows.compactMap { row in
      row.negation.map { (OptionSyntax(long: $0, short: nil, placeholder: nil), Meaning.off(row)) }
    }
    return names + standard + formerNames + negations
  }

  private static func apply(
    _ row: OptionRow<Options>, _ value: String, to options: inout Options
  ) throws(UsageError.Cause) {
    do {
      try row.apply(&options, value)
    } catch {
      throw .badValue(option: row.name, value: value, problem: error)
    }
  }

  private func take(_ words: [String], into options: inout Options) throws(UsageError.Cause) {
    for (row, word) in zip(positionals, words) { row.apply(&options, word) }
    if let last = positionals.last, last.isRepeated {
      for word in words.dropFirst(positionals.count) { last.apply(&options, word) }
    } else if words.count > positionals.count {
      throw .unexpectedArgument(words[positionals.count])
    }
    if let missing = positionals.dropFirst(words.count).first(where: {
      $0.isRequired && !$0.isWaived(options)
    }) {
      throw .missingArgument(missing.placeholder)
    }
  }
}

/// The options that every command has, behind its own.
enum StandardOption: CaseIterable {
  case help
  case version

  static let syntax = [
    OptionSyntax(long: "help", short: "h", placeholder: nil),
    OptionSyntax(long: "version", short: "V", placeholder: nil),
  ]

  static let helpLines = ["show this help", "show the version"]
}
