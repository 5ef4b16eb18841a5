import Screen
import Telemetry

// A live stream: what it is called, where its alarms lie, and whether the network learns from it.
extension DashboardState {
  /// How the live stream stands; nil for training on finished data, and before the first frame.
  public var stream: StreamStatus? { frame?.stream }

  /// Whether the run is of a live stream.
  var isStream: Bool { stream != nil || description.isStream }

  /// What the traces on the screen are of.
  var traceName: String { isStream ? "window" : "probe" }

  /// Whether the network runs beside a device.
  var isTwin: Bool { stream?.twin != nil }

  /// What charts call what the network should answer, and what it answers.
  var seriesNames: (target: String, output: String) { isTwin ? ("device", "twin") : ("target", "output") }

  /// What a panel says that has nothing to show yet.
  var waiting: String { "waiting for the first \(isStream ? "row" : "step")" }

  /// Whether the network learns from the stream, a switch just asked for included; false where it only watches.
  var isLearning: Bool {
    guard let stream, stream.isLearner else { return false }
    return pending.isLearning?.value ?? stream.isLearning
  }

  mutating func toggleLearning() -> [Effect] {
    guard !hasEnded else { return showMessage(Self.endedText) }
    guard let stream else { return showMessage("the stream has no row yet") }
    guard stream.isLearner else {
      return showMessage("this stream is only watched: it was started without learning", isWarning: true)
    }
    let isWanted = !isLearning
    pending.isLearning = .init(value: isWanted, expiresAt: expiry)
    showMessage(isWanted ? "learning from the stream" : "not learning: the parameters stay as they are")
    return [.send(.setLearning(isWanted))]
  }

  /// The rows at which the drift detector found a change, as far as they are known.
  var alarmRows: [Int] {
    let rows = events.filter { $0.kind == .drift }.map(\.step)
    guard let last = stream?.lastAlarm, !rows.contains(last) else { return rows }
    return rows + [last]
  }

  /// Where alarms lie on the x axis of charts over the window, whose last row is the frame's.
  var alarmsInWindow: [Double] {
    guard isStream, let frame else { return [] }
    let x = ProbeChart.x(frame.probe.nominal)
    return alarmRows.compactMap { row in
      let (back, overflows) = frame.step.subtractingReportingOverflow(row)
      guard !overflows, (0..<x.count).contains(back) else { return nil }
      return Double(x[x.count - 1 - back])
    }
  }
}

extension StreamStatus {
  /// False where the network was never to learn.
  var isLearner: Bool { learning != "off" }
}
