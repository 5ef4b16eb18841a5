/// What a command line asks for.
public enum Invocation: Sendable, Hashable {
  case train(TrainOptions)
  case replay(ReplayOptions)
  case attach(AttachOptions)
  case runs(RunsOptions)
  case removeRuns(RemoveRunsOptions)
  case tagRun(TagRunOptions)
  case noteRun(NoteRunOptions)
  case compare(CompareOptions)
  case eval(EvalOptions)
  case benchmark(BenchmarkOptions)
  case drive(DriveOptions)
  case bench(BenchOptions)
  case initTask(TaskInitOptions)
  case checkTask(TaskCheckOptions)
  case importNetwork(ImportOptions)
  case exportNetwork(ExportOptions)
  case themes(ThemesOptions)
  case config(ConfigOptions)
  /// The text to print.
  case help(String)
  case version

  /// Reads the words behind the program's name.
  ///
  /// - Parameter settings: what holds where the command line says nothing.
  /// - Throws: `UsageError` with one clear line; the program ends with `UsageError.exitStatus`.
  public static func parse(
    _ arguments: [String], settings: LoadedSettings = LoadedSettings()
  ) throws(UsageError) -> Invocation {
    guard let word = arguments.first, !word.hasPrefix("-") else {
      return try parse(arguments, settings, as: TrainOptions.sampleTable, help: programHelp, train)
    }
    let rest = Array(arguments.dropFirst())
    if word == "help" { return try help(about: rest) }
    if let second = rest.first, let part = commands.first(where: { $0.name == "\(word) \(second)" }) {
      return try part.parse(Array(rest.dropFirst()), settings)
    }
    guard let command = commands.first(where: { $0.name == word }) else {
      return try partless(word, rest.first)
    }
    return try command.parse(rest, settings)
  }

  /// What a word asks for that is no command by itself: help on its parts, or nothing that makes sense.
  private static func partless(_ word: String, _ second: String?) throws(UsageError) -> Invocation {
    let parts = commands.filter { $0.name.hasPrefix("\(word) ") }
    guard !parts.isEmpty else {
      let nearest = EditDistance.nearest(to: word, among: commands.map(\.name) + ["help"])
      throw UsageError(.unknownCommand(word, nearest: nearest), command: nil)
    }
    if second == "--help" || second == "-h" { return .help(programHelp) }
    guard let second else {
      throw UsageError(.missingCommand(after: word, choices: parts.map(\.name)), command: nil)
    }
    let name = "\(word) \(second)"
    let nearest = EditDistance.nearest(to: name, among: parts.map(\.name))
    throw UsageError(.unknownCommand(name, nearest: nearest), command: nil)
  }

  /// A command as the list of commands needs it.
  struct Command: Sendable {
    let name: String
    let usage: String
    let summary: String
    let parse: @Sendable ([String], LoadedSettings) throws(UsageError) -> Invocation

    init<Options>(_ table: CommandTable<Options>, _ invocation: @escaping @Sendable (Options) -> Invocation) {
      name = table.name ?? ""
      usage = table.usage
      summary = table.summary
      parse = { arguments, settings throws(UsageError) in
        try Invocation.parse(arguments, settings, as: table, help: table.helpText, invocation)
      }
    }
  }

  /// One row a command. A new command is its options and a row here.
  static let commands: [Command] = [
    Command(TrainOptions.table) { .train($0) },
    Command(ReplayOptions.table) { .replay($0) },
    Command(AttachOptions.table) { .attach($0) },
    Command(RunsOptions.table) { .runs($0) },
    Command(TagRunOptions.table) { .tagRun($0) },
    Command(NoteRunOptions.table) { .noteRun($0) },
    Command(RemoveRunsOptions.table) { .removeRuns($0) },
    Command(CompareOptions.table) { .compare($0) },
    Command(EvalOptions.table) { .eval($0) },
    Command(BenchmarkOptions.table) { .benchmark($0) },
    Command(DriveOptions.table) { .drive($0) },
    Command(BenchOptions.table) { .bench($0) },
    Command(TaskInitOptions.table) { .initTask($0) },
    Command(TaskCheckOptions.table) { .checkTask($0) },
    Command(ImportOptions.table) { .importNetwork($0) },
    Command(ExportOptions.table) { .exportNetwork($0) },
    Command(ThemesOptions.table) { .themes($0) },
    Command(ConfigOptions.table) { .config($0) },
  ]

  private static func parse<Options>(
    _ arguments: [String], _ settings: LoadedSettings, as table: CommandTable<Options>, help: String,
    _ invocation: (Options) -> Invocation
  ) throws(UsageError) -> Invocation {
    switch try table.parse(arguments, settings: settings) {
    case .options(let options): invocation(options)
    case .help: .help(help)
    case .version: .version
    }
  }

  /// `lnn-top help`, and `lnn-top help train` for `lnn-top train --help`.
  private static func help(about words: [String]) throws(UsageError) -> Invocation {
    guard let word = words.first else { return .help(programHelp) }
    let isPart = commands.contains { $0.name == words.prefix(2).joined(separator: " ") }
    if words.count > (isPart ? 2 : 1) {
      throw UsageError(.unexpectedArgument(words[isPart ? 2 : 1]), command: nil)
    }
    return try parse(isPart ? words + ["--help"] : [word, "--help"])
  }
}
