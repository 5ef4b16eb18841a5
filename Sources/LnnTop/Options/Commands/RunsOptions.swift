/// Everything that `lnn-top runs` can be told.
public struct RunsOptions: Sendable, Hashable, CommandOptions {
  /// Where the runs are; nil: where `train` records them.
  public var directory: String?
  /// One JSON object a line instead of a table.
  public var json = false

  public init() {}

  static let table = CommandTable<RunsOptions>(
    name: "runs",
    summary: "list recorded runs",
    details: "Lists recorded runs: task, model, steps, best loss, duration, state.",
    positionals: [
      .optional("DIR", \.directory, "where the run files are (default: where train records them)")
    ],
    groups: [OptionGroup("Output", [.flag("json", \.json, "print one JSON object a line")])])
}
