import Screen
import Telemetry

/// Three lines above the bottom row for a person who sees the dashboard for the first time.
///
/// No key is taken from anything: Esc closes them besides what it does otherwise, and every other key does what it always
/// does.
public enum Tour {
  /// Rows that the lines take.
  static let rows = 3

  /// The smallest screen on which there is room for them beside what a person came for.
  public static let leastSize = Size(columns: 80, rows: 20)

  /// Whether the lines are on the screen.
  static func isShown(_ state: DashboardState, size: Size) -> Bool {
    state.hasTour && size.columns >= leastSize.columns && size.rows >= leastSize.rows
  }

  static func draw(_ state: DashboardState, with painter: inout Painter) {
    let rect = painter.rect
    guard !rect.isEmpty else { return }
    painter.grid.fill(rect, style: Style(.value, on: .selection))
    for (row, line) in lines(state).enumerated() {
      painter.draw(runs(line), x: rect.x + 1, y: rect.y + row, width: rect.columns - 2)
    }
  }

  /// Each line as pieces of text; every second piece, the first of them the second, is a key.
  private static func lines(_ state: DashboardState) -> [[String]] {
    [
      [
        "Welcome. ", "1", " to ", "7", " show other views, ", "j k", " select a neuron, ", "Enter",
        " opens it.",
      ],
      actions(state),
      [
        "", "?", " lists every key, ", "q", " leaves. ", "Esc",
        " closes these lines, which do not come again.",
      ],
    ]
  }

  private static func actions(_ state: DashboardState) -> [String] {
    switch state.mode {
    case .replay, .sweep:
      ["", "space", " plays and pauses, ", "left right", " seek, ", "<", " and ", ">", " change the speed."]
    case .attached:
      ["Another process makes this run; what it reports is shown here as it comes."]
    case .live:
      [
        "", "space", state.isStream ? " holds the picture, " : " pauses, ", "n", " adds noise to an input, ",
        "x",
        " silences the neuron.",
      ]
    }
  }

  private static func runs(_ pieces: [String]) -> [TextRun] {
    pieces.enumerated().filter { !$1.isEmpty }.map { index, piece in
      let isKey = index % 2 == 1
      return TextRun(piece, Style(isKey ? .focus : .value, on: .selection, bold: isKey))
    }
  }
}
