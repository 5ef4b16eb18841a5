import LiquidData

/// Everything that `lnn-top report` can be told.
public struct ReportOptions: DataChoosingOptions {
  /// The run file, or the name of a recorded run.
  public var run = ""
  public var data: String?
  public var task: String?
  public var dataFolder: String?
  public var reading = ReadingOptions()
  public var part: PartChoice?
  /// Nil: in the working directory, under the run's name.
  public var output: String?
  /// The answer that is explained; nil: the last of the first sequence.
  public var place: ExplainedPlace?
  public var circuit = false
  /// The most rows that the network is run on.
  public var rows = 20_000
  public var seed: UInt64 = 1
  public var threads = TrainOptions.standardThreads

  public init() {}

  package mutating func adopt(_ loaded: LoadedSettings) { threads = loaded.settings.threads ?? threads }

  /// Whether the person says where the data are.
  var namesData: Bool { data != nil || task != nil }

  /// The same to the parts of `explain`.
  ///
  /// - Parameter part: which rows of the run's own data where the person chose none.
  func explaining(part: PartChoice) -> ExplainOptions {
    var options = ExplainOptions()
    (options.model, options.data, options.task, options.dataFolder) = (run, data, task, dataFolder)
    (options.reading, options.place, options.circuit) = (reading, place, circuit)
    options.part = self.part ?? (namesData ? nil : part)
    (options.rows, options.seed, options.threads) = (rows, seed, threads)
    return options
  }

  package static let table = CommandTable<ReportOptions>(
    name: "report",
    summary: "one HTML page about a run, to read, print and send",
    details: """
      Writes one HTML file about a training run: what was learnt from which data, how it went, how the result stands \
      beside answers without a network, the wiring, one answer and its parts, and the command that repeats it. The file \
      needs no network and holds no script. Where the run's data have moved, name them.
      """,
    example: "lnn-top report lane-keeping -o report.html",
    positionals: [
      .required("RUN", \.run, "the run file, or the name of a recorded run"),
      .optional(
        "DATA", isRequired: false, \.data,
        "where the run's data are now, or other data: a table or a task file"),
    ],
    groups: [
      OptionGroup(
        "Data",
        OptionRow.dataRows(partDefault: "validation of a run's own data") + [
          .value("rows", \.rows, .integer(from: 1), "the most rows that the network is run on")
        ]),
      OptionGroup("Files", OptionRow.readingRows),
      OptionGroup(
        "What to show",
        [
          .optional(
            "at", \.place, ExplainedPlace.format, shownDefault: "the last step of the first sequence",
            "the answer to take apart, counted from 1"),
          .flag("circuit", \.circuit, "also the fewest synapses that keep most of what the network can do"),
        ]),
      OptionGroup(
        "Output",
        [
          .optional(
            "output", short: "o", \.output, .text("FILE"), shownDefault: "the run's name and .html",
            "write to FILE; an earlier report in its place is replaced, nothing else"),
          .value("seed", \.seed, .integer(from: 0), "of intervals and of what is drawn"),
          .value(
            "threads", \.threads, .integer(from: 1, through: 256), shownDefault: "all cores, at most 8",
            "threads that compute"),
        ]),
    ])
}
