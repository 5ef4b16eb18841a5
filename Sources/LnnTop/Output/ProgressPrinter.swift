import Dispatch
import Synchronization
import Telemetry

/// Prints how training goes where there is no dashboard, and tells when it has ended.
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
    var bar = ""
  }

  private let style: Style
  private let metricName: String
  private let state: Mutex<State>
  private let ended = DispatchSemaphore(value: 0)

  init(style: Style, description: RunDescription) {
    self.style = style
    metricName = description.task.metricName
    state = Mutex(
      State(
        tracker: ProgressTracker(plannedSteps: description.plannedSteps, batchSize: description.batchSize)))
  }

  func receive(_ message: Message) {
    state.withLock { state in
      if state.tracker.receive(message) { write(&state) }
      if style == .bar, case .frame = message { drawBar(&state) }
      if case .finished(let outcome) = message {
        finish(&state, outcome)
        ended.signal()
      }
    }
  }

  /// Waits until the run has an outcome.
  func waitForOutcome() -> (outcome: Outcome, snapshot: ProgressSnapshot) {
    ended.wait()
    return state.withLock { state in
      guard let outcome = state.outcome else { preconditionFailure("the end was told without an outcome") }
      return (outcome, state.tracker.snapshot)
    }
  }

  private func write(_ state: inout State) {
    switch style {
    case .json:
      Console.writeResult(ProgressLine(snapshot: state.tracker.snapshot, metricName: metricName).text)
    case .lines:
      Console.writeMessage(ProgressText.line(state.tracker.snapshot, metricName: metricName))
    case .bar, .quiet:
      break
    }
    state.tracker.lineWritten()
  }

  /// Writes the bar over the one before, blanks behind it where it became shorter.
  private func drawBar(_ state: inout State) {
    let columns = Console.messageColumns
    let bar = ProgressText.bar(state.tracker.snapshot, metricName: metricName, columns: columns)
    let padding = String(repeating: " ", count: max(0, min(state.bar.count, columns - 1) - bar.count))
    Console.writeFragment("\r\(bar)\(padding)")
    state.bar = bar
  }

  private func finish(_ state: inout State, _ outcome: Outcome) {
    if style == .bar {
      drawBar(&state)
      Console.writeFragment("\n")
    }
    state.outcome = outcome
  }
}
