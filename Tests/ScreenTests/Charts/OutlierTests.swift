import Foundation
import Liquid
import Screen
import TestSupport
import Testing

/// Charts whose axis ends where the bulk of the values does.
@Suite struct OutlierTests {
  private func chart(_ values: [Double], kind: ValueScale.Kind = .linear) -> LineChart {
    let points = values.enumerated().map { ChartPoint(x: Double($0), y: $1) }
    var chart = LineChart(series: [ChartSeries("a", style: Style(.focus), points: points)], yKind: kind)
    chart.leavesOutOutliers = true
    return chart
  }

  private func drawn(_ chart: LineChart) -> Grid {
    var grid = Grid(size: Size(columns: 40, rows: 10))
    chart.draw(in: grid.bounds, on: &grid, glyphs: .braille)
    return grid
  }

  private func marks(_ grid: Grid) -> Int {
    (0..<grid.size.columns).count { grid[$0, 0].character == "↑" }
  }

  private let omission = "↑ outliers left out"

  @Test(arguments: [ValueScale.Kind.linear, .logarithmic])
  func theFirstValuesDoNotPressTheRestFlat(kind: ValueScale.Kind) {
    let values = [1e6, 1e4] + (0..<98).map { 2 - Double($0) / 98 }
    var chart = chart(values, kind: kind)
    let grid = drawn(chart)
    #expect(chart.omissions(glyphs: .braille) == [omission])
    #expect(grid.contains("2.0┤") || grid.contains("2┤"), "\(grid.plainText)")
    #expect(marks(grid) == 1, "two values in the first column:\n\(grid.plainText)")
    chart.leavesOutOutliers = false
    #expect(chart.omissions(glyphs: .braille).isEmpty && marks(drawn(chart)) == 0)
    let whole = drawn(chart)
    #expect(whole.contains("1.0M┤") || whole.contains("1M┤"), "\(whole.plainText)")
  }

  @Test func ordinaryCurvesAreDrawnWhole() {
    withSeeds(60) { seed, generator in
      let count = Int.random(in: 1...400, using: &generator)
      let share = Double.random(in: 0.2...2, using: &generator)
      let height = exp(Double.random(in: -20...20, using: &generator))
      let values = (0..<count).map { step in
        let noise = Double.random(in: 0.9...1.1, using: &generator)
        return height * exp(-Double(step) / (share * Double(count))) * noise
      }
      for kind in [ValueScale.Kind.linear, .logarithmic] {
        #expect(chart(values, kind: kind).omissions(glyphs: .braille).isEmpty, "seed \(seed), \(kind)")
      }
    }
  }

  @Test func spikesAreOutliersAndLowValuesNever() {
    withSeeds(60) { seed, generator in
      var values = (0..<200).map { _ in Double.random(in: 1...2, using: &generator) }
      let place = Int.random(in: 0..<200, using: &generator)
      values[place] = 1e3
      #expect(chart(values).omissions(glyphs: .braille) == [omission], "seed \(seed)")
      values[place] = -1e3
      #expect(chart(values).omissions(glyphs: .braille).isEmpty, "seed \(seed)")
    }
  }

  @Test func everyCurveKeepsItsBulk() {
    // Nine validations far above a thousand training losses are no outliers of these.
    var chart = chart((0..<1_000).map { _ in 1.0 })
    let points = (0..<9).map { ChartPoint(x: Double($0 * 100), y: 50 + Double($0)) }
    chart.series.append(ChartSeries("b", style: Style(.validation), points: points))
    #expect(chart.omissions(glyphs: .braille).isEmpty)
    #expect((0..<40).contains { drawn(chart)[$0, 0].style.foreground == .validation })
  }

  @Test func whatIsNotFiniteIsNoOutlier() {
    let values = [Double.infinity, .nan, 1e9] + (0..<100).map { 1 + Double($0 % 7) } + [.nan]
    let chart = chart(values)
    #expect(chart.omissions(glyphs: .braille) == [omission, "×3 not finite"])
    #expect(marks(drawn(chart)) == 1)
    let nothing = self.chart([.nan, .infinity])
    #expect(nothing.omissions(glyphs: .braille) == ["×2 not finite"] && drawn(nothing).faults.isEmpty)
  }

  @Test func onALogarithmicAxisNegativeValuesDoNotCount() {
    let values = [1e9, -3, 0] + (0..<100).map { 1 + Double($0 % 7) }
    #expect(
      chart(values, kind: .logarithmic).omissions(glyphs: .braille) == [omission, "2 ≤ 0 left out"])
    #expect(chart([-1, -2, -3], kind: .logarithmic).omissions(glyphs: .ascii) == ["3 <= 0 left out"])
  }

  @Test func theNewestValueIsWrittenAtTheEdgeItIsBeyond() {
    var chart = chart((0..<100).map { _ in 1.0 } + [700])
    chart.series[0].endLabels = [ChartEndLabel(value: 700, text: "700")]
    var grid = Grid(size: Size(columns: 70, rows: 10))
    chart.draw(in: grid.bounds, on: &grid, glyphs: .braille)
    #expect(grid.plainText.split(separator: "\n").first?.hasSuffix("700") == true, "\(grid.plainText)")
  }
}
