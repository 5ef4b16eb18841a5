import Liquid
import LiquidData
import Streams

/// Everything that `lnn-top stream` can be told.
public struct StreamOptions: CommandOptions, DisplayingOptions {
  /// What numbers are predicted as.
  public enum Prediction: String, Sendable, Hashable, CaseIterable {
    /// The change from the newest known target.
    case change
    case value
  }

  /// Where rows come from; nil: the sample that comes with the program.
  public var source: String?
  /// The words of `train` that mean the same here: the network and its optimiser.
  public var network = StreamOptions.standardNetwork

  // The stream.
  public var format: LineFormat?
  public var columns: [String]?
  public var numberField: String?
  public var client: String?
  public var follow = false
  public var rate: Double?
  public var overload: OverloadRule?

  // The task.
  public var inputs: [String]?
  public var targets: [String]?
  public var time: String?
  public var kind: StreamTask.Kind?
  public var horizon: Int?
  public var labelDelay = 0
  public var pastTargets = 2
  public var classes: Int?
  public var predict = Prediction.change
  public var scaleRows = 10_000
  public var window = 200

  // Learning.
  public var learn = OnlineMethod.rtrl
  public var replayShare = OnlineReplayOptions().share
  public var adaptRate = 0.005
  public var forget = 0.0
  public var drift = DriftDetectorKind.adwin
  public var onDrift = StreamLearning.OnDrift.race

  // A device.
  public var twin: String?
  public var twinTolerance = 0.01

  // Results.
  public var start: String?
  public var resume: String?
  public var predictions: String?
  public var publish: String?
  public var name: String?
  public var runFile: String?
  public var isUnrecorded = false
  public var modelOut: String?
  public var display = DisplayOptions()
  public var quiet = false
  public var given: Set<String> = []

  public init() {}

  /// A small network without layers, all of whose neurons a dense layer reads: what is told to it is one synapse away from
  /// the answer, and single rows teach it more than they teach a neural circuit policy.
  private static var standardNetwork: TrainOptions {
    var network = TrainOptions()
    network.readout = .dense
    network.wiring.kind = .full
    network.wiring.units = 12
    return network
  }

  /// The task, once it is known whether the target has words.
  func task(targetHasWords: Bool) -> StreamTask {
    let kind = kind ?? (targetHasWords ? .classification : .regression)
    return StreamTask(
      kind: kind, inputs: inputs, targets: targets ?? [], time: time,
      horizon: horizon ?? (kind == .classification ? 0 : 1), labelDelay: labelDelay, pastTargets: pastTargets,
      classes: classes, predictsChange: predict == .change, scaleRows: scaleRows, window: window)
  }

  var learning: StreamLearning {
    StreamLearning(
      method: learn, optimizer: network.learning.optimizerOptions, rate: adaptRate,
      clip: network.clip > 0 ? network.clip : nil, onDrift: onDrift, forgetting: forget,
      replay: OnlineReplayOptions(share: replayShare))
  }

  /// Every option in force, by its long name.
  var configuration: [String: String] {
    let all = Self.table.configuration(of: self)
    if twin != nil { return all.filter { !Self.idleBesideTwin.contains($0.key) } }
    guard start != nil else { return all }
    // A trained network says itself what it is and what it answers.
    return all.filter {
      !TrainOptions.networkOptions.contains($0.key) && !Self.ofTrained.contains($0.key)
    }
  }
}

extension StreamOptions {
  package static let table = CommandTable<StreamOptions>(
    name: "stream",
    summary: "watch a live stream, predict, and learn while it runs",
    details: """
      Reads rows from SOURCE as they come, predicts each row's target before it is known, shows how good that is \
      beside an answer that needs no network, and learns from every row (prequential evaluation with exact online \
      gradients). SOURCE is - for what is piped in, a file, a named pipe, tcp://HOST:PORT, \
      mqtt://HOST/TOPIC or serial:DEVICE; without one a sample is played. With --twin it is a device that runs a \
      trained network, and the same network runs here beside it.
      """,
    example: "lnn-top stream sample-data/three-regimes.csv --time time_s --rate 100",
    positionals: [.optional("SOURCE", \.source, "where rows come from")],
    groups: [
      OptionGroup("Stream", streamRows + [brokerRow]), OptionGroup("Data", taskRows),
      OptionGroup("Learning", learningRows), OptionGroup("Device", deviceRows),
    ] + networkGroups + [OptionGroup("Results", resultRows), OptionGroup("Display", displayRows)],
    settle: { options, given in
      options.network.settleWiring(given: given)
      if ![.full, .diagonal].contains(options.network.wiring.kind), !given.contains("units") {
        options.network.wiring.units = TrainOptions().wiring.units
      }
      options.given = given
      if options.twin != nil { (options.learn, options.drift) = (.off, .off) }
    })

