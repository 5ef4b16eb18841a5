import LiquidData

extension TrainOptions: CommandOptions, DisplayingOptions, TestingOptions, TableReadingOptions {
  package mutating func adopt(_ loaded: LoadedSettings) {
    display.adopt(loaded)
    threads = loaded.settings.threads ?? threads
  }

  package static let table = CommandTable<TrainOptions>(
    name: "train",
    summary: "train a liquid network on a table and watch it",
    details: """
      Trains a liquid network on DATA and shows the loss, every neuron's state and every neuron's time \
      constant while it learns. Without a terminal on stdout it prints progress lines instead. A recorded run \
      goes on with --resume RUN as if it had never stopped; DATA is needed only where they were moved. Options \
      go before the words of a task file; --no-NAME switches off what takes no value, such as --no-residual.
      """,
    example: "lnn-top train sample-data/lane-keeping.csv --sequence drive --time time_s",
    positionals: [
      .optional(
        "DATA", isRequired: true, unless: { $0.resume != nil || $0.task != nil }, \.data,
        "a table, a pattern for several, - for what is piped in, a task file (.yaml), or the name of a task that comes with"
          + " the program")
    ],
    groups: optionGroups,
    settle: { options, given in options.settle(given: given) },
    postpones: { $0.postponesObjection(to: $1) })

  /// The program without a command: the same options, on the sample that comes with it.
  static let sampleTable = CommandTable<TrainOptions>(
    name: nil,
    summary: table.summary,
    details: "Trains on a simulated lane-keeping drive and opens the dashboard.",
    example: "lnn-top --seed 7",
    positionals: [],
    groups: optionGroups,
    defaults: sample,
    settle: { options, given in
      // A resumed run says itself what it is trained on.
      if options.resume != nil, !given.contains("task") { options.task = nil }
      options.settle(given: given)
    },
    postpones: table.postpones)

  /// The sample is small and its steps are quick: this many passes make half a minute worth watching.
  static let sample: TrainOptions = {
    var options = TrainOptions()
    options.task = "lane-keeping"
    options.epochs = 4000
    return options
  }()

  private static let optionGroups =
    [
      OptionGroup("Data", columnRows + cuttingRows + OptionRow.groupRows + preparingRows),
      OptionGroup("Files", OptionRow.readingRows), OptionGroup("Start", startRows),
    ] + networkGroups + learningGroups + [
      OptionGroup("Test conditions", testRows),
      OptionGroup("Results", resultRows), OptionGroup("Display", displayRows),
    ]

  /// The options that say where the data are: they mean the same whatever a task file says.
  static let sourceOptions: Set<String> = ["task", "data", "cache", "split-like-paper"]

  /// Takes what the other options imply.
  mutating func settle(given: Set<String>) {
    if resume != nil || start != nil || task != nil || data != nil { self.given = given }
    settleWiring(given: given)
    if resume == nil, start == nil, namedTask == nil { settleKind(given: given) }
    if !given.contains("learning-rate") { learningRate = model.learningRate }
  }

  /// Who says how far to look ahead, and not what is to be learnt, means a forecast.
  mutating func settleKind(given: Set<String>) {
    if kind == nil, !given.isDisjoint(with: ["horizon", "known-ahead"]) { kind = .forecast }
  }

  /// A task may have files of its own for validation and test, whatever the split says; the data then tell.
  var mayHaveValidationPart: Bool { split.validation > 0 || validateOn != nil || namedTask != nil }
  private var mayHaveTestPart: Bool { split.test > 0 || holdOut != nil || namedTask != nil }
}

extension TrainOptions {
  /// Where the data are, and how they are split.
  static let dataRows: [OptionRow<TrainOptions>] =
    columnRows + cuttingRows + OptionRow.groupRows + preparingRows + OptionRow.readingRows

