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
    let setup = try TrainingSetup(options: options, locations: locations)
    for warning in setup.warnings { Console.writeMessage("lnn-top: note: \(warning)") }
    let recording = try setup.makeRecording()
    let onDashboard =
      !options.display.headless && !options.display.json && DashboardScreen.isPossible(locations: locations)
    return onDashboard
      ? try runOnDashboard(setup, recording: recording) : try runHeadless(setup, recording: recording)
  }

  // MARK: - Without a terminal

  private func runHeadless(_ setup: TrainingSetup, recording: Recording?) throws -> Int32 {
    let printer = ProgressPrinter(style: progressStyle, description: setup.plan.description)
    let result = FinalModel()
    let worker = TrainingWorker(plan: setup.plan, sinks: sinks(recording, result, printer))
    let signals = HeadlessSignals { worker.send(.stop) }
    worker.start()
    let ending = printer.waitForOutcome()
    worker.send(.stop)
    worker.waitUntilLeft()
    let report = RunReport(setup: setup, recording: recording, options: options)
    try report.finish(ending.outcome, snapshot: ending.snapshot, model: result.bytes)
    return signals.received.map(ExitStatus.signal) ?? ending.outcome.exitStatus
  }

  private var progressStyle: ProgressPrinter.Style {
    if options.display.json { return .json }
    if options.quiet { return .quiet }
    return Console.isMessageTerminal ? .bar : .lines
  }

  // MARK: - On a dashboard

  private func runOnDashboard(_ setup: TrainingSetup, recording: Recording?) throws -> Int32 {
    let channel = Channel()
    let result = FinalModel()
    let worker = TrainingWorker(plan: setup.plan, sinks: sinks(recording, result, channel))
    let source = LiveSource(description: setup.plan.description, channel: channel, worker: worker)
    let screen = try DashboardScreen(display: options.display, locations: locations)
    worker.start()
    let ending = screen.show(source)
    worker.send(.stop)
    worker.waitUntilLeft()
    let report = RunReport(setup: setup, recording: recording, options: options)
    if let outcome = result.outcome {
      try report.finish(outcome, snapshot: nil, model: result.bytes)
    }
    if case .interrupted(let signal) = ending { return ExitStatus.signal(signal) }
    return result.outcome?.exitStatus ?? ExitStatus.success
  }

  private func sinks(_ recording: Recording?, _ others: any FrameSink...) -> [any FrameSink] {
    // The recorder comes first: what a person sees on the screen is already on its way to the file.
    (recording.map { [$0.recorder] } ?? []) + others
  }
}

extension Outcome {
  /// A diverged run is a failure that scripts must notice.
  var exitStatus: Int32 { state == .diverged ? ExitStatus.failure : ExitStatus.success }
}