  private static let streamRows: [OptionRow<StreamOptions>] = [
    .optional("format", \.format, .choice(), shownDefault: "as the first line shows", "how lines hold rows"),
    .optional(
      "columns", \.columns, .names("NAMES"), shownDefault: "the first line",
      "the names of the columns of CSV lines without a header"),
    .flag("follow", \.follow, "go on at the end of a file, as tail -F does"),
    .optional(
      "rate", \.rate, .number("above 0") { $0 > 0 }, shownDefault: "as fast as it goes",
      "play a file at so many rows a second"
    ).objecting { $0.follow ? .clash(option: "--rate", other: "--follow") : nil },
    .optional(
      "overload", \.overload, .choice(), shownDefault: "wait for files and pipes, else drop-oldest",
      "what happens where rows come faster than they are answered to"),
    .optional(
      "number-field", \.numberField, .text("NAME"), shownDefault: "none",
      "the field that numbers messages, so that one that is delivered twice counts once"),
  ]

  private static let brokerRow: OptionRow<StreamOptions> = .optional(
    "client", \.client, .text("NAME"), shownDefault: "a new one, without a memory",
    "the name by which a broker knows this reader: it keeps the messages that come while nobody reads"
  ).objecting { options in
    let source = options.source?.lowercased() ?? ""
    return source.hasPrefix("mqtt://") || source.hasPrefix("mqtts://") || options.resume != nil
      ? nil : .needs(option: "--client", other: "a broker as SOURCE, such as mqtt://localhost/plant/#")
  }

  private static let taskRows: [OptionRow<StreamOptions>] = [
    .optional(
      "inputs", \.inputs, .names("NAMES"), shownDefault: "all other columns", "the columns that it sees"),
    .optional(
      "targets", \.targets, .names("NAMES"), shownDefault: "the last column", "the columns that it predicts"),
    .optional(
      "time", \.time, .text("COLUMN"), shownDefault: "when rows arrive; a file's rows last 1 each",
      "numbers or dates, for steps that last differently long"),
    .optional("kind", \.kind, .choice(), shownDefault: "as the target suggests", "what is predicted"),
    .optional(
      "horizon", \.horizon, .integer(from: 0, through: 10_000), shownDefault: "1; 0 for classes",
      "how many rows ahead is predicted; 0: the target of the row itself"),
    .value(
      "label-delay", \.labelDelay, .integer(from: 0, through: 10_000),
      "after how many rows a target is known"),
    .value(
      "past-targets", \.pastTargets, .integer(from: 0, through: 1000),
      "how many of the newest known targets are inputs"),
    .optional(
      "classes", \.classes, .integer(from: 2, through: 1000),
      shownDefault: "twice those of the first rows, at least 4",
      "how many classes there is room for"),
    .value(
      "predict", \.predict, .choice(), "numbers themselves, or their change from the newest known target"),
    .value(
      "scale-rows", \.scaleRows, .integer(from: 2, through: 1_000_000_000),
      "over how many rows the means and deviations are taken that columns are scaled by"),
    .value(
      "window", \.window, .integer(from: 10, through: 10_000), "rows on the screen and of the sliding figures"
    ),
  ]

  private static let learningRows: [OptionRow<StreamOptions>] = [
    .value(
      "learn", \.learn, .choice(),
      "how it learns: exact gradients, sparse ones, replayed windows, or not at all"),
    .value(
      "replay-share", \.replayShare, .number("above 0 and at most 1") { $0 > 0 && $0 <= 1 },
      "the share of rows after which it learns from the newest window and earlier ones; sets the cost"
    ).needing("--learn replay") { $0.learn == .replay || $0.resume != nil },
    .value(
      "adapt-rate", \.adaptRate, .number("at least 0 and at most 1000") { $0 >= 0 && $0 <= 1000 },
      "the size of its steps"),
    .value(
      "forget", \.forget, .number("at least 0 and below 1") { $0 >= 0 && $0 < 1 },
      "the share of the optimiser's moments that each step loses beyond their own decay"
    ).needing("a --momentum above 0") { options in
      let learning = options.network.learning
      return learning.optimizer != .sgd || learning.momentum ?? 0 > 0 || options.resume != nil
    },
    .value("drift", \.drift, .choice(), "what watches the error for changes"),
    .value("on-drift", \.onDrift, .choice(), "what follows an alarm"),
  ]

  private static let deviceRows: [OptionRow<StreamOptions>] = [
    .optional(
      "twin", \.twin, .text("MODEL"), shownDefault: "none",
      "run this model, file or run of train, beside the device that SOURCE comes from, and show how far its outputs are"
        + " from the device's"
    ).objecting { options in
      if let option = options.given.intersection(idleBesideTwin).min() {
        return .clash(option: "--\(option)", other: "--twin")
      }
      return options.source == nil
        ? .needs(option: "--twin", other: "a SOURCE, such as serial:/dev/ttyACM0") : nil
    },
    .value(
      "twin-tolerance", \.twinTolerance, .number("at least 0 and at most 1") { $0 >= 0 && $0 <= 1 },
      "the share of an output's range by which the device may differ"
    ).needing("--twin") { $0.twin != nil || $0.resume != nil },
  ]

