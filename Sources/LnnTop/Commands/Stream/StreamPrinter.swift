import Dispatch
import Foundation
import Synchronization
import Telemetry
import Text

/// Prints how a stream goes where there is no dashboard, and tells when it has ended.
///
/// Lines are written on a queue of their own: a slow reader never holds the stream up.
final class StreamPrinter: FrameSink {
  enum Style: Sendable {
    /// JSON lines on stdout.
    case json
    /// Plain lines on stderr.
    case lines
    case quiet
  }

  private struct State {
    var status: StreamStatus?
    var elapsed = 0.0
    var nextLine = 1.0
    var outcome: Outcome?
    var onReaderGone: (@Sendable () -> Void)?
  }

  private let style: Style
  private let state = Mutex(State())
  private let output = DispatchQueue(label: "lnn-top.output")
  private let ended = DispatchSemaphore(value: 0)

  init(style: Style) { self.style = style }

  /// Sets what is called, on another queue, where nobody reads the JSON lines any more.
  func setOnReaderGone(_ onReaderGone: @escaping @Sendable () -> Void) {
    state.withLock { $0.onReaderGone = onReaderGone }
  }

  func receive(_ message: Message) {
    switch message {
    case .frame(let frame, _):
      guard let status = frame.stream else { return }
      let isDue = state.withLock { state in
        (state.status, state.elapsed) = (status, frame.elapsed)
        guard frame.elapsed >= state.nextLine, status.condition != .ended else { return false }
        state.nextLine = frame.elapsed + 1
        return true
      }
      if isDue { write(status, elapsed: frame.elapsed) }
    case .event(let event) where [.drift, .source].contains(event.kind):
      if style == .lines { showMessage("lnn-top: \(event.detail)") }
    case .finished(let outcome):
      state.withLock { $0.outcome = outcome }
      ended.signal()
    default: return
    }
  }

  /// Waits until the stream has an outcome and everything is written.
  func waitForOutcome() -> (outcome: Outcome, status: StreamStatus?) {
    ended.wait()
    output.sync {}
    return state.withLock { state in
      guard let outcome = state.outcome else { preconditionFailure("the end came without an outcome") }
      return (outcome, state.status)
    }
  }

  private func showMessage(_ text: String) {
    output.async { @Sendable in Console.writeMessage(text) }
  }

  private func write(_ status: StreamStatus, elapsed: Double) {
    switch style {
    case .quiet: return
    case .lines: showMessage(StreamText.line(status, elapsed: elapsed))
    case .json:
      let onReaderGone = state.withLock { $0.onReaderGone }
      output.async { @Sendable in
        do {
          try Console.writeResult(StreamText.json(status, elapsed: elapsed))
        } catch OutputEnded.readerGone {
          onReaderGone?()
        } catch {
          // Told already; what is recorded is worth more than its lines.
        }
      }
    }
  }
}

/// How a stream stands, in words and in JSON.
package enum StreamText {
  /// `row 1200  mae 0.12 (window 0.08)  no change 0.3 (0.25)  100 rows/s  12 s`
  package static func line(_ status: StreamStatus, elapsed: Double) -> String {
    let pace = [
      "\(NumberText.fixed(status.rowsPerSecond, decimals: 0)) rows/s", NumberText.preciseDuration(elapsed),
    ]
    if let twin = status.twin {
      return (["row \(status.rows)"] + TwinText(twin).figures + pace).joined(separator: "  ")
    }
    func figure(_ name: String, _ total: Double?, _ window: Double?) -> String? {
      total.map { total in
        let sliding = window.map { " (window \(NumberText.significant($0)))" } ?? ""
        return "\(name) \(NumberText.significant(total))\(sliding)"
      }
    }
    let parts = [
      "row \(status.rows)", figure(status.errorName, status.error, status.windowError),
      figure(status.naiveName, status.naiveError, status.windowNaiveError),
    ]
    return (parts.compactMap(\.self) + pace).joined(separator: "  ")
  }

  /// The result for people, and where it was kept.
  package static func summary(_ status: StreamStatus, run: String?) -> String {
    func line(_ name: String, _ value: Double?) -> String? {
      value.map { name.padding(toLength: 12, withPad: " ", startingAt: 0) + NumberText.significant($0) }
    }
    var lines: [String]
    if let twin = status.twin {
      lines = TwinText(twin).summary(rows: status.rows)
    } else {
      lines = [
        "rows        \(status.rows), judged \(status.judged)", line(status.errorName, status.error),
        line(status.naiveName, status.naiveError), "alarms      \(status.alarms)",
      ].compactMap(\.self)
    }
    if status.brokenLines > 0 { lines.append("broken      \(counted(status.brokenLines, "line"))") }
    if let run { lines.append("run         \(run)") }
    return lines.joined(separator: "\n")
  }

  /// One JSON object on a line.
  package static func json(_ status: StreamStatus, elapsed: Double, ending: Ending? = nil) -> String {
    var values: [String: Value] = [
      "rows": .int(status.rows), "broken_lines": .int(status.brokenLines),
      "backlog": .int(status.backlog), "dropped": .int(status.dropped),
      "rows_per_s": .number(ending == nil ? status.rowsPerSecond : Double(status.rows) / max(elapsed, 1e-9)),
      "elapsed": .number(elapsed), "latency_p50": .number(status.latency?.median),
      "latency_p99": .number(status.latency?.p99),
    ]
    let own = status.twin.map { TwinText($0).values } ?? judged(status)
    values.merge(own) { _, own in own }
    for figure in status.figures { values[figure.name] = .number(figure.value) }
    if let ending {
      values["state"] = .text(ending.state)
      values["run"] = .text(ending.run)
      values["explanation"] = .text(ending.explanation)
    }
    return JSONText.line(values)
  }

  /// What a stream's answers are judged by.
  private static func judged(_ status: StreamStatus) -> [String: Value] {
    [
      "judged": .int(status.judged), "alarms": .int(status.alarms), "last_alarm": .int(status.lastAlarm),
      "learning": .text(status.learning), "is_learning": .flag(status.isLearning),
    ]
  }

  /// What the last line adds.
  package struct Ending: Sendable {
    var state: String
    var run: String?
    var explanation: String?
  }

  enum Value: Encodable {
    case list([[String: Value]])
    case int(Int?)
    case number(Double?)
    case text(String?)
    case flag(Bool)

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .list(let values): try container.encode(values)
      case .int(let value?): try container.encode(value)
      case .number(let value?): try container.encode(value)
      case .text(let value?): try container.encode(value)
      case .flag(let value): try container.encode(value)
      default: try container.encodeNil()
      }
    }
  }
}
