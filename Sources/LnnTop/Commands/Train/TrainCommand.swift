import Foundation
import Liquid
import LiquidTraining
import Processes
import RunStore
import Telemetry
import Terminal

/// `lnn-top train`: trains a network, on a dashboard where there is a terminal.
struct TrainCommand: Command {
  static let sharesWork = true

  let options: TrainOptions

  func run(in context: CommandContext) throws -> Int32 {
    let launched = LaunchedProcess.oneOfSeveral(environment: context.locations.environment)
    if let launched, launched.rank > 0 { return try follow(launched, context) }
    let isHeadless = options.display.headless || options.display.json
    // mpirun gives its processes a terminal to write to, but not its keys.
    let hasKeys = launched == nil || Console.isInputTerminal
    let onDashboard =
      !isHeadless && hasKeys
      && (options.display.reader || DashboardScreen.isPossible(locations: context.locations))
    // Whatever can be refused is refused before a run file is begun.
    let appearance = onDashboard ? try Appearance(options.display, locations: context.locations) : nil
    let modelFile = try options.modelOut.map { path in
      try OutputFile(path: path, beginning: nil) { (try? ModelFile.read($0)) != nil }
    }
    let team = try launched.map { try TrainingTeam($0, options, locations: context.locations) }
    defer { team?.end() }
    let setup =
      try team?.prepare(options, context: context)
      ?? TrainingSetup(options: options, locations: context.locations)
    // From here on there is a run that a signal must not leave half made.
    let signals = try SignalGuard()
    defer { signals.end() }
    let recording = try setup.makeRecording()
    team?.note(recording)
    if !options.quiet {
      Console.writeMessage("lnn-top: \(setup.summary)")
      for warning in setup.warnings
        + (team?.notes(setup, recording, isWatched: isHeadless || onDashboard) ?? [])
      { Console.writeMessage("lnn-top: note: \(warning)") }
    }
    let report = RunReport(setup: setup, recording: recording, options: setup.options, modelFile: modelFile)
    let ending =
      if let appearance {
        try runOnDashboard(setup, recording, appearance, context)
      } else {
        try runHeadless(setup, recording, signals, context)
      }
    let outputEnded = try report.finish(ending)
    if let signal = signals.received ?? ending.signal { return ExitStatus.signal(signal) }
    return outputEnded == .failed ? ExitStatus.failure : status(ending.outcome, recording)
  }

  /// Computes for the training of process 0, and does nothing else.
  private func follow(_ launched: LaunchedProcess, _ context: CommandContext) throws -> Int32 {
    let team = try TrainingTeam(launched, options, locations: context.locations)
    defer { team.end() }
    let setup = try team.prepare(options, context: context)
    // Process 0 decides what a signal means.
    let signals = try SignalGuard()
    defer { signals.end() }
    team.follow(setup)
    return ExitStatus.success
  }

  // MARK: - Without a terminal

  private func runHeadless(
    _ setup: TrainingSetup, _ recording: Recording?, _ signals: SignalGuard, _ context: CommandContext
  ) throws -> RunEnding {
    let printer = ProgressPrinter(style: progressStyle, description: setup.plan.description)
    let result = LastMessages()
    let worker = TrainingWorker(
      plan: setup.plan, sinks: sinks(recording, result, printer), locations: context.locations)
    printer.setOnReaderGone { worker.send(.stop) }
    recording?.recorder.setOnFailure { error in
      Console.writeMessage("lnn-top: training goes on but is not recorded any more: \(error)")
    }
    let stop = HeadlessSignals(signals) { worker.send(.stop) }
    worker.start()
    let (outcome, snapshot) = printer.waitForOutcome()
    worker.send(.stop)
    worker.waitUntilLeft()
    stop.cancel()
    return RunEnding(outcome: outcome, snapshot: snapshot, model: result.model)
  }

  private var progressStyle: ProgressPrinter.Style {
    if options.display.json { return .json }
    if options.quiet { return .quiet }
    return Console.isMessageTerminal ? .bar : .lines
  }

  // MARK: - On a dashboard

  private func runOnDashboard(
    _ setup: TrainingSetup, _ recording: Recording?, _ appearance: Appearance, _ context: CommandContext
  ) throws -> RunEnding {
    let channel = Channel()
    channel.deliver(setup.history(of: recording))
    let result = LastMessages()
    let worker = TrainingWorker(
      plan: setup.plan, sinks: sinks(recording, result, channel), locations: context.locations)
    let signal = try worker.run(
      on: appearance, setup.plan.description, channel: channel, recording: recording,
      locations: context.locations)
    return RunEnding(outcome: result.finalOutcome, model: result.model, signal: signal)
  }

