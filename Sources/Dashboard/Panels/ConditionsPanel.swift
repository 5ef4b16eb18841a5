import Screen
import Telemetry

/// What the final model comes to as its test gets harder: the metric over the level, a chart for each kind of condition.
enum ConditionsPanel {
  /// Columns that a chart needs beside others.
  private static let leastColumns = 20
  /// With fewer rows numbers say more than lines.
  private static let leastRows = 4

  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    let title = "test \(sanitized(state.description.task.metricName)) under conditions"
    let inside = Panel(title, focus: state.focus(of: .conditions)).draw(
      in: rect, on: &grid, glyphs: state.glyphs)
    let curves = curves(state.outcome)
    guard !curves.isEmpty else {
      Notice.draw("tested under no condition", in: inside, on: &grid, glyphs: state.glyphs)
      return
    }
    if inside.rows < leastRows || inside.columns < leastColumns * curves.count {
      drawNumbers(curves, in: inside, state, on: &grid)
    } else {
      drawCharts(curves, in: inside, state, on: &grid)
    }
  }

  /// The metric over the level of one kind, from the test part as it is on.
  struct Curve {
    var kind: String
    var points: [ChartPoint]
  }

  static func curves(_ outcome: Outcome?) -> [Curve] {
    var curves: [Curve] = []
    for condition in outcome?.conditions ?? [] {
      let point = ChartPoint(x: condition.level, y: condition.result.metric)
      if let index = curves.firstIndex(where: { $0.kind == condition.kind }) {
        curves[index].points.append(point)
      } else {
        // The test as it is: nothing is dropped, and a horizon is one window long.
        let nothing = condition.kind == "horizon" ? 1.0 : 0
        let first = outcome?.test.map { ChartPoint(x: nothing, y: $0.metric) }
        curves.append(Curve(kind: condition.kind, points: [first, point].compactMap(\.self)))
      }
    }
    return curves.map { curve in
      Curve(kind: sanitized(curve.kind), points: curve.points.filter { $0.x.isFinite }.sorted { $0.x < $1.x })
    }
  }

  /// All charts have one y range, so that the kinds can be compared.
  private static func drawCharts(
    _ curves: [Curve], in rect: Rect, _ state: DashboardState, on grid: inout Grid
  ) {
    let values = curves.flatMap(\.points).map(\.y).filter(\.isFinite)
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    let places = rect.split(.horizontal, curves.map { _ in .weight(1) })
    for (curve, place) in zip(curves, places) {
      var series = ChartSeries(curve.kind, style: Style(.bright, bold: true), points: curve.points)
      series.hasMarks = true
      LineChart(series: [series], yRange: low < high ? low...high : nil, xUnit: curve.kind)
        .draw(in: place, on: &grid, glyphs: state.glyphs)
    }
  }

  /// `drop  0 0.951  0.1 0.938  0.3 0.902`, a line a kind.
  private static func drawNumbers(
    _ curves: [Curve], in rect: Rect, _ state: DashboardState, on grid: inout Grid
  ) {
    for (row, curve) in curves.prefix(rect.rows).enumerated() {
      let figures = curve.points.map { "\(NumberText.short($0.x)) \(NumberText.short($0.y))" }
      grid.draw(
        ([curve.kind] + figures).joined(separator: "  "), x: rect.x, y: rect.y + row, width: rect.columns,
        style: Style(.value), ellipsis: state.glyphs.symbols.ellipsis)
    }
  }
}
