import Foundation
import Liquid
import LiquidTraining
import RunStore
import Streams
import Telemetry
import Terminal
import Text

/// `lnn-top stream`: a network that watches a stream, on a dashboard where there is a terminal.
struct StreamCommand: Command {
  let options: StreamOptions

  func run(in context: CommandContext) throws -> Int32 {
    let isHeadless = options.display.headless || options.display.json || options.predictions == "-"
    let onDashboard =
      !isHeadless && (options.display.reader || DashboardScreen.isPossible(locations: context.locations))
    let appearance = onDashboard ? try Appearance(options.display, locations: context.locations) : nil
    let modelFile = try options.modelOut.map { path in
      try OutputFile(path: path, beginning: nil) { (try? ModelFile.read($0)) != nil }
    }
    let signals = try SignalGuard()
    defer { signals.end() }
    let setup = try StreamSetup.make(options, locations: context.locations) { signals.received == nil }
    guard let setup else { return signals.received.map(ExitStatus.signal) ?? ExitStatus.success }
    let recording = try setup.makeRecording()
    if !options.quiet { Console.writeMessage("lnn-top: \(setup.summary)") }
    let answers = try options.predictions.map { path in
      try AnswersFile(
        path: path, targets: setup.plan.opening.layout?.targets ?? [],
        isClassification: setup.plan.opening.task.kind == .classification)
    }
    let topic = try options.publish.map { address in
      try AnswersTopic(
        address: address, targets: setup.plan.opening.layout?.targets ?? [],
        isClassification: setup.plan.opening.task.kind == .classification)
    }
    let listeners: [(any AnswerSink)?] = [answers, topic]
    let call = StreamCall(setup: setup, recording: recording, answers: listeners.compactMap(\.self))
    let ending =
      if let appearance {
        try call.runOnDashboard(appearance, context)
      } else {
        call.runHeadless(style, signals)
      }
    answers?.finish()
    topic?.finish()
    try finish(ending, recording, modelFile)
    if let signal = signals.received ?? ending.signal { return ExitStatus.signal(signal) }
    return recording?.recorder.failure == nil && !ending.hasFailed ? ExitStatus.success : ExitStatus.failure
  }

  private var style: StreamPrinter.Style {
    if options.display.json { return .json }
    return options.quiet ? .quiet : .lines
  }

  private func finish(_ ending: StreamCall.Ending, _ recording: Recording?, _ modelFile: OutputFile?) throws {
    if let recording {
      do {
        try recording.recorder.close()
      } catch {
        Console.writeMessage("lnn-top: the run was not recorded to its end: \(error)")
      }
    }
    let outcome = ending.outcome
    if let why = outcome.explanation { Console.writeMessage("lnn-top: \(why)") }
    if let status = ending.status {
      if options.display.json {
        try Console.writeResult(
          StreamText.json(
            status, elapsed: outcome.elapsed,
            ending: .init(
              state: outcome.state.rawValue, run: recording?.path, explanation: outcome.explanation)))
      } else if !options.quiet, options.predictions != "-" {
        try Console.writeResult(StreamText.summary(status, run: recording?.path))
      }
    }
    if let modelFile, let model = ending.model { try modelFile.write(Data(model)) }
  }
}

/// One call of the command, from the first row to the last.
private struct StreamCall {
  let setup: StreamSetup
  let recording: Recording?
  let answers: [any AnswerSink]

  struct Ending {
    let outcome: Outcome
    var status: StreamStatus?
    /// The final model's bytes.
    var model: [UInt8]?
    /// What ended the dashboard, where it was no key.
    var signal: Int32?
    /// The source failed: scripts must notice.
    var hasFailed: Bool { outcome.state == .stopped && signal == nil && outcome.explanation != nil }
  }

  func runHeadless(_ style: StreamPrinter.Style, _ signals: SignalGuard) -> Ending {
    let printer = StreamPrinter(style: style)
    let last = LastMessages()
    let worker = worker(last, printer)
    printer.setOnReaderGone { worker.send(.stop) }
    recording?.recorder.setOnFailure { error in
      Console.writeMessage("lnn-top: the stream goes on but is not recorded any more: \(error)")
    }
    let stop = HeadlessSignals(signals) { worker.send(.stop) }
    worker.start()
    let (outcome, status) = printer.waitForOutcome()
    worker.send(.stop)
    worker.waitUntilLeft()
    stop.cancel()
    return Ending(outcome: outcome, status: status, model: last.model)
  }

  func runOnDashboard(_ appearance: Appearance, _ context: CommandContext) throws -> Ending {
    let channel = Channel()
    channel.deliver(setup.history(of: recording))
    let last = LastMessages()
    let worker = worker(last, channel)
    let signal = try worker.run(
      on: appearance, setup.plan.description, channel: channel, recording: recording,
      locations: context.locations)
    return Ending(outcome: last.finalOutcome, status: last.status, model: last.model, signal: signal)
  }

  private func worker(_ others: any FrameSink...) -> LiveWorker {
    // The recorder comes first: what a person sees on the screen is already on its way to the file.
    LiveWorker(
      plan: setup.plan, sinks: (recording.map { [$0.recorder] } ?? []) + others,
      answers: answers)
  }
}
