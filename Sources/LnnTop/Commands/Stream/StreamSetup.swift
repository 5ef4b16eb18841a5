import Foundation
import Liquid
import LiquidData
import LiquidTraining
import RunStore
import Streams
import Telemetry
import Text

/// Turns options into a plan: opens the stream, waits for its first rows, builds the network, describes the run.
struct StreamSetup {
  let plan: LivePlan
  let options: StreamOptions
  private let resumed: ResumedStream?
  private let locations: Locations

  /// - Parameter shouldGoOn: asked now and then while no row comes.
  /// - Returns: nil where it was to stop before there was a row.
  static func make(
    _ asked: StreamOptions, locations: Locations, shouldGoOn: () -> Bool
  ) throws -> StreamSetup? {
    let resumed = try asked.resume.map { try ResumedStream($0, asked: asked, locations: locations) }
    var options = resumed?.options ?? asked
    if options.source == nil { try options.playSample(locations) }
    let trained =
      resumed == nil
      ? try (options.twin ?? options.start).map {
        try TrainedStart($0, options: options, locations: locations)
      } : nil
    let opening = try opening(
      options, saved: resumed?.saved.session, trained: trained?.schema, locations: locations)
    if !options.quiet { Console.writeMessage("lnn-top: waiting for rows from \(opening.source.name)") }
    guard try opening.readHead(now: monotonicSeconds, shouldGoOn: shouldGoOn) else { return nil }
    if let position = resumed?.saved.position, opening.source.isRewindable,
      !opening.skip(to: position, now: monotonicSeconds, shouldGoOn: shouldGoOn)
    {
      guard shouldGoOn() else { return nil }
      throw CommandFailure(
        "\(opening.source.name) has no row at line \(position.line), where \(resumed?.path ?? "") stopped; is it the same?"
      )
    }
    return try StreamSetup(
      options, opening: opening, start: resumed?.model ?? trained?.model, resumed: resumed,
      locations: locations)
  }

  private init(
    _ options: StreamOptions, opening: StreamOpening, start: Model?, resumed: ResumedStream?,
    locations: Locations
  ) throws {
    guard let layout = opening.layout else { preconditionFailure("the head was read without a layout") }
    let inputs = layout.inputNames(opening.task)
    let model =
      try start ?? Self.model(options, inputs: inputs.count, outputs: layout.outputNames.count)
    let session = try LiveSession(
      task: opening.task, layout: layout, model: model, learning: options.learning, detector: options.drift,
      arrivalCounts: opening.arrivalCounts, tolerance: options.twinTolerance)
    if let resumed { try session.restore(resumed.saved.session) }
    let name = options.name ?? Self.name(of: opening.source.name)
    var description = RunDescription(
      name: name,
      task: TaskSummary(
        name: name, kind: opening.task.kind.rawValue, inputNames: inputs, outputNames: layout.outputNames,
        lossName: session.errorName, metricName: session.errorName,
        timeUnit: layout.trainedTimeUnit ?? layout.time.map(Self.unit(ofTimes:))
          ?? (opening.arrivalCounts ? "s" : "steps")),
      model: ModelSummary(model), configuration: options.configuration, seed: options.network.seed,
      startedAt: Date(), plannedSteps: nil, stepsPerEpoch: nil, batchSize: 1,
      programVersion: ProgramVersion.number)
    if let resumed { description = resumed.description }
    plan = LivePlan(
      opening: opening, session: session, description: description,
      modelMetadata: layout.modelMetadata, resumed: resumed?.saved)
    self.options = options
    self.resumed = resumed
    self.locations = locations
  }

  private static func model(_ options: StreamOptions, inputs: Int, outputs: Int) throws -> Model {
    Model(
      cell: try options.network.makeCell(NetworkShape(inputs: inputs, outputs: outputs)),
      seed: options.network.seed)
  }

