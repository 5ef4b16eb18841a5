import Screen
import Telemetry

/// Charts over the probe: what it was, and over that what the perturbation made of it.
enum ProbeChart {
  static let nominalStyle = Style(.focus)
  static let perturbedStyle = Style(.perturbed, bold: true)
  static let targetStyle = Style(.validation)

  /// The x of each step; the step's number, counted from 0, where the times give none.
  static func x(_ trace: Trace) -> [Float] {
    isTimed(trace) ? trace.times : trace.times.indices.map(Float.init)
  }

  /// Whether times can be drawn along an axis: finite, never falling, not all the same. Several rows may have one time.
  private static func isTimed(_ trace: Trace) -> Bool {
    let times = trace.times
    guard times.count > 1 else { return times.allSatisfy(\.isFinite) }
    return zip(times, times.dropFirst()).allSatisfy { $0 <= $1 } && times.allSatisfy(\.isFinite)
      && times[0] < times[times.count - 1]
  }

  /// What x counts: the data's unit of time, or rows.
  static func xUnit(_ state: DashboardState) -> String {
    if let trace = state.frame?.probe.nominal, !isTimed(trace) { return "row" }
    let unit = sanitized(state.description.task.timeUnit)
    return unit.isEmpty ? "step" : unit
  }

  /// A nominal and, where there is one, a perturbed curve.
  static func series(
    _ name: String, nominal: [Float], perturbed: [Float]?, x: [Float], style: Style = nominalStyle
  ) -> [ChartSeries] {
    var series = [ChartSeries(name, style: style, x: x, y: nominal)]
    if let perturbed, !perturbed.isEmpty {
      series.append(ChartSeries("perturbed", style: perturbedStyle, stroke: .dotted, x: x, y: perturbed))
    }
    return series
  }
}
