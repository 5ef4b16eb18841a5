import Liquid

/// Everything that `lnn-top benchmark` can be told.
public struct BenchmarkOptions: CommandOptions {
  /// How results are written.
  public enum Format: String, Sendable, Hashable, CaseIterable {
    case text
    case markdown
    case json
  }

  /// The table, or the task file.
  public var task = ""
  /// The options of training, which hold for every network that has them.
  public var train = TrainOptions()
  /// The names of the networks; nil: the task's, or the usual ones.
  public var models: [String]?
  /// Runs of each network; nil: the task's number, or 5.
  public var seeds: Int?
  /// Where the run files go; nil: a folder named after the task among the runs.
  public var folder: String?
  /// Runs at the same time; nil: one a core.
  public var jobs: Int?
  /// Whether the figures of a classification's probabilities are shown, too.
  public var showsFigures = false
  public var format = Format.text
  /// The same as the format `json`.
  public var json = false
  public var quiet = false
  /// The long names of the options on the command line.
  public var given: Set<String> = []

  public init() {}

  public static let standardSeeds = 5

  /// The column whose values are held out one after another; nil: the data are split once.
  package var foldColumn: String? { train.holdOut.flatMap { $0.values.isEmpty ? $0.column : nil } }

  package static let table = CommandTable<BenchmarkOptions>(
    name: "benchmark",
    summary: "compare what kinds of networks learn on a task",
    details: """
      Trains several kinds of networks on TASK, each with several seeds, and prints the results: means and \
      standard deviations of the test results. With --hold-out COLUMN each value of a column, such as a speaker, is \
      held out in turn. Every run is a run file that can be watched with attach and compared, \
      and 'sweep show DIR' shows all of them while they are made; called again, the command reuses what is finished and goes on with the rest. To measure the speed of this \
      machine, see 'lnn-top bench'.
      """,
    example: "lnn-top benchmark sample-data/sine-pair.csv --models ltc,cfc,lstm --seeds 3",
    positionals: [.required("TASK", \.task, "a CSV or TSV file with column names, or a task file")],
    groups: [
      OptionGroup("Comparison", comparisonRows),
      OptionGroup("Data", dataRows),
    ] + sharedGroups,
    defaults: defaults,
    settle: { options, given in
      options.given = given
      options.train.settleKind(given: given)
    })

  private static var defaults: BenchmarkOptions {
    var options = BenchmarkOptions()
    options.train.batch = 16
    return options
  }

  private static let comparisonRows: [OptionRow<BenchmarkOptions>] = [
    .optional(
      "models", \.models, .networks, shownDefault: NetworkPreset.standard.joined(separator: ", "),
      "the networks, with dense readouts but for -ncp: \(NetworkPreset.all.map(\.name).joined(separator: ", "))"
    ),
    .optional(
      "seeds", \.seeds, .integer(from: 1, through: 10_000), shownDefault: "\(standardSeeds)",
      "runs of each network, with the seeds 1, 2 and so on"),
    .optional(
      "out", \.folder, .text("DIR"), shownDefault: "named after the task, among the runs",
      "the folder for the run files"),
    .optional(
      "jobs", \.jobs, .integer(from: 1, through: 256), shownDefault: "one a core",
      "runs at the same time, of one thread each"),
    .flag(
      "figures", \.showsFigures,
      "for classifications: areas, calibration and sensitivities in a table of their own"),
    .value("format", \.format, .choice(), "how the results are written"),
    .flag("json", \.json, "the same as --format json"),
    .flag("quiet", short: "q", \.quiet, "print no progress"),
  ]

  /// What each network, each run and the dashboard decide for themselves.
  private static let fixed: Set<String> = [
    "model", "wiring", "wiring-roles", "readout", "mixed-memory", "seed", "threads",
  ]

  /// Where the data are is judged when they are looked for.
  ///
  /// How files are written is for a task file to say: `--format` is that of the results.
  private static let dataRows = lifted(
    TrainOptions.dataRows.filter { $0.long != "format" }.map { row in
      // A column alone holds out each of its values in turn.
      TrainOptions.sourceOptions.contains(row.long) || row.long == "hold-out" ? row.withoutObjection : row
    })

  private static var sharedGroups: [OptionGroup<BenchmarkOptions>] {
    // What means something for one network alone is judged network by network.
    let networks = TrainOptions.networkGroups.prefix(1).map { group in
      OptionGroup(group.heading, group.rows.map(\.withoutObjection))
    }
    let tests = OptionGroup("Test conditions", TrainOptions.testRows)
    return (networks + TrainOptions.learningGroups + [tests]).map { group in
      OptionGroup(group.heading, lifted(group.rows.filter { !fixed.contains($0.long) }))
    }
  }

  /// `0.01 for ltc, 0.001 for the others`
  private static let learningRates: String = {
    let traits = CellRegistry.cells.map { $0.traits }
    let byRate = Dictionary(grouping: traits) { $0.paperLearningRate }
      .sorted { ($0.value.count, $0.key) < ($1.value.count, $1.key) }
    let parts = byRate.enumerated().map { index, rate in
      let names = rate.value.map(\.identifier).joined(separator: " and ")
      return "\(rate.key) for \(index == byRate.count - 1 ? "the others" : names)"
    }
    return parts.joined(separator: ", ")
  }()

  private static func lifted(_ rows: [OptionRow<TrainOptions>]) -> [OptionRow<BenchmarkOptions>] {
    rows.map { row in
      let shownDefault = row.long == "learning-rate" ? learningRates : nil
      return row.lifted(from: { $0.train }, to: { $0.train = $1 }, shownDefault: shownDefault)
    }
  }
}

extension ValueFormat where Value == [String] {
  /// Names of networks with commas between them, each once.
  fileprivate static var networks: Self {
    let names = NetworkPreset.all.map(\.name)
    return Self(
      placeholder: "NAMES",
      parse: { word throws(ValueProblem) in
        var chosen: [String] = []
        for name in word.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
          guard let preset = NetworkPreset.named(name) else {
            throw .malformed(
              "names out of \(names.joined(separator: ", ")); \(name.displayed.quoted) is none")
          }
          if !chosen.contains(preset.name) { chosen.append(preset.name) }
        }
        return chosen
      },
      text: { $0.joined(separator: ",") }, suggestions: .list(names))
  }
}
