import Sweeps

/// `lnn-top sweep show`: the trials of a sweep in the dashboard, also while they are made.
struct SweepShowCommand: Command {
  let options: SweepShowOptions

  func run(in context: CommandContext) throws -> Int32 {
    let folder = SweepFolder(path: options.folder)
    let plan = try folder.plan()
    guard !options.display.headless, DashboardScreen.isPossible(locations: context.locations) else {
      let report = SweepReport(plan, SweepRanking(plan, folder.results()), folder: folder)
      try Console.writeResult(report.text(limit: SweepTableOptions.standard))
      return ExitStatus.success
    }
    let screen = try SweepScreen(
      plan, folder, options.display, keepsIndex: false, locations: context.locations)
    return screen.show().map(ExitStatus.signal) ?? ExitStatus.success
  }
}

/// Everything that `lnn-top sweep show` can be told.
public struct SweepShowOptions: CommandOptions, DisplayingOptions {
  public var folder = ""
  public var display = DisplayOptions()

  public init() {}

  package static let table = CommandTable<SweepShowOptions>(
    name: "sweep show",
    summary: "show the trials of a sweep in the dashboard",
    details: """
      Shows the trials of a sweep in the dashboard, also while they are being made: as a table, by parallel coordinates, \
      the best so far, the front of figures and costs, and what each option matters. Enter opens a trial. Without a \
      terminal on stdout it prints the best trials.
      """,
    example: "lnn-top sweep show runs/search",
    positionals: [.required("DIR", \.folder, "the folder of the sweep")],
    groups: [OptionGroup("Display", [.headless, .fps, .theme, .glyphs, .color, .mouse])])
}