  private static let columnRows: [OptionRow<TrainOptions>] = [
    .optional("task", \.task, .text("FILE"), "a task file, or the name of a task; the same as for DATA")
      .objecting { $0.data == nil ? nil : .clash(option: "--task", other: "DATA") }
      .whenResumed(.changeable),
    .optional(
      "data", \.dataFolder, .text("DIR"), shownDefault: "that of the task file",
      "the folder that a task's files are in"
    ).needingTaskFile.whenResumed(.changeable),
    .optional(
      "cache", \.cache, .text("DIR"), shownDefault: "the table is in memory",
      "a folder that keeps the table's values, which may then be more than memory holds"
    ).whenResumed(.changeable),
    .optional(
      "inputs", \.inputs, .names("NAMES"),
      shownDefault: "all others that can be; with --tokens the text",
      "the columns that the network sees, such as a,b"),
    .optional(
      "targets", \.targets, .names("NAMES"), shownDefault: "one named so, or the last",
      "the columns that it learns to give"),
    .optional(
      "tokens", \.tokens, .tokens, shownDefault: "texts are categories",
      "what texts are cut into, so that each row is a sequence of them: words, characters or bytes, such as"
        + " words,vocabulary=20000,length=400,keep=end"),
    .optional(
      "text", \.text, .text("COLUMN"), shownDefault: "the only column of texts, or of long ones",
      "the texts that are cut into tokens"
    ).needing("--tokens") { $0.tokens != nil },
    .optional(
      "time", \.time, .text("COLUMN"), shownDefault: "a column that ascends like one",
      "seconds or dates, for steps that last differently long; several make one: Date,Time or year=Y,month=M; none:"
        + " every step lasts 1"),
    .optional(
      "sequence", \.sequence, .text("COLUMN"),
      shownDefault: "a column with whose values the time starts again",
      "rows with one value here are one sequence; none: all rows are one"),
    .optional(
      "categories", \.categories, .names("NAMES", canBeNone: true), shownDefault: "those named like some",
      "columns of numbers whose values are categories; none: no column"),
  ]

  private static let cuttingRows: [OptionRow<TrainOptions>] = [
    .optional("kind", \.kind, .choice(), shownDefault: "as the targets suggest", "what is to be learnt"),
    .optional(
      "window", \.window, .integer(from: 1, through: 1_000_000),
      shownDefault: "whole sequences of up to 256 steps, else 64; of one alone 32 or fewer",
      "cut sequences into windows of N steps"),
    .optional(
      "stride", \.stride, .integer(from: 1, through: 1_000_000), shownDefault: "an eighth of a window",
      "steps from one training window to the next"
    ).needing("--window") { $0.sequence == nil || $0.window != nil },
    .value("split", \.split, .split, "shares for training, validation and test, in this order"),
    .value("split-by", \.splitBy, .choice(), "what these shares are of"),
    .optional(
      "shuffle", \.shuffle, .integer(from: 0), shownDefault: "their own order",
      "deal sequences or files out in a random order that N seeds"),
    .flag(
      "split-like-paper", \.splitLikePaper, meaning: "the split leaks, test rows may be trained on",
      "deal a task's data out as published code does, although its test rows are trained on"
    ).needingTaskFile,
  ]

