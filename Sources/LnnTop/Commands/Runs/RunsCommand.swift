import Foundation
import RunStore

/// `lnn-top runs`: lists what has been recorded.
struct RunsCommand: Command {
  let options: RunsOptions

  func run(in context: CommandContext) throws -> Int32 {
    let directory = options.directory ?? context.locations.runs
    guard options.directory == nil || FileManager.default.fileExists(atPath: directory) else {
      throw CommandFailure("there is no folder \(directory)")
    }
    let all = RunListing.summaries(in: directory)
    let summaries = RunOrder(options).arranged(all)
    if options.json {
      for summary in summaries { Console.writeResult(JSONText.line(summary)) }
      return ExitStatus.success
    }
    guard !summaries.isEmpty else {
      Console.writeMessage(
        all.isEmpty ? "no runs in \(directory)" : "none of the \(all.count) runs in \(directory) matches")
      return ExitStatus.success
    }
    Console.writeResult(RunsTable(summaries: summaries).text)
    return ExitStatus.success
  }
}

/// Everything that `lnn-top runs` can be told.
public struct RunsOptions: CommandOptions {
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

  package static let table = CommandTable<RunsOptions>(
    name: "runs",
    summary: "list, tag and remove recorded runs",
    details: """
      Lists recorded runs: task, model, steps, best loss, duration, state, tags. 'lnn-top runs tag RUN WORD' tags \
      one, 'lnn-top runs note RUN TEXT' adds a note to it, 'lnn-top runs rm RUN' removes it; each has a --help.
      """,
    example: "lnn-top runs --filter ltc --sort loss",
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
