import Text

/// One command of the program: its options, which say all there is to parse and to help with, and what it does.
///
/// A command lives in a folder of its own under `Commands` and has a row in `Commands.all`:
///
///     struct DriveCommand: Command {
///       let options: DriveOptions
///
///       func run(in context: CommandContext) throws -> Int32 { … }
///     }
package protocol Command: Sendable, Hashable {
  associatedtype Options: CommandOptions

  /// Its name, its options and the words of its help.
  static var table: CommandTable<Options> { get }
  /// What `--help` prints.
  static var helpText: String { get }
  /// Whether it makes sense that `mpirun` starts it several times.
  static var sharesWork: Bool { get }

  var options: Options { get }

  init(options: Options)

  /// - Returns: the exit status.
  func run(in context: CommandContext) throws -> Int32
}

/// What a command finds around it.
package struct CommandContext: Sendable {
  let locations: Locations
  /// What holds where the command line says nothing, and where it comes from.
  let settings: LoadedSettings
}

/// What a command line asks for.
package enum ParsedLine: Sendable {
  case command(any Command)
  /// To print a text: help, or the version.
  case text(String)
}

extension Command {
  package static var table: CommandTable<Options> { Options.table }
  package static var helpText: String { description.helpText }
  package static var sharesWork: Bool { false }

  /// The words that call it; empty for the program without a command.
  package static var name: String { table.name ?? "" }
  static var summary: String { table.summary }

  /// Reads the words after the command's name.
  ///
  /// - Parameter settings: what holds where the command line says nothing.
  static func parse(_ words: [String], settings: LoadedSettings) throws(UsageError) -> ParsedLine {
    switch try table.parse(words, settings: settings) {
    case .options(let options): .command(Self(options: options))
    case .help: .text(helpText)
    case .version: .text(ProgramVersion.line)
    }
  }
}

/// The commands of the program, and how a command line chooses among them.
package enum Commands {
  /// One row a command, in the order of help.
  package static let all: [any Command.Type] = [
    TrainCommand.self, StreamCommand.self, ReplayCommand.self, AttachCommand.self, RunsCommand.self,
    TagRunCommand.self,
    NoteRunCommand.self, RemoveRunsCommand.self, CompareCommand.self, EvalCommand.self, ExplainCommand.self,
    ReportCommand.self, BenchmarkCommand.self, SweepCommand.self, SweepShowCommand.self,
    SweepTableCommand.self,
    SweepBestCommand.self,
    SweepExportCommand.self, SweepWorkCommand.self,
    DriveCommand.self, BenchCommand.self, TaskInitCommand.self, TaskCheckCommand.self, ImportCommand.self,
    ExportCommand.self, ThemesCommand.self, ConfigCommand.self, CompletionCommand.self,
    CompletionWordsCommand.self, ManualCommand.self,
  ]

  /// Reads the words after the program's name.
  ///
  /// - Parameter settings: what holds where the command line says nothing.
  /// - Throws: `UsageError` with one clear line; the program ends with `UsageError.exitStatus`.
  package static func parse(
    _ arguments: [String], settings: LoadedSettings = LoadedSettings()
  ) throws(UsageError) -> ParsedLine {
    guard let word = arguments.first, !word.hasPrefix("-") else {
      return try SampleCommand.parse(arguments, settings: settings)
    }
    let rest = Array(arguments.dropFirst())
    if word == "help" { return try help(about: rest) }
    if let second = rest.first, let command = named("\(word) \(second)") {
      return try command.parse(Array(rest.dropFirst()), settings: settings)
    }
    if let command = named(word) {
      do {
        return try command.parse(rest, settings: settings)
      } catch {
        throw misspelt(word, rest.first, error) ?? error
      }
    }
    return try parseUnknown(word, rest.first)
  }

  private static func named(_ name: String) -> (any Command.Type)? { all.first { $0.name == name } }

  /// The mistake of who misspelt the second word of a command whose first word is one by itself, and had one argument too
  /// many therefore; nil where it is another one.
  private static func misspelt(_ word: String, _ second: String?, _ error: UsageError) -> UsageError? {
    guard case .unexpectedArgument = error.cause, let second else { return nil }
    let name = "\(word) \(second)"
    let parts = all.map { $0.name }.filter { $0.hasPrefix("\(word) ") }
    return EditDistance.nearest(to: second, among: parts.map { String($0.dropFirst(word.count + 1)) })
      .map { UsageError(.unknownCommand(name, nearest: "\(word) \($0)"), command: nil) }
  }

  /// A word that is no command by itself: it is the first of two, or a mistake.
  private static func parseUnknown(_ word: String, _ second: String?) throws(UsageError) -> ParsedLine {
    let parts = all.map { $0.name }.filter { $0.hasPrefix("\(word) ") }
    guard !parts.isEmpty else {
      let nearest = EditDistance.nearest(to: word, among: all.map { $0.name } + ["help"])
      throw UsageError(.unknownCommand(word, nearest: nearest), command: nil)
    }
    if second == "--help" || second == "-h" { return .text(helpText) }
    guard let second else {
      throw UsageError(.missingCommand(after: word, choices: parts), command: nil)
    }
    let name = "\(word) \(second)"
    throw UsageError(
      .unknownCommand(name, nearest: EditDistance.nearest(to: name, among: parts)), command: nil)
  }

  /// `lnn-top help`, and `lnn-top help train` for `lnn-top train --help`.
  private static func help(about words: [String]) throws(UsageError) -> ParsedLine {
    guard let word = words.first else { return .text(helpText) }
    let isPart = named(words.prefix(2).joined(separator: " ")) != nil
    if words.count > (isPart ? 2 : 1) {
      throw UsageError(.unexpectedArgument(words[isPart ? 2 : 1]), command: nil)
    }
    return try parse(isPart ? words + ["--help"] : [word, "--help"])
  }
}