  /// A run that was not recorded to its end, a diverged one and one whose test makes no sense are failures that scripts
  /// must notice.
  private func status(_ outcome: Outcome, _ recording: Recording?) -> Int32 {
    let isComplete = recording?.recorder.failure == nil
    let isSound = outcome.state != .diverged && outcome.test?.loss.isFinite != false
    return !isSound || !isComplete ? ExitStatus.failure : ExitStatus.success
  }

  private func sinks(_ recording: Recording?, _ others: any FrameSink...) -> [any FrameSink] {
    // The recorder comes first: what a person sees on the screen is already on its way to the file.
    (recording.map { [$0.recorder] } ?? []) + others
  }
}

/// `lnn-top` alone: trains on the sample that comes with the program.
struct SampleCommand: Command {
  static let sharesWork = true
  static let table = TrainOptions.sampleTable
  /// The program's help lists the commands; the options are those of `train`.
  static var helpText: String { Commands.helpText }

  let options: TrainOptions

  func run(in context: CommandContext) throws -> Int32 {
    try TrainCommand(options: options).run(in: context)
  }
}

/// How a run ended.
private struct RunEnding {
  let outcome: Outcome
  /// The last progress; nil after a dashboard, which showed it.
  var snapshot: ProgressSnapshot?
  /// The final model's bytes.
  let model: [UInt8]?
  /// What ended the dashboard, where it was no key.
  var signal: Int32?
}

/// What a training command leaves behind and says when the run has its outcome.
private struct RunReport {
  let setup: TrainingSetup
  let recording: Recording?
  let options: TrainOptions
  /// Where the model goes, if anywhere.
  let modelFile: OutputFile?

  /// Completes the run file, prints the result and writes the model file, each even where another fails.
  ///
  /// - Returns: why stdout did not take the result; nil where it did.
  func finish(_ ending: RunEnding) throws -> OutputEnded? {
    closeRecording()
    var outputEnded: OutputEnded?
    do {
      try writeResult(ending)
    } catch let error as OutputEnded {
      outputEnded = error
    }
    explain(ending.outcome)
    if let modelFile, let model = ending.model { try modelFile.write(Data(model)) }
    return outputEnded
  }

  private func writeResult(_ ending: RunEnding) throws {
    if options.display.json, let snapshot = ending.snapshot {
      let last = ProgressLine.Ending(
        outcome: ending.outcome, description: setup.plan.description, runPath: recording?.path,
        modelPath: options.modelOut)
      let metricName = setup.plan.description.task.metricName
      try Console.writeResult(ProgressLine(snapshot: snapshot, metricName: metricName, ending: last).text)
    } else if !options.quiet {
      try Console.writeResult(summary(ending.outcome))
    }
  }

  /// Says what is wrong with a run.
  private func explain(_ outcome: Outcome) {
    if let explanation = outcome.explanation {
      Console.writeMessage(
        outcome.state == .diverged
          ? "lnn-top: training diverged: \(explanation); \(remedy) may help"
          : "lnn-top: training ended: \(explanation)")
    }
    if let test = outcome.test, !test.loss.isFinite {
      Console.writeMessage(
        "lnn-top: the loss over the test part is \(test.loss): the model cannot be relied on")
    }
  }

  /// What to try where training diverged: explicit solvers blow up for reasons of their own.
  private var remedy: String {
    let solver = options.solver ?? options.model.solvers.first
    return solver == .euler || solver == .rk4
      ? "more --unfolds or a smaller --learning-rate" : "a smaller --learning-rate"
  }

  /// A run file that could not be completed is told, but the training was not in vain.
  private func closeRecording() {
    guard let recording else { return }
    do {
      try recording.recorder.close()
    } catch {
      Console.writeMessage("lnn-top: the run was not recorded to its end: \(error)")
    }
  }

  /// The result for people, and where it was kept.
  private func summary(_ outcome: Outcome) -> String {
    var lines = [OutcomeText(description: setup.plan.description, outcome: outcome).text]
    if let recording {
      let state = recording.recorder.failure == nil ? "" : " (not to its end)"
      lines.append("run         \(recording.path)\(state)")
    }
    if let path = options.modelOut { lines.append("model       \(path)") }
    return lines.joined(separator: "\n")
  }
}
