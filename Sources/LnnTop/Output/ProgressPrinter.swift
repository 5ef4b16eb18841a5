import Dispatch
import Foundation
import Synchronization
import Telemetry

/// Prints how training goes where there is no dashboard, and tells when it has ended.
///
/// Lines are written on a queue of their own: a slow reader never holds training up.
final class ProgressPrinter: FrameSink {
  enum Style: Sendable {
    /// JSON lines on stdout.
    case json
    /// One line on a stderr terminal that is written over.
    case bar
    /// Plain lines on stderr.
    case lines
    case quiet
  }

  private struct State {
    var tracker: ProgressTracker
    var outcome: Outcome?
    var onReaderGone: (@Sendable () -> Void)?
  }

  private let style: Style
  private let metricName: String
  private let state: Mutex<State>
  private let output = DispatchQueue(label: "lnn-top.output")
  private let ended = DispatchSemaphore(value: 0)

  init(style: Style, description: RunDescription) {
    self.style = style
    metricName = description.task.metricName
    state = Mutex(
      State(
        tracker: ProgressTracker(
          plannedSteps: description.plannedSteps, batchSize: description.batchSize,
          // A program reads every validation; a person reads a line a second.
          writesEachValidation: style == .json)))
  }

  /// Sets what is called, on another queue, where nobody reads the JSON lines any more.
  func setOnReaderGone(_ onReaderGone: @escaping @Sendable () -> Void) {
    state.withLock { $0.onReaderGone = onReaderGone }
  }

  func receive(_ message: Message) {
    let (snapshot, isDue) = state.withLock { state in
      let isDue = state.tracker.receive(message)
      if isDue { state.tracker.lineWritten() }
      return (state.tracker.snapshot, isDue)
    }
    if isDue { writeLine(snapshot) }
    if style == .bar, case .frame = message { drawBar(snapshot) }
    if case .finished(let outcome) = message {
      // A short run has come to no line by the clock.
      if style == .lines { writeLine(snapshot) }
      state.withLock { $0.outcome = outcome }
      ended.signal()
    }
  }

  /// Waits until the run has an outcome and everything is written.
  func waitForOutcome() -> (outcome: Outcome, snapshot: ProgressSnapshot) {
    ended.wait()
    output.sync { if style == .bar { Console.endLine() } }
    return state.withLock { state in
      guard let outcome = state.outcome else { preconditionFailure("the end was told without an outcome") }
      return (outcome, state.tracker.snapshot)
    }
  }

  private func writeLine(_ snapshot: ProgressSnapshot) {
    let metricName = metricName
    switch style {
    case .json:
      let onReaderGone = state.withLock { $0.onReaderGone }
      output.async { @Sendable in
        let line = ProgressLine(snapshot: snapshot, metricName: metricName)
        do {
          try Console.writeResult(line.text)
        } catch OutputEnded.readerGone {
          onReaderGone?()
        } catch {
          // Told already; what is trained and recorded is worth more than its lines.
        }
      }
    case .lines:
      output.async { @Sendable in
        Console.writeMessage(ProgressText.line(snapshot, metricName: metricName))
      }
    case .bar, .quiet:
      return
    }
  }

  /// Writes the bar over the one before, blanks behind it where it became shorter.
  private func drawBar(_ snapshot: ProgressSnapshot) {
    let metricName = metricName
    output.async { @Sendable in
      let columns = Console.messageColumns
      let bar = ProgressText.bar(snapshot, metricName: metricName, columns: columns)
      Console.rewriteLine(bar.padding(toLength: max(0, columns - 1), withPad: " ", startingAt: 0))
    }
  }
}
