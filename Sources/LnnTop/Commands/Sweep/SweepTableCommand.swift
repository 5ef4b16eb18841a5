import Sweeps

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
