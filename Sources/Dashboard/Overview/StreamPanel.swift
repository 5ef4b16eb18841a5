import Screen
import Telemetry
import Text

extension PanelKind {
  public static let stream = PanelKind("stream", StreamPanel())
}

/// The figures of a live stream: the errors of the network and of its naive twin over everything and over the newest
/// rows, and what else tells whether all is well.
struct StreamPanel: DashboardPanel {
  /// The rows in which everything has room, with the frame.
  static let mostRows = 8
  /// With fewer rows or columns the errors stand among the other figures.
  private static let leastRows = 4
  private static let leastColumns = 36

  func draw(_ state: DashboardState, with painter: inout Painter) {
    guard let stream = state.stream else {
      painter.notice(state.waiting, in: painter.frame("stream"))
      return
    }
    let inside = painter.frame("stream", trailing: [learning(state, stream)])
    let numbers = StreamNumbers(stream)
    guard inside.rows >= Self.leastRows, inside.columns >= Self.leastColumns else {
      StatusLine(numbers.errors + numbers.others).draw(in: inside, with: &painter)
      return
    }
    painter.draw(in: inside.top(3)) { drawErrors(stream, with: &$0) }
    StatusLine(numbers.others).draw(in: inside.dropTop(3), with: &painter)
  }

  private func learning(_ state: DashboardState, _ stream: StreamStatus) -> TextRun {
    guard stream.isLearner else { return TextRun("watching", .label) }
    guard state.isLearning else { return TextRun("\(stream.learning), not learning", .paused, bold: true) }
    return TextRun("learning by \(stream.learning)", .label)
  }

  /// The errors as a table, in the colours of their curves.
  private func drawErrors(_ stream: StreamStatus, with painter: inout Painter) {
    let lines = [
      ("", "network", stream.naiveName, "ratio"),
      line("\(stream.errorName), window", stream.windowError, stream.windowNaiveError),
      line("\(stream.errorName), all", stream.error, stream.naiveError),
    ]
    for (row, line) in lines.enumerated() {
      let rect = painter.rect
      let place = Rect(x: rect.x, y: rect.y + row, columns: rect.columns, rows: 1)
      let cells = place.split(
        .horizontal, [.minimum(12, weight: 2), .fixed(8), .minimum(8, weight: 1), .fixed(6)], spacing: 1)
      let isHeading = row == 0
      let texts: [(String, Style)] = [
        (line.0, Style(.label)), (line.1, isHeading ? Style(.label) : Style(.focus, bold: true)),
        (line.2, isHeading ? Style(.label) : Style(.validation)),
        (line.3, isHeading ? Style(.label) : Style(.value)),
      ]
      for (index, (cell, text)) in zip(cells, texts).enumerated() {
        painter.draw(
          text.0, x: cell.x, y: cell.y, width: cell.columns, style: text.1,
          alignment: index == 0 ? .leading : .trailing)
      }
    }
  }

  private func line(_ name: String, _ network: Double?, _ naive: Double?) -> (String, String, String, String)
  {
    let ratio = network.flatMap { network in naive.map { network / $0 } }
    return (name, StreamNumbers.number(network), StreamNumbers.number(naive), StreamNumbers.number(ratio))
  }
}
