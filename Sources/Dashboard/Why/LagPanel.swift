import Screen
import Telemetry
import Text

extension PanelKind {
  public static let lags = PanelKind("lags", LagPanel())
}

/// What each input contributed by how long ago, as a heat map: the explained step on the right, the longest ago on the left.
/// Its rows are those of the parts by input.
struct LagPanel: DashboardPanel {
  func draw(_ state: DashboardState, with painter: inout Painter) {
    let parts = state.inputParts
    let rows = LagRows(state, parts)
    let places = places(state, in: painter.rect)
    let scale = rows.scale(columns: places.picture.columns)
    let inside = painter.frame("influence by lag", trailing: legend(state, scale.scale, limit: scale.limit))
    guard rows.lags > 0, !parts.isEmpty else {
      painter.notice("no inputs", in: inside)
      return
    }
    let window = window(state, parts, rows: places.picture.rows)
    for row in window.visible {
      let y = inside.y + row - window.first
      let channel = parts[row].index
      drawName(channel, state, x: inside.x, y: y, columns: places.names, with: &painter)
      let values = rows.columns(ofChannel: channel, count: places.picture.columns)
      for (column, value) in values.enumerated() {
        painter.grid[places.picture.x + column, y] = scale.scale.cell(for: value, glyphs: state.glyphs)
      }
    }
    guard places.picture.rows < inside.rows, places.picture.columns > 0 else { return }
    drawAxis(lags: rows.lags, y: inside.y + window.visible.count, places.picture, with: &painter)
  }

  func hit(_ state: DashboardState, x: Int, y: Int, in rect: Rect) -> PanelHit? {
    let parts = state.inputParts
    let picture = places(state, in: rect).picture
    let window = window(state, parts, rows: picture.rows)
    let row = window.first + y - picture.y
    guard window.visible.contains(row) else { return nil }
    let channel = parts[row].index
    return .select { $0.selectedChannel = channel }
  }

  func scroll(_ state: inout DashboardState, by rows: Int, in rect: Rect) {
    let parts = state.inputParts
    let window = window(state, parts, rows: places(state, in: rect).picture.rows)
    state.why.inputScroll.turn(by: rows, from: window, count: parts.count)
  }

  private func window(_ state: DashboardState, _ parts: [AnswerPart], rows: Int) -> ListWindow {
    state.why.inputScroll.window(
      count: parts.count, rows: rows, selected: parts.firstIndex { $0.index == state.selectedChannel })
  }

  /// The columns of names, and the cells beside them; the last row is for the axis.
  private func places(_ state: DashboardState, in rect: Rect) -> (names: Int, picture: Rect) {
    let inside = Panel.inside(rect)
    let widest = state.description.task.inputNames.reduce(0) { max($0, DisplayWidth.of($1)) }
    let names = min(widest + 1, inside.columns * 2 / 5)
    let rows = inside.rows >= 2 ? inside.rows - 1 : inside.rows
    return (
      names, Rect(x: inside.x + names + 1, y: inside.y, columns: inside.columns - names - 1, rows: rows)
    )
  }

  private func drawName(
    _ channel: Int, _ state: DashboardState, x: Int, y: Int, columns: Int, with painter: inout Painter
  ) {
    let isSelected = channel == state.selectedChannel
    if isSelected { painter.draw(painter.symbols.selected, x: x, y: y, style: Style(.focus, bold: true)) }
    let style = isSelected ? Style(.bright, on: .selection, bold: true) : Style(.value)
    painter.draw(state.channelName(channel), x: x + 1, y: y, width: max(0, columns - 1), style: style)
  }

  /// `63 steps ago` on the left, `now` on the right.
  private func drawAxis(lags: Int, y: Int, _ picture: Rect, with painter: inout Painter) {
    let start = lags == 1 ? "" : counted(lags - 1, "step") + " ago"
    let style = Style(.label)
    let used = painter.draw(start, x: picture.x, y: y, width: picture.columns, style: style)
    guard picture.columns - used >= 4 else { return }
    painter.draw("now", x: picture.x, y: y, width: picture.columns, style: style, alignment: .trailing)
  }

  private func legend(_ state: DashboardState, _ scale: HeatScale, limit: Double) -> [TextRun] {
    let text = NumberText.short(limit)
    return [TextRun("-\(text) ", .label)] + scale.legend(glyphs: state.glyphs)
      + [TextRun(" +\(text)", .label)]
  }
}

/// The parts by lag as rows of columns.
private struct LagRows {
  let lags: Int
  private let parts: [Float]
  private let width: Int
  private let channels: [Int]

  init(_ state: DashboardState, _ inputParts: [AnswerPart]) {
    parts = state.explanation?.lagParts ?? []
    width = state.channelCount
    lags = width > 0 ? parts.count / width : 0
    channels = inputParts.map(\.index)
  }

  /// One value for each column, the mean over the lags that fall into it; NaN where none is finite.
  func columns(ofChannel channel: Int, count: Int) -> [Double] {
    guard count > 0, lags > 0 else { return [] }
    return (0..<count).map { column in
      let start = column * lags / count
      let end = max(start + 1, (column + 1) * lags / count)
      // The longest ago comes first on the screen, and last in the array.
      let values = (start..<end).map { parts[(lags - 1 - $0) * width + channel] }.filter(\.isFinite)
      return values.isEmpty ? .nan : values.reduce(0) { $0 + Double($1) } / Double(values.count)
    }
  }

  func scale(columns count: Int) -> (scale: HeatScale, limit: Double) {
    let values = channels.flatMap { columns(ofChannel: $0, count: count) }.filter { !$0.isNaN }
    let limit = values.reduce(0) { max($0, $1.magnitude) }
    return (.diverging(limit: limit, positive: .focus, negative: .error), limit)
  }
}
