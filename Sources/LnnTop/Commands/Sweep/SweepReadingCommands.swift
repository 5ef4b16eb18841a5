import Foundation
import Sweeps
import Text

/// `lnn-top sweep table`: the trials of a sweep in their order of merit, also while they are made.
struct SweepTableCommand: Command {
  let options: SweepTableOptions

  func run(in context: CommandContext) throws -> Int32 {
    let folder = SweepFolder(path: options.folder)
    let plan = try folder.plan()
    let report = SweepReport(plan, SweepRanking(plan, folder.results()), folder: folder)
    try Console.writeResult(
      options.json
        ? JSONText.line(report) : report.text(limit: options.showsAll ? .max : SweepTableOptions.standard))
    return ExitStatus.success
  }
}

/// Everything that `lnn-top sweep table` can be told.
public struct SweepTableOptions: CommandOptions {
  public var folder = ""
  public var showsAll = false
  public var json = false

  /// Trials that are listed unless all are asked for.
  static let standard = 20

  public init() {}

  package static let table = CommandTable<SweepTableOptions>(
    name: "sweep table",
    summary: "list the trials of a sweep, best first",
    details:
      "Lists the trials of a sweep by what they reached on the validation part, also while others are being made.",
    example: "lnn-top sweep table runs/search",
    positionals: [.required("DIR", \.folder, "the folder of the sweep")],
    groups: [
      OptionGroup(
        "Listing",
        [
          .flag("all", \.showsAll, "all trials, not the first \(standard)"),
          .flag("json", \.json, "print one JSON object with all trials"),
        ])
    ])
}

/// `lnn-top sweep best`: the best trial, and the command line that trains it again.
struct SweepBestCommand: Command {
  let options: SweepBestOptions

  func run(in context: CommandContext) throws -> Int32 {
    let folder = SweepFolder(path: options.folder)
    let plan = try folder.plan()
    guard let best = SweepRanking(plan, folder.results()).best else {
      throw CommandFailure("no trial of \(folder.path) has a figure yet")
    }
    let summary = BestTrial(best, plan, folder: folder, locations: context.locations)
    try Console.writeResult(options.json ? JSONText.line(summary) : summary.text)
    return ExitStatus.success
  }
}

/// What is told of the best trial.
struct BestTrial: Encodable {
  /// Counted from 1.
  let trial: Int
  let values: [String: String]
  let goal: String
  /// Over the validation part, the mean over its seeds.
  let figure: Double?
  /// Over the test part, which had no part in the choice; nil where there is none.
  let test: Double?
  let paths: [String]
  /// What trains it again, with the first seed.
  let command: String
  private let lines: [String]
  private let space: SweepSpace

  private enum CodingKeys: String, CodingKey {
    case trial, values, goal, figure, test, command
    case paths = "runs"
  }

  init(_ best: SweepRanking.Trial, _ plan: SweepPlan, folder: SweepFolder, locations: Locations) {
    trial = best.index + 1
    (values, space) = (best.values, plan.space)
    goal = plan.goal == .loss ? "loss" : plan.metricName
    figure = best.figure
    test = best.mean { plan.goal == .loss ? $0.testLoss : $0.testMetric }
    paths = best.jobs.map { folder.runPath($0.key) }
    lines = TrainingCommandLine(recorded: best.jobs[0].options, locations: locations)?.lines ?? []
    command = lines.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
  }

  var text: String {
    var rows = [("trial", "\(trial)"), ("values", SweepReport.words(values, space))]
    rows.append((goal, figure.map { "\(NumberText.significant($0)) over the validation part" } ?? "-"))
    if let test {
      rows.append(("test", "\(goal) \(NumberText.significant(test)), which had no part in the choice"))
    }
    rows += paths.map { ("run", $0) }
    return SummaryText.lines(rows) + (lines.isEmpty ? "" : "\n\n" + lines.joined(separator: " \\\n"))
  }
}

/// Everything that `lnn-top sweep best` can be told.
public struct SweepBestOptions: CommandOptions {
  public var folder = ""
  public var json = false

  public init() {}

  package static let table = CommandTable<SweepBestOptions>(
    name: "sweep best",
    summary: "show the best trial of a sweep",
    details: """
      Shows the trial that reached most on the validation part, what it reached on the test part, and the command line \
      that trains it again.
      """,
    example: "lnn-top sweep best runs/search",
    positionals: [.required("DIR", \.folder, "the folder of the sweep")],
    groups: [OptionGroup("Output", [.flag("json", \.json, "print one JSON object")])])
}

/// `lnn-top sweep export`: the runs of a sweep as a table for other programs.
struct SweepExportCommand: Command {
  let options: SweepExportOptions

  func run(in context: CommandContext) throws -> Int32 {
    let folder = SweepFolder(path: options.folder)
    let plan = try folder.plan()
    let output = try OutputFile(path: options.output) { $0.starts(with: SweepTableText.beginning.utf8) }
    try output.write(Data(SweepTableText.csv(plan, folder).utf8))
    Console.writeMessage("lnn-top: written  \(output.path)")
    return ExitStatus.success
  }
}

/// Everything that `lnn-top sweep export` can be told.
public struct SweepExportOptions: CommandOptions {
  public var folder = ""
  public var output = ""

  public init() {}

  package static let table = CommandTable<SweepExportOptions>(
    name: "sweep export",
    summary: "write the runs of a sweep as CSV",
    details:
      "Writes one row for each run of a sweep: its values, how it ended, what it reached on each part.",
    example: "lnn-top sweep export runs/search -o search.csv",
    positionals: [.required("DIR", \.folder, "the folder of the sweep")],
    groups: [
      OptionGroup("Output", [.value("output", short: "o", \.output, .text("FILE"), "where the table goes")])
    ],
    required: ["output"])
}

/// The runs of a sweep as CSV.
private enum SweepTableText {
  static let beginning = "run,trial,seed,"

  static func csv(_ plan: SweepPlan, _ folder: SweepFolder) -> String {
    let csv = CSVText()
    let names = plan.space.dimensions.map(\.name)
    let figures = [
      "state", "validation_loss", "validation_metric", "test_loss", "test_metric", "best_epoch", "parameters",
      "synapses", "seconds", "reason",
    ]
    let header = beginning + (names + figures).map(csv.field).joined(separator: ",")
    let results = folder.results()
    let rows = plan.jobs.map { job in
      let fields = [job.key, "\(job.trial + 1)", "\(job.seed)"] + names.map { job.values[$0] ?? "" }
      return (fields + self.figures(results[job.key])).map(csv.field).joined(separator: ",")
    }
    return ([header] + rows).joined(separator: "\n") + "\n"
  }

  private static func figures(_ result: SweepResult?) -> [String] {
    guard let result else { return ["open"] + Array(repeating: "", count: 9) }
    let numbers = [result.loss, result.metric, result.testLoss, result.testMetric]
    return [result.state.rawValue] + numbers.map { $0.map(NumberText.shortest) ?? "" }
      + [result.epoch, result.parameters, result.synapses].map { $0.map(String.init) ?? "" }
      + [result.seconds.map(NumberText.shortest) ?? "", result.reason ?? ""]
  }
}