  private static let preparingRows: [OptionRow<TrainOptions>] = [
    .optional(
      "horizon", \.horizon, .horizons, shownDefault: "1",
      "how many steps ahead a forecast looks; 1..24 forecasts all of these at once"
    ).needing("--kind forecast") { $0.kind == .forecast },
    .optional(
      "known-ahead", \.knownAhead, .names("NAMES"), shownDefault: "none",
      "inputs known in advance: a forecast takes them from the row that is forecast"
    ).needing("--kind forecast") { $0.kind == .forecast },
    .value(
      "missing", \.missing, .choice(), shownDefault: "mask for a table with gaps, else forward-fill",
      "missing inputs: keep the last value, add a mask channel, both, or leave the row out"),
    .optional(
      "missing-markers", \.missingMarkers, .missingMarkers,
      shownDefault: "usual ones that lie far from all others",
      "numbers that stand for missing values, in all columns or in one: -999,CO2=-200"),
    .optional(
      "time-features", \.timeFeatures, .timeFeatures, shownDefault: "none",
      "inputs derived from the dates in the time column, such as hour-of-day,weekend"),
    .flag(
      "sort-by-time", \.sortsByTime, "bring the rows of each file into the order of their times first"),
    .optional(
      "resample", \.resample, .number("above 0") { $0 > 0 }, shownDefault: "steps as they are",
      "take means over steps of this length, in the time column's unit"),
    .optional(
      "cut-gaps", \.cutGaps, .timeLength, shownDefault: "nowhere",
      "cut a sequence where its time goes on by more: a number in its unit, or such as 10min, 1h, 2d"),
    .value(
      "drop-rows", \.dropRows, .number("at least 0 and below 1") { $0 >= 0 && $0 < 1 },
      "the share of rows left out at random, so that times become irregular"
    ).formerly("thinning"),
    .value(
      "warm-up", \.warmUp, .integer(from: 0, through: 1_000_000),
      "rows before each window of validation and test that the network sees first, so that its state is warm"),
    .value("scaling", \.scaling, .choice(), "how inputs are scaled"),
    .value("target-scaling", \.targetScaling, .choice(), "how targets are scaled"),
    .optional(
      "metric", \.metric, .choice(), shownDefault: "accuracy, or mae for numbers",
      "the figure that results are compared by"),
  ]

  private static let startRows: [OptionRow<TrainOptions>] = [
    .optional("resume", \.resume, .text("RUN"), "go on with a recorded run, in the same file")
      .whenResumed(.forgotten),
    .optional(
      "init", \.start, .text("MODEL"), shownDefault: "random weights",
      "start from the weights of a model file or run"
    ).ofNewRuns,
  ]

  static let testRows: [OptionRow<TrainOptions>] = OptionRow.testRows.map { row in
    row.needing("a test part in --split") { $0.mayHaveTestPart }
  }

  private static let resultRows: [OptionRow<TrainOptions>] = [
    .optional("name", \.name, .text("NAME"), shownDefault: "the data file's", "what the run is called")
      .ofNewRuns,
    .optional(
      "run", \.runFile, .text("FILE"), shownDefault: "a new file among the runs", "record the run in FILE"
    ).ofNewRuns,
    .flag("no-run", \.isUnrecorded, "record nothing")
      .objecting { $0.runFile == nil ? nil : .clash(option: "--no-run", other: "--run") }.ofNewRuns,
    .optional("model-out", \.modelOut, .text("FILE"), "write the trained model to FILE (safetensors)")
      .whenResumed(.forgotten),
  ]

  private static let displayRows: [OptionRow<TrainOptions>] = [
    .headless, .reader, .json, .fps, .theme, .glyphs, .color, .mouse,
    .flag("quiet", short: "q", \.quiet, "print nothing but errors (and what --json prints)"),
  ].map { (row: OptionRow<TrainOptions>) in row.whenResumed(.forgotten) }
}

extension TrainOptions {
  /// The words that a run recorded, under the names that options have now.
  static func withCurrentNames(_ recorded: [String: String]) -> [String: String] {
    var words = recorded
    for row in table.rows {
      guard let former = row.formerName, let word = words.removeValue(forKey: former) else { continue }
      words[row.long] = words[row.long] ?? word
    }
    return words
  }

  /// The options that a run was recorded with.
  ///
  /// - Parameter recorded: as `configuration` gave them; names that this version does not have are left out.
  package init(recorded: [String: String]) throws(UsageError.Cause) {
    self.init()
    try apply(recorded, to: Self.table.rows.filter { $0.resumption != .forgotten })
    // The data of a task are its folder, else they are the file.
    if task == nil { (data, dataFolder) = (dataFolder, nil) }
  }

