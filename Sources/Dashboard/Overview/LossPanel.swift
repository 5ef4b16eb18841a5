import Screen
import Text

extension PanelKind {
  public static let loss = PanelKind("loss", LossPanel())
}

/// Training and validation loss over the steps or over time, and over them those of the runs that were marked. Of a live
/// stream the sliding errors of the network and of its naive twin over the rows, with a mark at each alarm.
struct LossPanel: DashboardPanel {
  func draw(_ state: DashboardState, with painter: inout Painter) {
    let chart = Self.chart(state)
    let inside = painter.frame(title(state, chart), trailing: chart.legend(glyphs: state.glyphs))
    guard !state.history.training.points.isEmpty || !state.runList.overlays.isEmpty else {
      painter.notice(Self.waiting(state), in: inside)
      return
    }
    chart.draw(in: inside, with: &painter)
  }

  /// What stands in place of the chart before there is a loss: a stream's first target may come late.
  static func waiting(_ state: DashboardState) -> String {
    state.stream == nil
      ? state.waiting : state.isTwin ? "waiting for a difference" : "waiting for the first target"
  }

  /// The name of the loss, its axis, and what the chart leaves out.
  private func title(_ state: DashboardState, _ chart: LineChart) -> String {
    var title =
      state.isTwin
      ? "sliding difference, share of range"
      : state.isStream ? "sliding error \(Self.errorName(state))" : "loss " + state.description.task.lossTitle
    if state.isLossLogarithmic { title += " log" }
    return ([title] + chart.omissions(glyphs: state.glyphs)).joined(separator: ", ")
  }

  private static func errorName(_ state: DashboardState) -> String {
    state.stream?.errorName ?? state.description.task.metricName
  }

  static func chart(_ state: DashboardState) -> LineChart {
    let axis = state.lossAxis
    let start = state.description.startedAt.timeIntervalSince1970
    var series = curves(state, axis, start: start)
    for (index, run) in state.runList.overlays {
      series += overlay(run, index, axis, isSmoothed: state.isSmoothed)
    }
    var chart = LineChart(
      series: series, yKind: state.isLossLogarithmic ? .logarithmic : .linear,
      xUnit: unit(axis, state, start: start), xTicks: axis.ticks(secondsFromGMT: state.secondsFromGMT))
    chart.leavesOutOutliers = !state.showsOutliers
    let isFinite = series.contains { $0.points.contains { $0.count > 0 } }
    let what = state.isStream ? "error" : "loss"
    chart.emptiness = isFinite ? "no \(what) above 0: l for a linear axis" : "no finite \(what) yet"
    chart.alarms = alarms(state, axis, start: start)
    return chart
  }

  /// Where a stream's alarms lie on the axis.
  private static func alarms(_ state: DashboardState, _ axis: LossAxis, start: Double) -> [Double] {
    guard state.isStream else { return [] }
    switch axis {
    case .step: return state.alarmRows.map { Double($0) }
    case .elapsed: return state.events.filter { $0.kind == .drift }.map(\.elapsed)
    case .clock: return state.events.filter { $0.kind == .drift }.map { start + $0.elapsed }
    }
  }

  /// The sliding errors of a stream, which need no smoothing.
  private static func errors(_ state: DashboardState, _ axis: LossAxis, start: Double) -> [ChartSeries] {
    let history = state.history
    var network = ChartSeries(
      "network", style: Style(.focus, bold: true), points: history.training.points(over: axis, start: start))
    var naive = ChartSeries(
      state.stream?.naiveName ?? "naive twin", style: Style(.validation, bold: true), stroke: .dashed,
      points: history.validation.points(over: axis, start: start))
    if let error = history.latest?.loss {
      network.endLabels = [ChartEndLabel(value: error, text: NumberText.short(error))]
    }
    if let error = history.latestValidation?.loss {
      naive.endLabels = [ChartEndLabel(value: error, text: NumberText.short(error))]
    }
    if state.isTwin { network.name = "difference" }
    // The network is drawn over what needs none; a device is judged beside nothing else.
    return state.isTwin ? [network] : [naive, network]
  }

  private static func curves(_ state: DashboardState, _ axis: LossAxis, start: Double) -> [ChartSeries] {
    guard !state.isStream else { return errors(state, axis, start: start) }
    let history = state.history
    var training = ChartSeries(
      "training", style: Style(.focus, bold: true), points: history.training.points(over: axis, start: start),
      isSmoothed: state.isSmoothed)
    if let loss = history.latest?.loss {
      training.endLabels = [ChartEndLabel(value: loss, text: NumberText.short(loss))]
    }
    var validation = ChartSeries(
      "validation", style: Style(.validation, bold: true), stroke: .dashed,
      points: history.validation.points(over: axis, start: start))
    validation.hasMarks = true
    if let loss = history.latestValidation?.loss {
      validation.endLabels = [ChartEndLabel(value: loss, text: NumberText.short(loss))]
      if let best = history.bestValidationLoss, best != loss {
        validation.endLabels.append(ChartEndLabel(value: best, text: "best \(NumberText.short(best))"))
      }
    }
    return [training, validation]
  }

  /// The training loss of another run and, in the same stroke but bold and marked, its validation loss.
  private static func overlay(
    _ run: RunCurves, _ index: Int, _ axis: LossAxis, isSmoothed: Bool
  ) -> [ChartSeries] {
    let stroke = OverlayStyle.stroke(index)
    var style = OverlayStyle.style(index)
    var training = ChartSeries(
      run.name, style: style, stroke: stroke,
      points: run.history.training.points(over: axis, start: run.startedAt), isSmoothed: isSmoothed)
    training.showsRawRange = false
    style.isBold = true
    var validation = ChartSeries(
      "", style: style, stroke: stroke,
      points: run.history.validation.points(over: axis, start: run.startedAt))
    validation.hasMarks = true
    return [training, validation]
  }

  /// On a clock the date, which the ticks may leave out.
  private static func unit(_ axis: LossAxis, _ state: DashboardState, start: Double) -> String {
    switch axis {
    case .step: return state.isStream ? "row" : "step"
    case .elapsed: return "time"
    case .clock:
      let elapsed = state.history.latest?.elapsed ?? 0
      let end = start + (elapsed.isFinite ? elapsed : 0)
      return CalendarTime(secondsSince1970: end + Double(state.secondsFromGMT)).date
    }
  }
}

/// What the x axis of the loss counts.
public enum LossAxis: String, Sendable, Hashable, CaseIterable {
  case step
  /// Time since the run started.
  case elapsed
  /// The time of day.
  case clock

  /// The axis as messages name it.
  var title: String {
    switch self {
    case .step: "step"
    case .elapsed: "time since the start"
    case .clock: "time of day"
    }
  }

  var next: LossAxis {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }

  func ticks(secondsFromGMT: Int) -> TickKind {
    switch self {
    case .step: .count
    case .elapsed: .duration
    case .clock: .clock(secondsFromGMT: secondsFromGMT)
    }
  }
}

/// How the runs that are drawn over the present one differ: by stroke and, where there is colour, by role.
enum OverlayStyle {
  private static let strokes: [Stroke] = [.dashDotted, .dotted, .sparse, .solid]
  private static let roles: [Role] = [.comparison, .perturbed, .timeConstant, .stale]

  static func stroke(_ index: Int) -> Stroke { strokes[index % strokes.count] }
  static func style(_ index: Int) -> Style { Style(roles[index % roles.count]) }
}
