import Foundation
import Liquid
import Screen
import TestSupport
import Testing

@Suite struct ChartPropertyTests {
  /// Values with jumps, and some that are not finite.
  private func values(_ count: Int, _ generator: inout SeededGenerator) -> [Double] {
    (0..<count).map { _ in
      let kind = Int.random(in: 0..<40, using: &generator)
      if kind == 0 { return .nan }
      if kind == 1 { return .infinity }
      return Double.random(in: -5...5, using: &generator) * (kind == 2 ? 100 : 1)
    }
  }

  @Test func theEnvelopeContainsEveryValue() {
    withSeeds(100) { seed, generator in
      let values = values(Int.random(in: 1...3_000, using: &generator), &generator)
      let columns = Int.random(in: 1...200, using: &generator)
      let scale = ValueScale(kind: .linear, lower: 0, upper: Double(max(1, values.count - 1)))
      let (vertices, gaps) = ChartVertex.vertices(
        of: values.enumerated().map { ChartPoint(x: Double($0), y: $1) }, x: scale, columns: columns)
      var ranges: [Int: ClosedRange<Double>] = [:]
      for vertex in vertices { ranges[vertex.column] = vertex.point.low...vertex.point.high }
      for (index, value) in values.enumerated() {
        let column = Int(((scale.fraction(of: Double(index)) ?? 0) * Double(columns - 1)).rounded())
        if value.isFinite {
          #expect(ranges[column]?.contains(value) == true, "seed \(seed): \(value) at \(column)")
        } else {
          #expect(gaps.contains(column), "seed \(seed): no mark at \(column)")
        }
      }
      #expect(vertices.reduce(0) { $0 + $1.point.count } == values.filter(\.isFinite).count, "seed \(seed)")
    }
  }

  @Test func theAverageIsTheWeightedMeanOfAllValues() {
    withSeeds(40) { seed, generator in
      let values = values(Int.random(in: 1...300, using: &generator), &generator)
      let span = Double.random(in: 0.5...50, using: &generator)
      var average = ExponentialAverage(span: span)
      var seen: [Double] = []
      for value in values {
        average.add(value)
        if value.isFinite { seen.append(value) }
        // The definition, summed anew each time: weights fall by exp(-1/span) with age and are divided by their sum.
        let weights = seen.indices.map { exp(-Double(seen.count - 1 - $0) / span) }
        let reference = zip(seen, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
        let isSame = seen.isEmpty ? average.value.isNaN : abs(average.value - reference) < 1e-9
        #expect(isSame, "seed \(seed): \(average.value), not \(reference)")
      }
    }
  }

  @Test func mergingPointsKeepsMeanRangeAndCounts() {
    withSeeds(100) { seed, generator in
      let values = values(Int.random(in: 1...60, using: &generator), &generator)
      var merged = ChartPoint(x: 0, y: values[0])
      for value in values.dropFirst() { merged.merge(ChartPoint(x: 1, y: value)) }
      let finite = values.filter(\.isFinite)
      #expect(merged.count == finite.count && merged.notFinite == values.count - finite.count, "seed \(seed)")
      #expect(merged.notPositive == finite.filter { $0 <= 0 }.count, "seed \(seed)")
      guard let low = finite.min(), let high = finite.max() else { return }
      #expect(merged.low == low && merged.high == high, "seed \(seed)")
      #expect(abs(merged.y - finite.reduce(0, +) / Double(finite.count)) < 1e-9, "seed \(seed)")
    }
  }

  @Test(arguments: Stroke.allCases) func everyStrokeIsSeenOnLinesOfEverySlope(stroke: Stroke) {
    for (x, y) in [(39, 0), (39, 39), (20, 39), (0, 39)] {
      for isRising in [false, true] {
        var canvas = Canvas(size: Size(columns: 20, rows: 10), glyphs: .braille)
        canvas.line(
          fromX: 0, y: isRising ? y : 0, toX: x, y: isRising ? 0 : y, style: Style(), stroke: stroke)
        var dots = 0
        for column in 0..<40 { for row in 0..<40 where canvas.isSet(x: column, y: row) { dots += 1 } }
        #expect(dots >= 14 && dots <= 40, "\(stroke), \(x), \(y), \(isRising)")
        #expect((dots == 40) == (stroke == .solid), "\(stroke), \(x), \(y), \(isRising)")
      }
    }
  }

  @Test func valuesAtTheEndsStandBesideTheirLines() {
    var series = ChartSeries(
      "a", style: Style(.focus), points: (0...10).map { ChartPoint(x: Double($0), y: Double($0)) })
    series.endLabels = [ChartEndLabel(value: 10, text: "10.0"), ChartEndLabel(value: 9.9, text: "best 9.9")]
    let chart = LineChart(series: [series])
    var wide = Grid(size: Size(columns: 70, rows: 12))
    chart.draw(in: wide.bounds, on: &wide, glyphs: .braille)
    #expect(wide.positions(of: "10.0").map(\.y) == [0] && wide.positions(of: "best 9.9").map(\.y) == [1])
    var narrow = Grid(size: Size(columns: 40, rows: 12))
    chart.draw(in: narrow.bounds, on: &narrow, glyphs: .braille)
    #expect(!narrow.contains("best"))
  }

  @Test func marksAreDrawnWhereTheyHaveRoom() {
    var series = ChartSeries(
      "a", style: Style(.validation), stroke: .dashed,
      points: (0...5).map { ChartPoint(x: Double($0), y: Double($0)) })
    series.hasMarks = true
    let marks = { (columns: Int) in
      var grid = Grid(size: Size(columns: columns, rows: 10))
      LineChart(series: [series]).draw(in: grid.bounds, on: &grid, glyphs: .braille)
      return grid.positions(of: "•").count
    }
    #expect(marks(60) == 6)
    #expect(marks(18) == 0)
  }

  @Test func whatALogarithmicAxisLeavesOutIsSaid() {
    let series = ChartSeries(
      "a", style: Style(), points: [1, 10, 0, -3, .nan].enumerated().map { ChartPoint(x: Double($0), y: $1) })
    var chart = LineChart(series: [series], yKind: .logarithmic)
    #expect(chart.omissions(glyphs: .ascii) == ["x1 not finite", "2 <= 0 left out"])
    chart.yKind = .linear
    #expect(chart.omissions(glyphs: .braille) == ["×1 not finite"])
  }
}
