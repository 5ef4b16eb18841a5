import Screen
import Telemetry
import Text

extension PanelKind {
  public static let twin = PanelKind("twin", TwinPanel())
}

/// A device's outputs beside those of the network that takes the same steps: at the time cursor, or in the newest row,
/// and the difference over the window and over all rows.
struct TwinPanel: DashboardPanel {
  /// With fewer rows or columns figures in a line say more than a table.
  private static let leastRows = 3
  private static let leastColumns = 30

  /// A column of the table, with the columns inside the frame from which it has room.
  private enum Column: CaseIterable {
    case name, device, twin, difference, mean, largest, share

    var leastColumns: Int {
      switch self {
      case .name, .device, .twin: 0
      case .difference: 36
      case .largest: 42
      case .share: 50
      case .mean: 58
      }
    }

    var column: TableView.Column {
      switch self {
      case .name: .init("output", .minimum(8, weight: 1))
      case .device: .init("device", .fixed(7), alignment: .trailing)
      case .twin: .init("twin", .fixed(7), alignment: .trailing)
      case .difference: .init("difference", .minimum(6, weight: 2), shortTitle: "diff.")
      case .mean: .init("mean", .fixed(7), alignment: .trailing)
      case .largest: .init("largest", .fixed(7), alignment: .trailing)
      case .share: .init("of range", .fixed(8), alignment: .trailing)
      }
    }
  }

  func draw(_ state: DashboardState, with painter: inout Painter) {
    guard let stream = state.stream, let twin = stream.twin else {
      painter.notice(state.isStream ? "no device is watched" : state.waiting, in: painter.frame("device"))
      return
    }
    let word = TwinWord(twin)
    let inside = painter.frame(
      "device \(twin.device) and its twin", trailing: [TextRun(word.text, word.role, bold: true)])
    let numbers = TwinNumbers(stream, twin)
    guard inside.rows >= Self.leastRows, inside.columns >= Self.leastColumns else {
      StatusLine(numbers.fields).draw(in: inside, with: &painter)
      return
    }
    let line = StatusLine(numbers.details)
    let lineRows = line.rowCount(columns: inside.columns, limit: max(1, min(2, inside.rows - 2)))
    drawTable(state, twin, in: inside.top(inside.rows - lineRows), with: &painter)
    line.draw(in: inside.dropTop(inside.rows - lineRows), with: &painter)
  }

  func scroll(_ state: inout DashboardState, by rows: Int, in rect: Rect) {
    let count = state.stream?.twin?.outputs.count ?? 0
    let window = Self.table(state, count, []).window(in: Panel.inside(rect))
    state.panels.twinScroll.turn(by: rows, from: window, count: count)
  }

  private static func table(_ state: DashboardState, _ count: Int, _ columns: [Column]) -> TableView {
    TableView(
      columns: columns.map(\.column), rowCount: count, selected: nil, scroll: state.panels.twinScroll)
  }

  private func drawTable(
    _ state: DashboardState, _ twin: TwinStatus, in rect: Rect, with painter: inout Painter
  ) {
    let columns = Column.allCases.filter { rect.columns >= $0.leastColumns }
    let trace = state.frame?.probe.nominal
    painter.draw(Self.table(state, twin.outputs.count, columns), in: rect) { row, column, painter in
      let output = twin.outputs[row]
      let values = trace.map { (device: $0.target(row), twin: $0.output(row)) }
      let step = state.cursorStep ?? (trace?.stepCount ?? 0) - 1
      func value(_ values: [Float]?) -> Double? {
        values.flatMap { $0.indices.contains(step) ? Double($0[step]) : nil }
      }
      switch columns[column] {
      case .name: draw(state.outputName(row), Style(.label), with: &painter)
      case .device: draw(number: value(values?.device), ProbeChart.targetStyle, with: &painter)
      case .twin: draw(number: value(values?.twin), ProbeChart.nominalStyle, with: &painter)
      case .difference:
        let differences = values.map { zip($0.device, $0.twin).map { $0 - $1 } } ?? []
        Sparkline(differences, style: Style(.value), cursor: state.cursorStep)
          .draw(in: painter.rect, with: &painter)
      case .mean: draw(number: output.mean ?? output.windowMean, Style(.value), with: &painter)
      case .largest: draw(number: largest(output), style(output, twin), with: &painter)
      case .share:
        let share = output.share(largest(output)).map(Wording.share) ?? "-"
        draw(share, style(output, twin), .trailing, with: &painter)
      }
    }
  }

