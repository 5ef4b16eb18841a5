import Sweeps

/// `lnn-top sweep best`: the best trial, and the command line that trains it again.
struct SweepBestCommand: Command {
  let options: SweepBestOptions

  func run(in context: CommandContext) throws -> Int32 {
    let folder = SweepFolder(path: options.folder)
    let plan = try folder.plan()
    let ranking = SweepRanking(plan, folder.results())
    guard let best = ranking.best else {
      throw CommandFailure("no trial of \(folder.path) has a figure yet")
    }
    let summary = BestTrial(best, plan, ranking, folder: folder, locations: context.locations)
    try Console.writeResult(options.json ? JSONText.line(summary) : summary.text)
    return ExitStatus.success
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
