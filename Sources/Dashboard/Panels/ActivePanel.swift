import Screen

/// Everything that is done to the inputs and inside the network at present; one row is selected for removal.
enum ActivePanel {
  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    let items = state.activeItems
    let keys = [
      TextRun("Del", .focus), TextRun(" removes  ", .label), TextRun("0", .focus), TextRun(" clears", .label),
    ]
    let trailing = items.isEmpty || state.mode != .live ? [] : keys
    let inside = Panel("active \(items.count)", trailing: trailing, focus: state.focus(of: .active))
      .draw(in: rect, on: &grid, glyphs: state.glyphs)
    let symbols = state.glyphs.symbols
    guard !items.isEmpty else {
      let text = state.mode == .live ? "nothing: press n i h d s o" : "nothing"
      Notice.draw(text, in: inside, on: &grid, glyphs: state.glyphs)
      return
    }
    let window = window(state, in: rect)
    for row in window.visible {
      let y = inside.y + row - window.first
      let isSelected = row == state.selectedActiveRow && state.mode == .live
      let mark = isSelected ? symbols.selected : symbols.perturbed
      grid.draw(
        "\(mark) \(state.words(of: items[row]))", x: inside.x, y: y, width: inside.columns,
        style: Style(.perturbed, bold: isSelected), ellipsis: symbols.ellipsis)
      guard isSelected else { continue }
      grid.restyle(Rect(x: inside.x, y: y, columns: inside.columns, rows: 1)) { $0.background = .selection }
    }
    drawMore(items.count - window.visible.upperBound, in: rect, state, on: &grid)
  }

  /// How many rows there are below those on the screen, on the lower edge.
  private static func drawMore(_ count: Int, in rect: Rect, _ state: DashboardState, on grid: inout Grid) {
    guard count > 0, rect.rows >= 3, rect.columns >= 16 else { return }
    grid.draw(
      " \(count) more ", x: rect.x + 2, y: rect.maxY - 1, width: rect.columns - 4, style: Style(.perturbed),
      ellipsis: state.glyphs.symbols.ellipsis)
  }

  static func window(_ state: DashboardState, in rect: Rect) -> ListWindow {
    let scroll = state.panels.activeScroll
    return ListWindow(
      count: state.activeItems.count, rows: Panel.inside(rect).rows,
      selected: scroll.isFree ? nil : state.selectedActiveRow, preferred: scroll.first)
  }

  /// The row that is drawn at a line of the screen.
  static func row(atY y: Int, _ state: DashboardState, in rect: Rect) -> Int? {
    let window = window(state, in: rect)
    let row = window.first + y - Panel.inside(rect).y
    return window.visible.contains(row) ? row : nil
  }
}
