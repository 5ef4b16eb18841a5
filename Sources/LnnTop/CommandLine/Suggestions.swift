/// What a shell can complete the value of an option or argument with.
enum Suggestions: Sendable, Hashable {
  /// One of some words, beside which other values may be allowed.
  case words([String], others: Others = .none)
  /// Some of these words with commas between them.
  case list([String])
  /// Columns of the data that the command line names.
  case columns(isList: Bool)
  /// Recorded runs, by their names.
  case runs
  /// Commands of the program.
  case commands
  /// Tasks that come with the program, by their names.
  case tasks
  case themes
  case others(Others)

  /// What the shell knows itself.
  enum Others: Sendable, Hashable {
    case none
    case files
    case folders
  }

  /// By what stands for a value in help: `FILE` is a file wherever it is asked for, and `on|off` one of two words.
  init(placeholder: String) {
    self =
      switch placeholder {
      case "FILE", "FILES", "PATH", "SOURCE", "WEIGHTS": .others(.files)
      case "DIR": .others(.folders)
      case "RUN", "RUNS", "MODEL": .runs
      case "DATA", "TASK": .tasks
      case "COMMAND": .commands
      case "THEME": .themes
      case "COLUMN": .columns(isList: false)
      case "NAMES": .columns(isList: true)
      default: Self.alternatives(placeholder)
      }
  }

  /// Those of `full|random|FILE`: words, and files.
  private static func alternatives(_ placeholder: String) -> Suggestions {
    let parts = placeholder.split(separator: "|").map(String.init)
    guard parts.count > 1 else { return .others(.none) }
    return .words(parts.filter { $0 == $0.lowercased() }, others: parts.contains("FILE") ? .files : .none)
  }

  /// What the shell completes with itself beside what the program knows.
  var others: Others {
    switch self {
    case .words(_, let others), .others(let others): others
    case .runs, .tasks: .files
    case .list, .columns, .commands, .themes: .none
    }
  }
}