  /// Where no row counts yet, that of the newest rows.
  private func largest(_ output: TwinStatus.Output) -> Double? { output.largest ?? output.windowLargest }

  private func style(_ output: TwinStatus.Output, _ twin: TwinStatus) -> Style {
    let isSmall = (largest(output) ?? 0) <= twin.tolerance * (output.range ?? 0)
    return isSmall ? Style(.value) : Style(.paused, bold: true)
  }

  private func draw(number: Double?, _ style: Style, with painter: inout Painter) {
    draw(StreamNumbers.number(number), style, .trailing, with: &painter)
  }

  private func draw(
    _ text: String, _ style: Style, _ alignment: Alignment = .leading, with painter: inout Painter
  ) {
    let rect = painter.rect
    painter.draw(text, x: rect.x, y: rect.y, width: rect.columns, style: style, alignment: alignment)
  }
}

/// The one word that says how a device and its twin go together.
struct TwinWord {
  let text: String
  let role: Role

  init(_ twin: TwinStatus) {
    (text, role) =
      switch twin.phase {
      case .settling: ("SETTLING", .paused)
      case .following, .unsettled: twin.isWithinTolerance ? ("IN STEP", .validation) : ("DIFFERS", .error)
      }
  }
}

/// The figures of a device and its twin, the most important first.
struct TwinNumbers {
  private let stream: StreamStatus
  private let twin: TwinStatus

  init(_ stream: StreamStatus, _ twin: TwinStatus) { (self.stream, self.twin) = (stream, twin) }

  /// Those of the status line.
  var fields: [StatusField] {
    let role: Role = twin.isWithinTolerance ? .focus : .paused
    let difference = twin.meanShare(\.windowMean).map(Wording.share) ?? "-"
    return [
      StatusField("row", NumberText.grouped(stream.rows), priority: 1),
      StatusField("difference", difference, style: Style(role, bold: true), priority: 0),
      StatusField("", StreamNumbers.number(stream.rowsPerSecond) + " rows/s", priority: 4),
    ] + sameClass + troubles
  }

  /// What stands beside the table.
  var details: [StatusField] {
    var fields = [StatusField("compared", NumberText.grouped(twin.compared), priority: 1)]
    if let beyond = twin.outputs.compactMap(\.beyond).max() {
      let tolerance = Wording.share(twin.tolerance)
      fields.append(
        StatusField(
          "beyond \(tolerance)", Wording.share(beyond), style: Style(beyond > 0 ? .paused : .value),
          priority: 2))
    }
    return fields + sameClass + troubles
  }

  private var sameClass: [StatusField] {
    guard let share = twin.sameClass else { return [] }
    let style = share < 1 ? Style(.paused, bold: true) : Style(.value)
    return [StatusField("same class", Wording.share(share), style: style, priority: 1)]
  }

  /// What was lost or left out; nothing where all is well.
  private var troubles: [StatusField] {
    [
      ("lost lines", twin.lostLines, Role.error), ("left out", twin.leftOut, .paused),
      ("restarts", twin.restarts, .value), ("dropped", stream.dropped, .error),
      ("backlog", stream.backlog, .paused),
    ]
    .filter { $0.1 > 0 }
    .map { StatusField($0.0, NumberText.grouped($0.1), style: Style($0.2, bold: true), priority: 3) }
  }
}