  /// These options of a command line that resumes a run, with what the run was recorded with.
  ///
  /// - Throws: where an option contradicts the run's own.
  package func resuming(recorded: [String: String], run: String) throws(UsageError.Cause) -> TrainOptions {
    var options = try TrainOptions(recorded: recorded)
    var asked = self
    // As the run has them.
    asked.wiring = wiring.withAbsolutePaths
    for row in Self.table.rows where given.contains(row.long) && row.resumption == .fixed {
      let (mine, theirs) = (row.recorded(asked), row.recorded(options))
      guard mine != theirs else { continue }
      let recordedWith = theirs.map { row.commandLine(for: $0).joined(separator: " ") } ?? "no \(row.name)"
      throw .clash(
        option: row.commandLine(for: mine).joined(separator: " "),
        other: "--resume \(run), which was recorded with \(recordedWith)")
    }
    options.resume = resume
    options.given = given
    options.threads = threads
    options.modelOut = modelOut
    options.display = display
    options.quiet = quiet
    if data != nil || task != nil {
      (options.data, options.task, options.dataFolder) = (data, task, nil)
    }
    options.dataFolder = dataFolder ?? options.dataFolder
    if plansAnew { (options.epochs, options.steps) = (epochs, steps) }
    return options
  }

  /// These options with the data words (columns, windows, split and so on) that a run was recorded with, where the
  /// command line gives none.
  ///
  /// - Parameter recorded: as `configuration` gave them.
  func readingData(asRecorded recorded: [String: String]) throws(UsageError.Cause) -> TrainOptions {
    var options = self
    // Other targets than the run's are seldom to be learnt from its inputs, which may hold them. The words for where
    // the data are mean something only with the task file that they were given with.
    let open = Self.sourceOptions.union(given.contains("targets") ? ["inputs"] : []).union(given)
    try options.apply(recorded, to: Self.dataRows.filter { !open.contains($0.long) })
    return options
  }

  /// Takes what a run recorded.
  private mutating func apply(
    _ recorded: [String: String], to rows: [OptionRow<TrainOptions>]
  ) throws(UsageError.Cause) {
    for row in rows {
      guard let text = row.word(in: recorded) else { continue }
      do {
        try row.apply(&self, text)
      } catch {
        throw .badValue(option: row.name, value: text, problem: error)
      }
    }
  }

  /// Whether a resumed run is to make another number of steps than planned.
  package var plansAnew: Bool { given.contains("epochs") || given.contains("steps") }
}

extension OptionRow<TrainOptions> {
  /// Only a new run has it: one that is resumed has its own already.
  fileprivate var ofNewRuns: Self {
    objecting { $0.resume == nil ? nil : .clash(option: name, other: "--resume") }.whenResumed(.forgotten)
  }

  fileprivate var needingTaskFile: Self {
    needing("a task file") { $0.namedTask != nil || $0.resume != nil }
  }
}

extension ValueFormat where Value == TimeLength {
  /// A number, with a unit or in that of the times.
  fileprivate static var timeLength: Self {
    .read("X", form: TimeLength.form, { TimeLength(text: $0) }, text: { $0.text })
  }
}

extension ValueFormat where Value == [TimeFeature] {
  /// Names of features with commas between them.
  static var timeFeatures: Self {
    Self(
      placeholder: "NAMES",
      parse: { word throws(ValueProblem) in
        let features = word.split(separator: ",", omittingEmptySubsequences: false).map {
          TimeFeature(rawValue: String($0).replacing("_", with: "-"))
        }
        guard !features.contains(nil) else { throw .badChoice(TimeFeature.allCases.map(\.rawValue)) }
        return features.compactMap(\.self)
      },
      text: { $0.map(\.rawValue).joined(separator: ",") },
      suggestions: .list(TimeFeature.allCases.map(\.rawValue)))
  }
}
