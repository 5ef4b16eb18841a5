import Dashboard
import Foundation
import Liquid
import LiquidTraining
import RunStore
import Screen
import Telemetry
import Terminal

/// `lnn-top train` and `lnn-top` alone: trains a network, on a dashboard where there is a terminal.
struct TrainCommand {
  let options: TrainOptions
  let locations: Locations

  func run() throws -> Int32 {
    let isHeadless = options.display.headless || options.display.json
    let onDashboard = !isHeadless && DashboardScreen.isPossible(locations: locations)
    // Whatever can be refused is refused before a run file is begun.
    let appearance = onDashboard ? try Appearance(options.display, locations: locations) : nil
    let modelFile = try options.modelOut.map { path in
      try OutputFile(path: path, beginning: nil) { (try? ModelFile.read($0)) != nil }
    }
    let setup = try TrainingSetup(options: options, locations: locations)
    let recording = try setup.makeRecording()
    if !options.quiet {
      Console.writeMessage("lnn-top: \(setup.summary)")
      for warning in setup.warnings { Console.writeMessage("lnn-top: note: \(warning)") }
    }
    let report = RunReport(setup: setup, recording: recording, options: setup.options, modelFile: modelFile)
    if let appearance { return try runOnDashboard(setup, recording, appearance, report) }
    return try runHeadless(setup, recording, report)
  }

  // MARK: - Without a terminal

  private func runHeadless(
    _ setup: TrainingSetup, _ recording: Recording?, _ report: RunReport
  ) throws -> Int32 {
    let printer = ProgressPrinter(style: progressStyle, description: setup.plan.description)
    let result = FinalModel()
    let worker = TrainingWorker(
      plan: setup.plan, sinks: sinks(recording, result, printer), locations: locations)
    printer.setOnReaderGone { worker.send(.stop) }
    recording?.recorder.setOnFailure { error in
      Console.writeMessage("lnn-top: training goes on but is not recorded any more: \(error)")
    }
    let signals = HeadlessSignals { worker.send(.stop) }
    worker.start()
    let ending = printer.waitForOutcome()
    worker.send(.stop)
    worker.waitUntilLeft()
    try report.finish(ending.outcome, snapshot: ending.snapshot, model: result.bytes)
    return signals.received.map(ExitStatus.signal) ?? status(ending.outcome, recording)
  }

  private var progressStyle: ProgressPrinter.Style {
    if options.display.json { return .json }
    if options.quiet { return .quiet }
    return Console.isMessageTerminal ? .bar : .lines
  }

  // MARK: - On a dashboard

  private func runOnDashboard(
    _ setup: TrainingSetup, _ recording: Recording?, _ appearance: Appearance, _ report: RunReport
  ) throws -> Int32 {
    let channel = Channel()
    channel.deliver(setup.history(of: recording))
    let result = FinalModel()
    let worker = TrainingWorker(
      plan: setup.plan, sinks: sinks(recording, result, channel), locations: locations)
    let source = TrainingFrameSource(description: setup.plan.description, channel: channel, worker: worker)
    let screen = try DashboardScreen(appearance, locations: locations)
    recording?.recorder.setOnFailure { error in
      let detail = "not recorded any more: \(error)"
      channel.receive(.event(Event(kind: .unrecorded, step: 0, elapsed: 0, detail: detail)))
    }
    worker.start()
    let ending = screen.show(source, path: recording?.path)
    worker.send(.stop)
    worker.waitUntilLeft()
    guard let outcome = result.outcome else { preconditionFailure("the worker left without an outcome") }
    try report.finish(outcome, snapshot: nil, model: result.bytes)
    if case .interrupted(let signal) = ending { return ExitStatus.signal(signal) }
    return status(outcome, recording)
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
