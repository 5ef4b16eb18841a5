import Screen
import Telemetry
import Text

/// What charts over the probe share: the nominal curves, and over them the perturbed ones.
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
    let unit = state.description.task.timeUnit
    return unit.isEmpty ? "step" : unit
  }

  /// `probe 3/8`, or of a live stream `newest 64 rows`.
  static func title(_ state: DashboardState, _ probe: Probe) -> String {
    guard state.isStream else { return "probe \(probe.index + 1)/\(probe.count)" }
    return "newest \(NumberText.grouped(probe.nominal.stepCount)) rows"
  }

  /// Curves over the probe, with the time cursor and a stream's alarms.
  static func chart(
    _ series: [ChartSeries], _ state: DashboardState, yKind: ValueScale.Kind = .linear,
    yRange: ClosedRange<Double>? = nil
  ) -> LineChart {
    var chart = LineChart(
      series: series, yKind: yKind, yRange: yRange, xUnit: xUnit(state), cursor: state.cursorX)
    chart.alarms = state.alarmsInWindow
    return chart
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

  /// The step of the probe at a column of a chart.
  static func hit(_ state: DashboardState, x: Int, _ chart: LineChart, in rect: Rect) -> PanelHit? {
    let rect = places(state, in: rect).chart
    guard let probe = state.frame?.probe, chart.plot(in: rect).columns > 0 else { return nil }
    let wanted = chart.x(atColumn: x, in: rect)
    let times = Self.x(probe.nominal)
    return times.indices.min { abs(Double(times[$0]) - wanted) < abs(Double(times[$1]) - wanted) }
      .map(PanelHit.step)
  }
}

extension Trace {
  /// One channel over time, `[time]`, exactly one value per step; empty where the array has no such channel.
  func series(_ index: Int, of array: [Float]) -> [Float] {
    let steps = times.count
    guard steps > 0 else { return [] }
    let width = array.count / steps
    guard index >= 0, index < width else { return [] }
    return (0..<steps).map { array[$0 * width + index] }
  }

  func input(_ index: Int) -> [Float] { series(index, of: inputs) }
  func state(_ index: Int) -> [Float] { series(index, of: states) }
  func timeConstant(_ index: Int) -> [Float] { series(index, of: timeConstants) }
  func output(_ index: Int) -> [Float] { series(index, of: outputs) }
  func target(_ index: Int) -> [Float] { series(index, of: targets) }

  var hasTimeConstants: Bool { !timeConstants.isEmpty }
}