  /// What means nothing where a device's network runs once more: it is trained, and learns nothing.
  private static let idleBesideTwin = ofTrained.union(learningRows.map(\.long))
    .union(["label-delay", "init", "resume", "model-out"])

  /// What a trained network brings along.
  static let ofTrained = Set(
    [
      "inputs", "targets", "time", "kind", "horizon", "past-targets", "classes", "predict", "scale-rows",
    ] + networkGroups.flatMap(\.rows).map(\.long).filter(TrainOptions.networkOptions.contains))

  private static let resultRows: [OptionRow<StreamOptions>] = [
    .optional(
      "init", \.start, .text("MODEL"), shownDefault: "a new network",
      "start with a trained network: a model file or run of train, with its columns, scales and times"),
    .optional("resume", \.resume, .text("RUN"), "go on with a recorded run, in the same file"),
    .optional(
      "predictions", \.predictions, .text("FILE"), "write a CSV line for each row; - for standard output"
    ).objecting { options in
      guard options.predictions == "-", options.display.json || options.display.reader else { return nil }
      return .clash(option: "--predictions -", other: options.display.json ? "--json" : "--reader")
    },
    .optional("publish", \.publish, .text("ADDRESS"), "publish predictions at mqtt://HOST/TOPIC"),
    .optional("name", \.name, .text("NAME"), shownDefault: "the source's", "what the run is called"),
    .optional(
      "run", \.runFile, .text("FILE"), shownDefault: "a new file among the runs", "record the run in FILE"),
    .flag("no-run", \.isUnrecorded, "record nothing")
      .objecting { $0.runFile == nil ? nil : .clash(option: "--no-run", other: "--run") },
    .optional("model-out", \.modelOut, .text("FILE"), "write the network to FILE at the end (safetensors)"),
  ]

  private static let displayRows: [OptionRow<StreamOptions>] = [
    .headless, .reader, .json, .fps, .theme, .glyphs, .color, .mouse,
    .flag("quiet", short: "q", \.quiet, "print nothing but errors (and what --json prints)"),
  ]

  private static let networkGroups: [OptionGroup<StreamOptions>] = {
    let optimizers: Set<String> = ["optimizer", "momentum", "nesterov", "weight-decay", "clip", "seed"]
    let rest = TrainOptions.learningGroups.flatMap(\.rows).filter { optimizers.contains($0.long) }
    // Rows that come in have no categories, and what learns from each of them drops nothing.
    let forSets: Set<String> = ["embedding", "dropout", "input-dropout", "word-dropout"]
    return TrainOptions.networkGroups.map { group in
      OptionGroup(group.heading, lifted(group.rows.filter { !forSets.contains($0.long) }))
    } + [
      OptionGroup("Optimiser", lifted(rest))
    ]
  }()

  private static func lifted(_ rows: [OptionRow<TrainOptions>]) -> [OptionRow<StreamOptions>] {
    rows.map { row in
      row.lifted(from: { $0.network }, to: { $0.network = $1 }, shownDefault: shownDefaults[row.long])
    }
  }

  /// Where they are not those of `train`.
  private static let shownDefaults = [
    "wiring": "full", "units": "12; \(TrainOptions().wiring.units) with another wiring",
  ]

  /// Options that belong to one call: how it is played and shown, and where results go.
  private static let ofOneCall = Set(displayRows.map(\.long)).union([
    "resume", "predictions", "publish", "model-out", "follow", "rate", "overload",
  ])

  /// The options that a run was recorded with, for going on with it.
  ///
  /// - Throws: where the command line contradicts them.
  func resuming(recorded: [String: String], run: String) throws(UsageError.Cause) -> StreamOptions {
    var options = self
    for row in Self.table.rows where !Self.ofOneCall.contains(row.long) {
      let theirs = row.word(in: recorded)
      if given.contains(row.long), row.recorded(self) != theirs {
        let recordedWith = theirs.map { row.commandLine(for: $0).joined(separator: " ") } ?? "no \(row.name)"
        throw .clash(
          option: row.commandLine(for: row.recorded(self)).joined(separator: " "),
          other: "--resume \(run), which was recorded with \(recordedWith)")
      }
      guard let theirs else { continue }
      do {
        try row.take(theirs, into: &options)
      } catch {
        throw .badValue(option: row.name, value: theirs, problem: error)
      }
    }
    options.source = source ?? recorded["source"]
    return options
  }
}
