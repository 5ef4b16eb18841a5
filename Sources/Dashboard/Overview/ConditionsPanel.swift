import Screen
import Telemetry
import Text

extension PanelKind {
  public static let conditions = PanelKind("conditions", ConditionsPanel())
}

/// The final model's test under conditions, where there was one: the metric over the level, a chart for each kind of
/// condition.
struct ConditionsPanel: DashboardPanel {
  /// The columns that a chart needs beside others.
  private static let leastColumns = 20
  /// With fewer rows numbers say more than lines.
  private static let leastRows = 4

  func draw(_ state: DashboardState, with painter: inout Painter) {
    let inside = painter.frame("test \(state.description.task.metricName) under conditions")
    let curves = curves(state.outcome)
    guard !curves.isEmpty else {
      painter.notice("tested under no condition", in: inside)
      return
    }
    if inside.rows < Self.leastRows || inside.columns < Self.leastColumns * curves.count {
      drawNumbers(curves, in: inside, with: &painter)
    } else {
      drawCharts(curves, in: inside, with: &painter)
    }
  }

  /// The metric over the level of one kind, beginning with the unchanged test.
  private struct Curve {
    var kind: String
    var points: [ChartPoint]
  }

  private func curves(_ outcome: Outcome?) -> [Curve] {
    var curves: [Curve] = []
    for condition in outcome?.conditions ?? [] {
      let point = ChartPoint(x: condition.level, y: condition.result.metric)
      if let index = curves.firstIndex(where: { $0.kind == condition.kind }) {
        curves[index].points.append(point)
      } else {
        // The unchanged test: nothing is dropped, and a horizon is one window long.
        let unchanged = condition.kind == "horizon" ? 1.0 : 0
        let first = outcome?.test.map { ChartPoint(x: unchanged, y: $0.metric) }
        curves.append(Curve(kind: condition.kind, points: [first, point].compactMap(\.self)))
      }
    }
    return curves.map { curve in
      Curve(kind: curve.kind, points: curve.points.filter { $0.x.isFinite }.sorted { $0.x < $1.x })
    }
  }

  /// All charts have one y range, so that the kinds can be compared.
  private func drawCharts(_ curves: [Curve], in rect: Rect, with painter: inout Painter) {
    let values = curves.flatMap(\.points).map(\.y).filter(\.isFinite)
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    let places = rect.split(.horizontal, curves.map { _ in .weight(1) })
    for (curve, place) in zip(curves, places) {
      var series = ChartSeries(curve.kind, style: Style(.bright, bold: true), points: curve.points)
      series.hasMarks = true
      LineChart(series: [series], yRange: low < high ? low...high : nil, xUnit: curve.kind)
        .draw(in: place, with: &painter)
    }
  }

  /// `drop  0 0.951  0.1 0.938  0.3 0.902`, a line for each kind.
  private func drawNumbers(_ curves: [Curve], in rect: Rect, with painter: inout Painter) {
    for (row, curve) in curves.prefix(rect.rows).enumerated() {
      let figures = curve.points.map { "\(NumberText.short($0.x)) \(NumberText.short($0.y))" }
      painter.draw(
        ([curve.kind] + figures).joined(separator: "  "), x: rect.x, y: rect.y + row, width: rect.columns,
        style: Style(.value))
    }
  }
}
