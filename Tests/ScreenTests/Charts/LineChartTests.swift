import Screen
import TestSupport
import Testing

@Suite struct LineChartTests {
  private func drawn(
    _ chart: LineChart, columns: Int = 30, rows: Int = 8, glyphs: GlyphSet = .braille
  ) -> Grid {
    var grid = Grid(size: Size(columns: columns, rows: rows))
    chart.draw(in: grid.bounds, on: &grid, glyphs: glyphs)
    return grid
  }

  private func series(_ values: [Float], isSmoothed: Bool = false) -> ChartSeries {
    ChartSeries(
      "a", style: Style(.focus), points: values.enumerated().map { ChartPoint(x: Double($0), y: Double($1)) },
      isSmoothed: isSmoothed)
  }

  /// The columns, without axes, in which the line has dots.
  private func filled(_ grid: Grid) -> [Bool] {
    (0..<grid.size.columns).map { x in
      (0..<grid.size.rows).contains { grid[x, $0].style.foreground == .focus }
    }
  }

  @Test func aRisingLineHasAxesAndTicks() {
    let grid = drawn(LineChart(series: [series((0...20).map { Float($0) })], xUnit: "step"))
    #expect(grid.contains("0┤") && grid.contains("20┤") && grid.contains("step"))
  }

  @Test func notANumberIsAGap() {
    let grid = drawn(LineChart(series: [series([1, 2, .nan, .nan, 2, 1])]), columns: 12, rows: 2)
    let columns = filled(grid)
    #expect(columns[0] && columns[11])
    #expect(!columns[4] && !columns[5] && !columns[6])
  }

  @Test func infinityDoesNotBendTheScale() {
    let grid = drawn(LineChart(series: [series([1, .infinity, 2, -.infinity, 3])]))
    #expect(grid.contains("3") && filled(grid).contains(true))
  }

  @Test(arguments: GlyphSet.allCases) func aSinglePointIsVisible(glyphs: GlyphSet) {
    #expect(filled(drawn(LineChart(series: [series([5])]), glyphs: glyphs)).contains(true))
  }

  @Test(arguments: GlyphSet.allCases) func aConstantIsALineThroughTheMiddle(glyphs: GlyphSet) {
    let grid = drawn(
      LineChart(series: [series(Array(repeating: 0.25, count: 50))]), columns: 12, rows: 3, glyphs: glyphs)
    #expect((0..<12).allSatisfy { grid[$0, 1].style.foreground == .focus }, "\(grid.plainText)")
  }

  @Test func aLogarithmicAxisLeavesOutWhatIsNotPositive() {
    let chart = LineChart(series: [series([100, 0, -1, 10, 1])], yKind: .logarithmic)
    let grid = drawn(chart, rows: 10)
    #expect(grid.contains("100┤") && grid.contains("10┤") && grid.contains("1┤"), "\(grid.plainText)")
  }

  @Test func theSmoothedLineStartsAtTheFirstValue() {
    // A moving average that is not debiased would begin near zero.
    let chart = LineChart(
      series: [series(Array(repeating: 10, count: 200), isSmoothed: true)], yRange: 0...10)
    let grid = drawn(chart, columns: 20, rows: 4)
    #expect((0..<20).filter { grid[$0, 0].style.foreground == .focus }.count >= 14, "\(grid.plainText)")
  }

  @Test func theSmoothedLineLiesOverTheDimmedRawRange() {
    let values = (0..<400).map { Float($0 % 2 == 0 ? 1 : 3) }
    let grid = drawn(LineChart(series: [series(values, isSmoothed: true)]), columns: 40, rows: 9)
    let styles = Set((0..<9).map { grid[25, $0].style })
    #expect(styles.contains(Style(.focus)), "the average")
    #expect(styles.contains(Style(.focus, dim: true)), "the raw range")
  }

  @Test func aSpikeOfOneStepStaysVisible() {
    var values = Array(repeating: Float(1), count: 10_000)
    values[5_000] = 100
    let grid = drawn(LineChart(series: [series(values)]), columns: 30, rows: 6)
    #expect((0..<30).contains { grid[$0, 0].style.foreground == .focus })
  }

  @Test func theLegendTellsSeriesApartWithoutColour() {
    let chart = LineChart(series: [
      series([1, 2]), ChartSeries("b", style: Style(.validation), stroke: .dashed, x: [0, 1], y: [1, 2]),
    ])
    for glyphs in GlyphSet.allCases {
      let texts = chart.series.map { $0.legend(glyphs: glyphs)[0].text }
      #expect(texts[0] != texts[1])
    }
    #expect(chart.legend(glyphs: .ascii).map(\.text).joined() == "-- a - - b")
  }

  @Test func anySizeIsDrawn() {
    let chart = LineChart(series: [series((0..<300).map { Float($0 * $0) }, isSmoothed: true)], xUnit: "step")
    for columns in 0...40 {
      for rows in 0...14 { #expect(drawn(chart, columns: columns, rows: rows).faults.isEmpty) }
    }
  }
}
