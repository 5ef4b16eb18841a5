import Screen
import Telemetry

/// The line over a chart of the probe where the mouse points, and what the curves are there.
struct InspectionMark {
  private let chart: LineChart
  private let step: Int
  private let state: DashboardState

  /// Nil where the mouse points at no moment of this panel.
  init?(_ panel: PanelKind, _ chart: LineChart, _ state: DashboardState) {
    guard let inspection = state.panels.inspection, inspection.panel == panel else { return nil }
    self.chart = chart
    step = inspection.step
    self.state = state
  }

  /// - Parameter rect: what the chart was drawn in.
  func draw(in rect: Rect, on grid: inout Grid) {
    let plot = chart.plot(in: rect)
    guard !plot.isEmpty, let x = time else { return }
    if let column = chart.column(of: x, in: rect) {
      grid.restyle(Rect(x: column, y: plot.y, columns: 1, rows: plot.rows)) {
        $0.background = .selection
        $0.isReversed.toggle()
      }
    }
    grid.draw(
      runs(x), x: plot.x, y: plot.y, width: plot.columns, alignment: .center,
      ellipsis: state.glyphs.symbols.ellipsis)
  }

  private var time: Double? {
    guard let probe = state.frame?.probe else { return nil }
    let times = ProbeChart.x(probe.nominal)
    return times.indices.contains(step) ? Double(times[step]) : nil
  }

  private func runs(_ x: Double) -> [TextRun] {
    var runs = [TextRun(" \(NumberText.short(x)) \(chart.xUnit)", Style(.bright, on: .selection, bold: true))]
    for series in chart.series {
      guard let point = series.points.first(where: { $0.x == x }), point.y.isFinite else { continue }
      var style = series.style
      style.background = .selection
      runs.append(TextRun("  \(series.name) \(NumberText.short(point.y))", style))
    }
    return runs + [TextRun(" ", Style(.bright, on: .selection))]
  }
}
