import Screen
import Telemetry
import Text

/// The numbers of a live stream, for the status line and the stream's panel.
struct StreamNumbers {
  private let stream: StreamStatus

  init(_ stream: StreamStatus) { self.stream = stream }

  /// Those of the status line, the most important first.
  var fields: [StatusField] {
    if let twin = stream.twin { return TwinNumbers(stream, twin).fields }
    return [StatusField("row", NumberText.grouped(stream.rows), priority: 1), error]
      + [naive, StatusField("", Self.number(stream.rowsPerSecond) + " rows/s", priority: 4)].compactMap(
        \.self)
      + [alarms] + troubles + [latency].compactMap(\.self)
  }

  /// The network's error over the newest rows: with the state word the last to be left out.
  var error: StatusField {
    guard let error = stream.windowError ?? stream.error else {
      return StatusField(stream.errorName, "-", priority: 0)
    }
    let style = error.isFinite ? Style(.focus, bold: true) : Style(.error, bold: true, reversed: true)
    return StatusField(stream.errorName, NumberText.short(error), style: style, priority: 0)
  }

  /// The same of the naive twin, striking where the network is no better.
  private var naive: StatusField? {
    let (network, naive) =
      stream.windowError == nil || stream.windowNaiveError == nil
      ? (stream.error, stream.naiveError) : (stream.windowError, stream.windowNaiveError)
    guard let naive else { return nil }
    let text = NumberText.short(naive)
    let figure = NaiveFigure(name: stream.naiveName, value: naive, isBetterWhenLarger: false)
    guard let network, let objection = figure.objection(to: network) else {
      return StatusField(stream.naiveName, text, style: Style(.validation), priority: 2)
    }
    return StatusField(objection, text, style: Style(.paused, bold: true), priority: 2)
  }

  /// How often the drift detector found a change.
  private var alarms: StatusField {
    let style = stream.alarms > 0 ? LineChart.alarmStyle : Style(.value)
    return StatusField("alarms", NumberText.grouped(stream.alarms), style: style, priority: 3)
  }

  /// What is lost or late; nothing where all is well.
  private var troubles: [StatusField] {
    [
      ("backlog", stream.backlog, Role.paused), ("dropped", stream.dropped, .error),
      ("broken lines", stream.brokenLines, .error),
    ]
    .filter { $0.1 > 0 }
    .map { StatusField($0.0, NumberText.grouped($0.1), style: Style($0.2, bold: true), priority: 2) }
  }

  /// From a row's arrival to its answer: the median, and what one row in a hundred exceeds.
  private var latency: StatusField? {
    stream.latency.map { latency in
      let numbers = [latency.median, latency.p99].map { Self.number($0 * 1_000) }
      return StatusField("latency", numbers.joined(separator: "/") + " ms", priority: 5)
    }
  }

  /// Errors over everything and over the window, the network's and the twin's: where there is no room for a table.
  var errors: [StatusField] {
    [
      pair("window", stream.windowError, stream.windowNaiveError, priority: 0),
      pair("all", stream.error, stream.naiveError, priority: 1),
    ]
  }

  /// `window 0.1 : 0.12`
  private func pair(_ label: String, _ network: Double?, _ naive: Double?, priority: Int) -> StatusField {
    StatusField(label, "\(Self.number(network)) : \(Self.number(naive))", priority: priority)
  }

  /// Everything but the errors.
  var others: [StatusField] {
    var newest: [StatusField] = []
    if let row = stream.lastAlarm {
      let ago = max(0, stream.rows - max(0, row))
      newest.append(
        StatusField(
          "newest at row", "\(NumberText.grouped(row)), \(NumberText.grouped(ago)) ago", priority: 4))
    }
    let figures = stream.figures.map { figure in
      StatusField(
        figure.name.split(separator: "_").joined(separator: "-"), Self.number(figure.value), priority: 2)
    }
    let counts = [
      ("backlog", stream.backlog), ("dropped", stream.dropped), ("broken lines", stream.brokenLines),
    ]
    .map { name, count in
      StatusField(name, NumberText.grouped(count), style: Style(count > 0 ? .paused : .value), priority: 5)
    }
    return figures + [alarms] + newest + counts + [latency].compactMap(\.self)
  }

  static func number(_ value: Double?) -> String { value.map(NumberText.short) ?? "-" }
}
