/// Everything that `lnn-top runs rm` can be told.
public struct RemoveRunsOptions: Sendable, Hashable, CommandOptions {
  public var runs: [String] = []
  /// Remove without asking.
  public var isSure = false

  public init() {}

  static let table = CommandTable<RemoveRunsOptions>(
    name: "runs rm",
    summary: "remove recorded runs",
    details: "Removes run files for good, after a question. A run that is being recorded stays.",
    positionals: [.repeated("RUN", \.runs, "a run file, or the name of a recorded run")],
    groups: [OptionGroup("Question", [.flag("yes", short: "y", \.isSure, "do not ask")])])
}

/// Everything that `lnn-top runs tag` can be told.
public struct TagRunOptions: Sendable, Hashable, CommandOptions {
  public var run = ""
  public var tags: [String] = []
  public var removes = false

  public init() {}

  static let table = CommandTable<TagRunOptions>(
    name: "runs tag",
    summary: "tag a recorded run",
    details:
      "Tags a run with words by which 'lnn-top runs --filter' finds it, also while it is being recorded.",
    positionals: [
      .required("RUN", \.run, "a run file, or the name of a recorded run"),
      .repeated("TAG", \.tags, "a word"),
    ],
    groups: [OptionGroup("Tags", [.flag("remove", \.removes, "take the tags away")])])
}

/// Everything that `lnn-top runs note` can be told.
public struct NoteRunOptions: Sendable, Hashable, CommandOptions {
  public var run = ""
  /// The words of one note.
  public var words: [String] = []
  public var removes = false

  public init() {}

  var text: String { words.joined(separator: " ") }

  static let table = CommandTable<NoteRunOptions>(
    name: "runs note",
    summary: "add a note to a recorded run",
    details: "Adds a line to a run, also while it is being recorded. 'lnn-top runs --json' shows the notes.",
    positionals: [
      .required("RUN", \.run, "a run file, or the name of a recorded run"),
      .repeated("TEXT", \.words, "the line"),
    ],
    groups: [OptionGroup("Notes", [.flag("remove", \.removes, "take the note of this text away")])])
}
