/// Everything about one command: the single source for its parsing, its help and the recorded configuration.
struct CommandTable<Options: CommandOptions>: Sendable {
  /// The word that calls it; nil for the program without a command.
  let name: String?
  /// One line for the list of commands.
  let summary: String
  /// What help says below the usage.
  let details: String
  let positionals: [PositionalRow<Options>]
  let groups: [OptionGroup<Options>]
  /// The long names of options without which the command means nothing.
  let required: [String]
  /// What holds where the command line says nothing.
  let defaults: Options
  /// Defaults that depend on other options; `given` are the long names of those on the command line.
  let settle: @Sendable (inout Options, _ given: Set<String>) -> Void
  /// Why an option, by its long name, means nothing beside the others; nil where it means something.
  let objection: @Sendable (Options, String) -> UsageError.Cause?

  init(
    name: String?, summary: String, details: String, positionals: [PositionalRow<Options>],
    groups: [OptionGroup<Options>], required: [String] = [], defaults: Options = Options(),
    settle: @escaping @Sendable (inout Options, _ given: Set<String>) -> Void = { _, _ in },
    objection: @escaping @Sendable (Options, String) -> UsageError.Cause? = { _, _ in nil }
  ) {
    self.name = name
    self.summary = summary
    self.details = details
    self.positionals = positionals
    self.groups = groups
    self.required = required
    self.defaults = defaults
    self.settle = settle
    self.objection = objection
  }

  var rows: [OptionRow<Options>] { groups.flatMap(\.rows) }

  /// Every option and argument in force, by its long name: those that mean nothing beside the others are not.
  func configuration(of options: Options) -> [String: String] {
    var result: [String: String] = [:]
    for row in rows where objection(options, row.long) == nil {
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
protocol CommandOptions: Sendable {
  init()
  static var table: CommandTable<Self> { get }
  /// Takes the person's settings for what the command line leaves open.
  mutating func adopt(_ settings: LoadedSettings)
}

extension CommandOptions {
  mutating func adopt(_ settings: LoadedSettings) {}
}
