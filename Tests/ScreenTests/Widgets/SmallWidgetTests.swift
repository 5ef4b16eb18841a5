import Screen
import TestSupport
import Testing

@Suite struct SmallWidgetTests {
  private func drawn(
    _ columns: Int, _ rows: Int, _ draw: (Rect, inout Grid) -> Void
  ) -> Grid {
    var grid = Grid(size: Size(columns: columns, rows: rows))
    draw(grid.bounds, &grid)
    return grid
  }

  @Test func aPanelIsARoundedBoxWithTitles() {
    let grid = drawn(24, 3) {
      _ = Panel("loss", trailing: [TextRun("mse")]).draw(in: $0, on: &$1, glyphs: .braille)
    }
    #expect(grid.plainText == "╭─ loss ───────── mse ─╮\n│                      │\n╰──────────────────────╯")
  }

  @Test func aLegendWithoutRoomAboveGoesBelow() {
    let grid = drawn(20, 3) {
      _ = Panel("a long title", trailing: [TextRun("a legend")]).draw(in: $0, on: &$1, glyphs: .ascii)
    }
    #expect(grid.plainText == "+- a long title ---+\n|                  |\n+------- a legend -+")
  }

  @Test func aPanelTooSmallForABoxGivesItsWholeSpace() {
    let rect = Rect(x: 0, y: 0, columns: 3, rows: 9)
    var grid = Grid(size: rect.size)
    #expect(Panel("x").draw(in: rect, on: &grid, glyphs: .braille) == rect)
  }

  @Test func sparklinesFollowTheValues() {
    let rising = Sparkline((0..<16).map(Float.init))
    #expect(drawn(8, 1) { rising.draw(in: $0, on: &$1, glyphs: .block) }.plainText == "▁▂▃▄▅▆▇█")
    #expect(drawn(4, 1) { rising.draw(in: $0, on: &$1, glyphs: .ascii) }.plainText == "_.-^")
    #expect(drawn(4, 1) { rising.draw(in: $0, on: &$1, glyphs: .braille) }.plainText == "⣀⠤⠒⠉")
  }

  @Test(arguments: GlyphSet.allCases) func theOverlayShowsOnlyWhereItDiffers(glyphs: GlyphSet) {
    let values: [Float] = [0, 0, 0, 0, 1, 1, 1, 1]
    let overlay: [Float] = [0, 0, 0, 0, 0, 0, 1, 1]
    let grid = drawn(4, 1) { Sparkline(values, overlay: overlay).draw(in: $0, on: &$1, glyphs: glyphs) }
    #expect((0..<4).map { grid[$0, 0].style.foreground == .perturbed } == [false, false, true, false])
  }

  @Test(arguments: GlyphSet.allCases) func sparklinesOfNothingAreEmpty(glyphs: GlyphSet) {
    for values in [[], [Float.nan], [.infinity, .nan]] as [[Float]] {
      #expect(drawn(5, 2) { Sparkline(values).draw(in: $0, on: &$1, glyphs: glyphs) }.plainText == "\n")
    }
  }

  @Test func logBarsShowThePointInItsRange() {
    let scale = ValueScale(kind: .logarithmic, lower: 0.01, upper: 100)
    let bar = LogBar(value: 1, range: 0.1...10, scale: scale)
    #expect(drawn(9, 1) { bar.draw(in: $0, on: &$1, glyphs: .braille) }.plainText == "──━━●━━──")
    #expect(drawn(9, 1) { bar.draw(in: $0, on: &$1, glyphs: .ascii) }.plainText == "--==o==--")
    let none = LogBar(value: .nan, range: nil, scale: scale)
    #expect(drawn(4, 1) { none.draw(in: $0, on: &$1, glyphs: .ascii) }.plainText == "----")
  }

  @Test func gaugesFill() {
    for (fraction, text) in [(0.0, "----"), (0.5, "##--"), (1, "####"), (7, "####"), (.nan, "----")] {
      #expect(
        drawn(4, 1) { Gauge(fraction: fraction).draw(in: $0, on: &$1, glyphs: .ascii) }.plainText == text)
    }
  }

  @Test func statusLinesDropWhatMattersLeast() {
    let line = StatusLine([
      StatusField("loss", "0.1", priority: 0), StatusField("seed", "42", priority: 9),
      StatusField("lr", "1", priority: 5),
    ])
    #expect(
      drawn(30, 1) { line.draw(in: $0, on: &$1, glyphs: .ascii) }.plainText == "loss 0.1  seed 42  lr 1")
    #expect(drawn(16, 1) { line.draw(in: $0, on: &$1, glyphs: .ascii) }.plainText == "loss 0.1  lr 1")
    #expect(drawn(8, 1) { line.draw(in: $0, on: &$1, glyphs: .ascii) }.plainText == "loss 0.1")
    #expect(drawn(5, 1) { line.draw(in: $0, on: &$1, glyphs: .ascii) }.plainText == "0.1")
    #expect(line.rowCount(columns: 10, limit: 3) == 3)
  }

  @Test func tablesScrollToTheSelection() {
    let table = TableView(
      columns: [.init("name", .weight(1), isAscending: true)], rowCount: 100, selected: 50, firstRow: 0)
    let grid = drawn(10, 4) { rect, grid in
      table.draw(in: rect, on: &grid, glyphs: .ascii) { row, _, place, grid in
        grid.draw("row \(row)", x: place.x, y: place.y, width: place.columns)
      }
    }
    #expect(grid.plainText == " name^\n row 48\n row 49\n>row 50")
    #expect(grid[0, 3].style.background == .selection)
  }

  @Test func windowsStayWithinTheList() {
    for count in 0...7 {
      for rows in 0...5 {
        for selected in 0...7 {
          for preferred in -2...9 {
            let window = ListWindow(
              count: count, rows: rows, selected: selected < count ? selected : nil, preferred: preferred)
            #expect(window.visible.upperBound <= count && window.visible.count <= rows)
            if selected < count, rows > 0 { #expect(window.visible.contains(selected)) }
          }
        }
      }
    }
  }

  @Test func keyHelpScrollsAndShowsItsColumns() {
    let help = KeyHelp(
      sections: [.init("Run", [.init(keys: "q", text: "quit"), .init(keys: "space p", text: "pause")])],
      scroll: 1)
    let grid = drawn(30, 2) { help.draw(in: $0, on: &$1, glyphs: .ascii) }
    #expect(grid.plainText == "q       quit\nspace p pause")
    #expect(help.scrollLimit(for: Size(columns: 30, rows: 2)) == 1)
  }
}
