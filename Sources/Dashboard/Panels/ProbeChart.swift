import Screen
import Telemetry

/// Charts over the probe: what it was, and over that what the perturbation made of it.
enum ProbeChart {
  static let nominalStyle = Style(.focus)
  static let perturbedStyle = Style(.perturbed, bold: true)
  static let targetStyle = Style(.validation)

  /// The x of each step; the step's number where times are missing, not finite or not rising.
  static func x(_ trace: Trace) -> [Float] {
    let times = trace.times
    let isRising = zip(times, times.dropFirst()).allSatisfy { $0 < $1 } && times.allSatisfy(\.isFinite)
    return isRising ? times : times.indices.map(Float.init)
  }

  static func xUnit(_ state: DashboardState) -> String {
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