  private static func opening(
    _ options: StreamOptions, saved: LiveSession.State?, trained: DataSchema?, locations: Locations
  ) throws -> StreamOpening {
    let address = try SourceAddress.parse(options.source ?? "-")
    if options.display.reader, address == .standardInput {
      throw CommandFailure("--reader takes keys from stdin: the stream must come from a file or an address")
    }
    var source = address.source(
      follows: options.follow, client: options.client, overload: options.overload)
    let isPlayed = source.isRewindable && !options.follow
    if let rate = options.rate {
      guard isPlayed else {
        throw CommandFailure("--rate plays a file; \(source.name) has a pace of its own")
      }
      source = PacedSource(
        source, linesPerSecond: rate, now: monotonicSeconds,
        wallClock: { Date().timeIntervalSince1970 })
    }
    var lines = LineOptions()
    lines.format = options.format
    lines.columns = options.columns
    lines.sequenceField = options.numberField
    return try StreamOpening(
      source: source, reader: LineReader(options: lines),
      // A stream whose rows lasted a step each goes on so, however its rows come now.
      arrivalCounts: !isPlayed && saved?.arrivalCounts ?? true, layout: saved?.layout,
      trained: trained.map {
        .init(schema: $0, learns: options.learn != .off, isTwin: options.twin != nil)
      },
      settle: {
        (saved?.layout.trained ?? trained).map {
          StreamTask(trained: $0, labelDelay: options.labelDelay, window: options.window)
        } ?? options.task(targetHasWords: $0)
      })
  }

  /// What a column's name says of its unit, as with tables; nothing of a name such as `time`.
  private static func unit(ofTimes column: String) -> String {
    let unit = TimeUnit(columnName: column)
    return unit.seconds == nil ? "" : unit.name
  }

  /// The last part of a path or address, without its ending.
  private static func name(of source: String) -> String {
    let last = source.split(separator: "/").last.map(String.init) ?? source
    return last.hasSuffix(".csv") ? String(last.dropLast(4)) : last
  }

  /// How the stream was understood, in one line, so that no guess is silent.
  var summary: String {
    if let resumed {
      return "resumes \(resumed.path) after row \(resumed.saved.rows)"
    }
    let (task, layout) = (plan.opening.task, plan.opening.layout)
    let network = "\(plan.description.model.cell) with \(plan.description.model.parameterCount) parameters"
    if let device = layout?.deviceName {
      let outputs = plan.description.task.outputNames.map { "\(device).\($0)".displayed }
      return
        "compares the device's \(outputs.joined(separator: ", ")) with \(options.twin ?? ""): \(network), not learning"
    }
    let targets = layout?.targets.map(\.displayed).joined(separator: ", ") ?? ""
    let what = task.kind == .classification ? "the class \(targets)" : targets
    let ahead = task.horizon == 0 ? "of each row" : "\(counted(task.horizon, "row")) ahead"
    let late = task.labelDelay == 0 ? "" : ", known \(counted(task.labelDelay, "row")) late"
    return
      "predicts \(what) \(ahead)\(late) from \(counted(plan.description.task.inputNames.count, "channel"))"
      + "; \(network), learning \(options.learn.rawValue)"
  }

  /// Creates the run file, or opens that of a resumed run; nil with `--no-run`.
  func makeRecording() throws -> Recording? {
    if let resumed {
      return Recording(
        path: resumed.path,
        recorder: try RunRecorder(
          resuming: resumed.path, at: resumed.sequence, description: plan.description))
    }
    guard !options.isUnrecorded else { return nil }
    let path: String
    if let chosen = options.runFile {
      path = chosen
    } else {
      let directory = locations.runs
      try RunDirectory.create(directory)
      path = RunDirectory.freePath(in: directory, task: plan.description.name)
    }
    return Recording(path: path, recorder: try RunRecorder(path: path, description: plan.description))
  }

  /// The scalars and events that a resumed run has so far; empty for a new one.
  func history(of recording: Recording?) -> TelemetryBatch {
    var batch = TelemetryBatch()
    guard resumed != nil, let recording, let reader = try? RunReader(path: recording.path) else {
      return batch
    }
    batch.scalars = reader.scalars()
    batch.events = reader.events()
    return batch
  }
}

extension StreamOptions {
  private static let sample = "three-regimes.csv"

  /// Plays the sample that comes with the program.
  fileprivate mutating func playSample(_ locations: Locations) throws {
    let places = locations.sharedDirectories("sample-data").map { "\($0)/\(Self.sample)" }
    guard let path = places.first(where: FileManager.default.fileExists) else {
      throw CommandFailure("the sample \(Self.sample) is not there; name a SOURCE")
    }
    source = path
    rate = rate ?? 100
    time = time ?? "time_s"
  }
}
