import Screen

/// What a theme looks like: a line with every role, and a panel as the dashboard has them.
struct ThemeSample {
  let theme: Theme
  let glyphs: GlyphSet

  /// Sample text of each role that is text, in the role's style.
  static let words: [(Role, String)] = [
    (.label, "label"), (.value, "1.25"), (.title, "title"), (.bright, "bright"), (.error, "error"),
    (.perturbed, "perturbed"), (.paused, "paused"), (.validation, "validation"), (.timeConstant, "tau"),
    (.focus, "training"), (.comparison, "compared"), (.stale, "stale"), (.axis, "axis"),
  ]

  /// All roles in one line, the bars at its end.
  var swatch: Grid {
    var runs: [TextRun] = []
    for (role, word) in Self.words { runs += [TextRun(word, Style(role)), TextRun(" ", Style())] }
    runs += [
      TextRun(" bar ", Style(.value, on: .statusBar)), TextRun(" selected ", Style(.value, on: .selection)),
    ]
    var grid = Grid(size: Size(columns: runs.width, rows: 1))
    grid.draw(runs, x: 0, y: 0)
    return grid
  }

  /// A status line, a chart with two losses and a list with a selected row.
  var panel: Grid {
    var grid = Grid(size: Size(columns: 72, rows: 12))
    grid.fill(Rect(x: 0, y: 0, columns: 72, rows: 1), style: Style(.label, on: .statusBar))
    grid.draw(
      [
        TextRun(" TRAINING ", Style(.focus, on: .statusBar, bold: true)),
        TextRun(" step 1,024/4,000 ", Style(.value, on: .statusBar)),
        TextRun(" PAUSED ", Style(.paused, on: .statusBar, bold: true)),
        TextRun(" DIVERGED ", Style(.error, on: .statusBar, bold: true)),
      ], x: 0, y: 0)
    let chart = LineChart(
      series: [
        ChartSeries("training", style: Style(.focus), points: Self.loss { 1.2 / (1 + $0) }),
        ChartSeries(
          "validation", style: Style(.validation), stroke: .dashed, points: Self.loss { 1 / (1 + 0.6 * $0) }),
      ], xUnit: "step")
    let box = Panel("loss", trailing: chart.legend(glyphs: glyphs), isFocused: true)
    chart.draw(
      in: box.draw(in: Rect(x: 0, y: 1, columns: 44, rows: 11), on: &grid, glyphs: glyphs), on: &grid,
      glyphs: glyphs)
    drawList(on: &grid)
    return grid
  }

  private func drawList(on grid: inout Grid) {
    let inside = Panel("neurons").draw(
      in: Rect(x: 44, y: 1, columns: 28, rows: 11), on: &grid, glyphs: glyphs)
    let rows: [(String, Role, String)] = [
      ("state", .value, "-1.03"), ("time constant", .timeConstant, "0.0876"),
      ("perturbed", .perturbed, "0.5 sd"),
      ("compared", .comparison, "0.0119"), ("stale", .stale, "12 s ago"), ("selected", .value, "0.142"),
      ("axis", .axis, "0  1  2"),
    ]
    for (offset, row) in rows.enumerated() {
      let y = inside.y + offset
      let back: Role = row.0 == "selected" ? .selection : .background
      grid.fill(Rect(x: inside.x, y: y, columns: inside.columns, rows: 1), style: Style(.value, on: back))
      grid.draw(row.0, x: inside.x + 1, y: y, style: Style(.label, on: back))
      grid.draw(
        row.2, x: inside.x + 16, y: y, width: inside.columns - 17, style: Style(row.1, on: back),
        alignment: .trailing)
    }
  }

  private static func loss(_ value: (Double) -> Double) -> [ChartPoint] {
    (0..<60).map { ChartPoint(x: Double($0), y: value(Double($0) * 0.15) + 0.02 * Double($0 * 7 % 5)) }
  }
}
