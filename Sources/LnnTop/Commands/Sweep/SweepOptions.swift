import Sweeps

/// Everything that `lnn-top sweep` can be told.
public struct SweepOptions: CommandOptions, DisplayingOptions {
  /// The sweep file.
  public var file = ""
  /// Where the runs go; nil: a folder named after the sweep, among the runs.
  public var folder: String?
  /// Nil: what the file says, as the others.
  var executor: SweepExecutor.Kind?
  public var jobs: Int?
  public var hosts: [String]?
  /// Whether a job array is written and not handed in.
  public var isKept = false
  public var json = false
  public var quiet = false
  public var display = DisplayOptions()

  public init() {}

  package static let table = CommandTable<SweepOptions>(
    name: "sweep",
    summary: "search settings with many runs",
    details: """
      Trains a network at many points of a space of settings, as a file says, and ranks them by what they reach on the \
      validation part; a test part chooses nothing. Every run is a run file in one folder, which any number of processes \
      and machines may work on together; called again, the command goes on with what is left. On a terminal the dashboard shows the trials. 'sweep show', 'sweep table', 'sweep \
      best' and 'sweep export' read the folder at any time.
      """,
    example: "lnn-top sweep search.yaml --jobs 8",
    positionals: [.required("FILE", \.file, "the sweep file: a task, a space, how many trials")],
    groups: [
      OptionGroup(
        "Sweep",
        [
          .optional(
            "out", \.folder, .text("DIR"), shownDefault: "named after the sweep, among the runs",
            "the folder of the sweep"),
          .optional(
            "executor", \.executor, .choice(), shownDefault: "the file's, else local",
            "local: processes here; parallel: GNU parallel, also by ssh; slurm: a job array"),
          .optional(
            "jobs", \.jobs, .integer(from: 1, through: 10_000), shownDefault: "the file's, else one a core",
            "runs at the same time, of one thread each"),
          .optional(
            "hosts", \.hosts, .names("HOSTS"), shownDefault: "the file's, else this machine",
            "for GNU parallel: machines by ssh, each with the same folder and program"
          ).needing("--executor parallel", where: { $0.executor == nil || $0.executor == .parallel }),
          .flag("no-submit", \.isKept, "write the job array, but do not hand it in").needing(
            "--executor slurm", where: { $0.executor == nil || $0.executor == .slurm }),
          .flag("json", \.json, "print one JSON object"),
          .flag("quiet", short: "q", \.quiet, "print no progress"),
        ]),
      OptionGroup("Display", [.headless, .fps, .theme, .glyphs, .color, .mouse]),
    ])
}
