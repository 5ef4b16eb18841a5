/// Everything that `lnn-top runs` can be told.
public struct RunsOptions: Sendable, Hashable, CommandOptions {
  /// What runs are listed by.
  public enum Order: String, Sendable, Hashable, CaseIterable {
    case started
    case name
    case task
    case model
    case state
    case steps
    case loss
    case time
    case size
  }

  /// Where the runs are; nil: where `train` records them.
  public var directory: String?
  /// Words that all must be in a run's row, its tags or its notes.
  public var filter: String?
  public var order = Order.started
  public var isReversed = false
  /// One JSON object a line instead of a table.
  public var json = false

  public init() {}

  static let table = CommandTable<RunsOptions>(
    name: "runs",
    summary: "list, tag and remove recorded runs",
    details: """
      Lists recorded runs: task, model, steps, best loss, duration, state, tags. 'lnn-top runs tag RUN WORD' tags \
      one, 'lnn-top runs note RUN TEXT' adds a note to it, 'lnn-top runs rm RUN' removes it; each has a --help.
      """,
    positionals: [
      .optional("DIR", \.directory, "where the run files are (default: where train records them)")
    ],
    groups: [
      OptionGroup(
        "Listing",
        [
          .optional("filter", \.filter, .text("WORDS"), "only runs with all the WORDS, such as \"ltc done\""),
          .value("sort", \.order, .choice(), "newest, lowest loss or largest first; names by the alphabet"),
          .flag("reverse", \.isReversed, "the other way round"),
        ]), OptionGroup("Output", [.flag("json", \.json, "print one JSON object a line")]),
    ])
}
