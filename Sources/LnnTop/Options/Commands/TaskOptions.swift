/// Everything that `lnn-top task init` can be told.
public struct TaskInitOptions: Sendable, Hashable, CommandOptions {
  public var files: [String] = []
  /// Where the task goes; nil: to stdout.
  public var out: String?
  /// Whether a file that exists may be replaced.
  public var isForced = false

  public init() {}

  static let table = CommandTable<TaskInitOptions>(
    name: "task init",
    summary: "write a first task file for a table",
    details: """
      Looks at the data and writes a task file: which columns are inputs, target, time and sequence, what is missing, \
      how the data are cut up. Every line is a guess with its reason beside it, for you to check and change.
      """,
    positionals: [.repeated("DATA", \.files, "tables with the same columns, or patterns for several")],
    groups: [
      OptionGroup(
        "Output",
        [
          .optional(
            "out", short: "o", \.out, .text("FILE"), shownDefault: "stdout", "write the task to FILE"),
          .flag("force", \.isForced, "replace FILE where it exists"),
        ])
    ])
}

/// Everything that `lnn-top task check` can be told.
public struct TaskCheckOptions: Sendable, Hashable, CommandOptions {
  public var task = ""
  /// The folder that the task's files are in; nil: that of the task file.
  public var dataFolder: String?
  public var splitLikePaper = false
  /// One JSON object instead of lines.
  public var json = false

  public init() {}

  static let table = CommandTable<TaskCheckOptions>(
    name: "task check",
    summary: "say what a task file would do, without training",
    details: """
      Reads a task and its data and says what training would see: files, sequences, steps, gaps, classes, the parts \
      and whether any row is in two of them, a first batch, and the network. Nothing is trained or recorded.
      """,
    positionals: [
      .required("TASK", \.task, "a task file, or the name of a task that comes with the program")
    ],
    groups: [
      OptionGroup(
        "Data",
        [
          .optional(
            "data", \.dataFolder, .text("DIR"), shownDefault: "that of the task file",
            "the folder that the task's files are in"),
          .flag("split-like-paper", \.splitLikePaper, "look at the split of the published code instead"),
        ]), OptionGroup("Output", [.flag("json", \.json, "print one JSON object")]),
    ])
}
