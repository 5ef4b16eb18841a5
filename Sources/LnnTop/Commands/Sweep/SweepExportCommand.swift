import Foundation
import Sweeps
import Text

/// `lnn-top sweep export`: the runs of a sweep as a table for other programs.
struct SweepExportCommand: Command {
  let options: SweepExportOptions

  func run(in context: CommandContext) throws -> Int32 {
    let folder = SweepFolder(path: options.folder)
    let plan = try folder.plan()
    guard let path = options.output, path != "-" else {
      try Console.writeResult(String(SweepTableText.csv(plan, folder).dropLast()))
      return ExitStatus.success
    }
    let output = try OutputFile(path: path) { $0.starts(with: SweepTableText.beginning.utf8) }
    try output.write(Data(SweepTableText.csv(plan, folder).utf8))
    Console.writeMessage("lnn-top: written  \(output.path)")
    return ExitStatus.success
  }
}

/// Everything that `lnn-top sweep export` can be told.
public struct SweepExportOptions: CommandOptions {
  public var folder = ""
  /// Nil or `-`: standard output.
  public var output: String?

  public init() {}

  package static let table = CommandTable<SweepExportOptions>(
    name: "sweep export",
    summary: "write the runs of a sweep as CSV",
    details:
      "Writes one row for each run of a sweep: its values, how it ended, what it reached on each part.",
    example: "lnn-top sweep export runs/search -o search.csv",
    positionals: [.required("DIR", \.folder, "the folder of the sweep")],
    groups: [
      OptionGroup(
        "Output",
        [
          .optional(
            "output", short: "o", \.output, .text("FILE"), shownDefault: "standard output, as with -",
            "where the table goes")
        ])
    ])
}

/// The runs of a sweep as CSV.
private enum SweepTableText {
  static let beginning = "run,trial,seed,"

  static func csv(_ plan: SweepPlan, _ folder: SweepFolder) -> String {
    let csv = CSVText()
    let names = plan.space.dimensions.map(\.name)
    let figures =
      [
        "state", "validation_loss", "validation_metric", "test_loss", "test_metric", "best_epoch",
        "parameters",
        "synapses", "seconds", "reason",
      ] + (plan.halving == nil ? [] : ["trained_epochs"]) + (plan.study?.against == nil ? [] : ["front"])
    let header = beginning + (names + figures).map(csv.field).joined(separator: ",")
    let results = folder.results()
    let front = plan.study?.against.map { _ in SweepRanking(plan, results).front }
    let rows = plan.jobs.map { job in
      let fields = [job.key, "\(job.trial + 1)", "\(job.seed)"] + names.map { job.values[$0] ?? "" }
      let isOnFront = front.map { ["\($0.contains(job.trial))"] } ?? []
      return (fields + self.figures(results[job.key], plan) + isOnFront).map(csv.field).joined(separator: ",")
    }
    return ([header] + rows).joined(separator: "\n") + "\n"
  }

  private static func figures(_ result: SweepResult?, _ plan: SweepPlan) -> [String] {
    guard let result else { return ["open"] + Array(repeating: "", count: plan.halving == nil ? 9 : 10) }
    let numbers = [result.loss, result.metric, result.testLoss, result.testMetric]
    let fields =
      [plan.word(for: result)] + numbers.map { $0.map(NumberText.shortest) ?? "" }
      + [result.epoch, result.parameters, result.synapses].map { $0.map(String.init) ?? "" }
      + [result.seconds.map(NumberText.shortest) ?? "", result.reason ?? ""]
    guard let halving = plan.halving else { return fields }
    return fields + [result.rung.map { "\(halving.epochs[$0 - 1])" } ?? ""]
  }
}
