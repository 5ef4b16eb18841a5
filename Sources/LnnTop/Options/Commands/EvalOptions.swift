/// Everything that `lnn-top eval` can be told.
public struct EvalOptions: Sendable, Hashable, TestingOptions {
  /// The model file.
  public var model = ""
  /// The table to evaluate it on; a task file, or the name of one, may stand here as well as in `task`.
  public var data: String?
  public var task: String?
  /// The folder that the task's files are in; nil: that of the task file.
  public var dataFolder: String?
  /// The columns of a network that was imported; see `DataSchema.raw`.
  public var columns = Columns()
  /// Whether the network runs through whole sequences where it was trained on windows of them.
  public var whole = false
  /// What the network is tested under beside the data as they are.
  public var tests = TestOptions()
  /// One JSON object instead of lines.
  public var json = false
  /// Where predictions go, as CSV; nil: nowhere.
  public var predictions: String?
  public var threads = TrainOptions.standardThreads

  public init() {}

  mutating func adopt(_ loaded: LoadedSettings) { threads = loaded.settings.threads ?? threads }

  /// Which columns are what; nil: the usual choice.
  public struct Columns: Sendable, Hashable {
    public var inputs: [String]?
    public var targets: [String]?
    public var time: String?
    public var sequence: String?

    public init() {}

    /// Whether nothing was said.
    var isUnspecified: Bool { self == Columns() }
  }

  static let table = CommandTable<EvalOptions>(
    name: "eval",
    summary: "metrics and predictions of a model",
    details: """
      Runs a model over all rows of DATA and prints its metrics. A model that was trained here knows its columns \
      and their normalisation; an imported network gets columns as they are. DATA needs no targets where \
      predictions alone are wanted.
      """,
    positionals: [
      .required("MODEL", \.model, "a model file from train --model-out or import, or a run"),
      .optional(
        "DATA", isRequired: true, unless: { $0.task != nil }, \.data,
        "a table with the columns of the model's inputs, or a task file"),
    ],
    groups: [
      OptionGroup(
        "Data",
        [
          .optional(
            "task", \.task, .text("FILE"), "a task file, or the name of a task; the same as for DATA"),
          .optional(
            "data", \.dataFolder, .text("DIR"), shownDefault: "that of the task file",
            "the folder that a task's files are in"),
        ]),
      OptionGroup(
        "Columns for an imported network",
        [
          .optional(
            "inputs", \.columns.inputs, .names("NAMES"), shownDefault: "the first columns",
            "what the network sees, in its order"),
          .optional(
            "targets", \.columns.targets, .names("NAMES"), shownDefault: "the columns that are left, if any",
            "what its outputs are compared with"),
          .optional(
            "time", \.columns.time, .text("COLUMN"), shownDefault: "every step lasts 1",
            "times, whose differences are the elapsed times"),
          .optional(
            "sequence", \.columns.sequence, .text("COLUMN"), shownDefault: "one sequence",
            "rows with one value here are one sequence"),
        ]),
      OptionGroup(
        "Sequences",
        [
          .flag(
            "whole", \.whole,
            "run through whole sequences; else a model that was trained on windows starts anew with each")
        ]),
      OptionGroup("Test conditions", OptionRow.testRows),
      OptionGroup(
        "Output",
        [
          .optional("predictions", \.predictions, .text("FILE"), "write predictions to FILE (CSV)"),
          .flag("json", \.json, "print one JSON object"),
          .value(
            "threads", \.threads, .integer(from: 1, through: 256), shownDefault: "all cores, at most 8",
            "threads that compute"),
        ]),
    ],
    objection: { options, option in
      option == "task" && options.data != nil ? .clash(option: "--task", other: "DATA") : nil
    })
}
