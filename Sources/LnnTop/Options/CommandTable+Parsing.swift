/// What the words behind a command ask for.
enum ParseResult<Options> {
  case options(Options)
  case help
  case version
}

extension CommandTable {
  /// Reads the words behind the command, in order; the last of two equal options counts.
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
    let rows = rows
    let syntax = rows.map { OptionSyntax(long: $0.long, short: $0.short, placeholder: $0.placeholder) }
    for item in OptionScanner.scan(arguments, options: syntax + StandardOption.syntax) {
      switch item {
      case .wrong(let cause): throw cause
      case .positional(let word): words.append(word)
      case .option(let index, let value):
        switch StandardOption(rawValue: index - rows.count) {
        case .help: return .help
        case .version: return .version
        case nil:
          try Self.apply(rows[index], value, to: &options)
          given.insert(rows[index].long)
        }
      }
    }
    try take(words, into: &options)
    if let missing = rows.first(where: { required.contains($0.long) && !given.contains($0.long) }) {
      throw .missingArgument([missing.name, missing.placeholder].compactMap(\.self).joined(separator: " "))
    }
    settle(&options, given)
    for row in rows where given.contains(row.long) {
      if let objection = objection(options, row.long) { throw objection }
    }
    return .options(options)
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

/// The options that every command has, behind its own; the raw value is the place there.
enum StandardOption: Int, CaseIterable {
  case help
  case version

  static let syntax = [
    OptionSyntax(long: "help", short: "h", placeholder: nil),
    OptionSyntax(long: "version", short: "V", placeholder: nil),
  ]

  static let helpLines = ["show this help", "show the version"]
}
