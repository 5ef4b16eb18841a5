import Foundation
import RunStore
import Sweeps
import Terminal
import Text

/// `lnn-top runs`: lists what has been recorded.
struct RunsCommand: Command {
  let options: RunsOptions

  func run(in context: CommandContext) throws -> Int32 {
    let directory = options.directory ?? context.locations.runs
    let all = try summaries(in: directory)
    let summaries = RunOrder(options).arranged(all)
    if options.json {
      for summary in summaries { try Console.writeResult(JSONText.line(summary)) }
      return ExitStatus.success
    }
    if summaries.isEmpty {
      Console.writeMessage(
        all.isEmpty ? "no runs in \(directory)" : "none of the \(all.count) runs in \(directory) matches")
    } else {
      let isLinked = TerminalSession.showsLinks(environment: context.locations.environment)
      // The table has no control characters but those of links.
      try Console.writeText(RunsTable(summaries: summaries, isLinked: isLinked).text + "\n")
    }
    sweepNote(directory).map(Console.writeMessage)
    return ExitStatus.success
  }

  /// Where the runs of sweeps are, which have folders of their own; nil where there are none.
  private func sweepNote(_ directory: String) -> String? {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []).sorted()
    let sweeps = names.filter { SweepFolder(path: joinedPath(directory, $0)).hasPlan }
    guard let first = sweeps.first else { return nil }
    let path = ShellWord.quoted(joinedPath(directory, first))
    let more = sweeps.count > 8 ? ", …" : ""
    return
      "sweeps and comparisons there: \(sweeps.prefix(8).map(\.sanitized).joined(separator: ", "))\(more);"
      + " 'lnn-top sweep table \(path)' lists the trials, 'lnn-top runs \(path)' the runs"
  }

  /// Those of a folder, or the one that a file holds.
  private func summaries(in place: String) throws -> [RunSummary] {
    var isDirectory: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: place, isDirectory: &isDirectory)
    guard exists || options.directory == nil else {
      throw CommandFailure("there is no folder or run file \(place)")
    }
    guard exists, !isDirectory.boolValue else { return RunListing.summaries(in: place) }
    let summary = RunListing.summary(of: place)
    if summary.state == .unreadable, let problem = summary.problem { throw CommandFailure(problem) }
    return [summary]
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

  /// A folder of runs, or a run file; nil: where `train` records them.
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
      .optional(
        "DIR", \.directory, "a folder of run files, or one run file (default: where train records them)")
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

/// Which runs are listed, and in which order.
private struct RunOrder {
  private let words: [String]
  private let order: RunsOptions.Order
  private let isReversed: Bool

  init(_ options: RunsOptions) {
    words = (options.filter ?? "").lowercased().split(separator: " ").map(String.init)
    order = options.order
    isReversed = options.isReversed
  }

  /// - Parameter summaries: the newest first; runs that are equal keep their order.
  func arranged(_ summaries: [RunSummary]) -> [RunSummary] {
    let sorted = summaries.filter(matches).enumerated().sorted { left, right in
      if isBefore(left.element, right.element) { return true }
      return !isBefore(right.element, left.element) && left.offset < right.offset
    }.map(\.element)
    return isReversed ? sorted.reversed() : sorted
  }

  private func matches(_ summary: RunSummary) -> Bool {
    let file = (summary.path as NSString).lastPathComponent
    let texts = [
      file, summary.name, summary.task, summary.model, summary.state.rawValue, summary.kind.rawValue,
    ]
    let row = (texts + summary.tags + summary.notes).joined(separator: "\n").lowercased()
    return words.allSatisfy(row.contains)
  }

  /// Runs without the value come last.
  private func isBefore(_ left: RunSummary, _ right: RunSummary) -> Bool {
    switch order {
    case .started: left.startedAt > right.startedAt
    case .name: name(left) < name(right)
    case .task: left.task < right.task
    case .model: left.model < right.model
    case .state: left.state.rawValue < right.state.rawValue
    case .steps: left.steps > right.steps
    case .loss: loss(left) < loss(right)
    case .time: left.duration ?? -1 > right.duration ?? -1
    case .size: left.fileSize > right.fileSize
    }
  }

  private func name(_ summary: RunSummary) -> String { (summary.path as NSString).lastPathComponent }

  private func loss(_ summary: RunSummary) -> Double {
    summary.bestValidationLoss ?? summary.lastLoss ?? .infinity
  }
}

/// Recorded runs as a table for people, the newest first.
package struct RunsTable {
  private let summaries: [RunSummary]
  private let isLinked: Bool

  /// - Parameter isLinked: whether each name is a link to its run file, on a terminal that shows links.
  package init(summaries: [RunSummary], isLinked: Bool = false) {
    self.summaries = summaries
    self.isLinked = isLinked
  }

  package var text: String {
    var table = TextTable(columns: [
      .init("RUN"), .init("STARTED"), .init("STATE"), .init("TASK"), .init("MODEL"),
      .init("STEPS", alignsRight: true), .init("BEST LOSS", alignsRight: true),
      .init("METRIC", alignsRight: true), .init("TEST", alignsRight: true),
      .init("NAIVE"), .init("TIME", alignsRight: true),
    ])
    table.rows = summaries.map(row)
    table.links = isLinked ? summaries.map(\.path) : []
    if summaries.contains(where: { $0.kind != .training }) {
      table.columns.append(.init("KIND"))
      for (index, summary) in summaries.enumerated() {
        table.rows[index].append(summary.state == .unreadable ? "" : summary.kind.rawValue)
      }
    }
    if summaries.contains(where: { !$0.tags.isEmpty }) {
      table.columns.append(.init("TAGS"))
      for (index, summary) in summaries.enumerated() {
        table.rows[index].append(summary.tags.joined(separator: " "))
      }
    }
    return table.text
  }

  private func row(_ summary: RunSummary) -> [String] {
    let name = URL(fileURLWithPath: summary.path).lastPathComponent
    guard summary.state != .unreadable else {
      return [name, started(summary), "unreadable", summary.problem ?? "", "", "", "", "", "", "", ""]
    }
    let metric = summary.metric.map { "\(summary.metricName) \(NumberText.significant($0))" }
    return [
      name, started(summary), summary.state.rawValue + (summary.problem == nil ? "" : ", damaged"),
      summary.task, summary.model, "\(summary.steps)",
      (summary.bestValidationLoss ?? summary.lastLoss).map { NumberText.significant($0) } ?? "-",
      metric ?? "-", summary.testMetric.map { NumberText.significant($0) } ?? "-",
      NaiveText.cell(of: summary),
      summary.duration.map(NumberText.preciseDuration) ?? "-",
    ]
  }

  private func started(_ summary: RunSummary) -> String {
    guard summary.startedAt > .distantPast else { return "-" }
    return summary.startedAt.formatted(
      .verbatim(
        "\(year: .defaultDigits)-\(month: .twoDigits)-\(day: .twoDigits) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits)",
        timeZone: .current, calendar: Calendar(identifier: .gregorian)))
  }
}
