import Screen
import Telemetry
import Text

/// A classifier's probe: the probability of the right class over time, and the most probable classes at the time
/// cursor, or at the end.
struct ClassesChart {
  private let state: DashboardState
  private let probe: Probe
  private let scores: ClassScores

  init(_ state: DashboardState, _ probe: Probe) {
    self.state = state
    self.probe = probe
    scores = ClassScores(nominal: probe.nominal, classCount: state.description.task.outputNames.count)
  }

  /// - Parameter inside: where the chart and the ranking are, within the frame.
  func draw(in inside: Rect, with painter: inout Painter) {
    _ = painter.frame(title, trailing: chart.legend(glyphs: state.glyphs))
    let places = places(in: inside)
    ProbeChart.draw(chart, state, in: places.chart, with: &painter)
    if let place = places.ranking { drawRanking(in: place, with: &painter) }
  }

  func places(in inside: Rect) -> (chart: Rect, ranking: Rect?) {
    let rows = min(5, scores.ranking(in: probe.nominal, at: nil).count)
    guard inside.rows >= rows + 5 else { return (inside, nil) }
    let parts = inside.split(.vertical, [.weight(1), .fixed(rows)])
    return (parts[0], parts[1])
  }

  var chart: LineChart {
    let x = ProbeChart.x(probe.nominal)
    let rival = ChartSeries(
      "other", style: Style(.stale), stroke: .dashed, x: x, y: scores.rival(in: probe.nominal))
    let right = ProbeChart.series(
      state.isTwin ? "device's class" : "target", nominal: scores.target(in: probe.nominal),
      perturbed: probe.perturbed.map(scores.target), x: x)
    return ProbeChart.chart(right + [rival], state, yRange: 0...1)
  }

  private var title: String {
    let classes = Set(scores.targets.compactMap { $0 })
    let target =
      classes.count == 1
      ? classes.first.map { "p(\(state.outputName($0)))" } ?? "" : "\(classes.count) classes"
    return "\(ProbeChart.title(state, probe)) \(classes.isEmpty ? "no target" : target)"
  }

  private func drawRanking(in rect: Rect, with painter: inout Painter) {
    let ranking = scores.ranking(in: probe.nominal, at: state.cursorStep).prefix(rect.rows)
    for (row, index) in ranking.enumerated() {
      let line = Rect(x: rect.x, y: rect.y + row, columns: rect.columns, rows: 1)
      painter.draw(in: line) { drawClass(index, with: &$0) }
    }
  }

  private func drawClass(_ index: Int, with painter: inout Painter) {
    let line = painter.rect
    let cells = line.split(
      .horizontal, [.fixed(1), .minimum(8, weight: 1), .minimum(6, weight: 2), .fixed(5), .fixed(9)],
      spacing: 1)
    let step = state.cursorStep ?? probe.nominal.stepCount - 1
    let isTarget = scores.targets[step] == index
    let style = isTarget ? Style(.validation, bold: true) : Style(.value)
    if isTarget { painter.draw(painter.symbols.bullet, x: line.x, y: line.y, style: style) }
    painter.draw(
      state.outputName(index), x: cells[1].x, y: line.y, width: cells[1].columns, style: style)
    let value = Double(scores.value(index, step, probe.nominal))
    Gauge(fraction: value, style: style).draw(in: cells[2], with: &painter)
    painter.draw(
      NumberText.fixed(value, decimals: 2), x: cells[3].x, y: line.y, width: cells[3].columns, style: style,
      alignment: .trailing)
    guard let perturbed = probe.perturbed else { return }
    let moved = NumberText.fixed(Double(scores.value(index, step, perturbed)), decimals: 2)
    painter.draw(
      "\(painter.symbols.arrow) \(moved)", x: cells[4].x, y: line.y, width: cells[4].columns,
      style: ProbeChart.perturbedStyle)
  }
}

/// Class probabilities over a probe, relative to the right class.
private struct ClassScores {
  /// The right class at each step: that of the next labelled step where a step has no label of its own, as for
  /// sequences that are labelled at their end. nil where nothing is labelled.
  let targets: [Int?]
  private let classCount: Int

  init(nominal trace: Trace, classCount: Int) {
    self.classCount = classCount
    var classes = (0..<trace.stepCount).map { Self.best(trace.targets, step: $0, classCount) }
    var next: Int?
    for step in classes.indices.reversed() {
      classes[step] = classes[step] ?? next
      next = classes[step]
    }
    for step in classes.indices.dropFirst() where classes[step] == nil { classes[step] = classes[step - 1] }
    targets = classes
  }

  /// The probability of the right class at each step; NaN where there is no label.
  func target(in trace: Trace) -> [Float] {
    targets.indices.map { step in
      targets[step].map { value($0, step, trace) } ?? .nan
    }
  }

  /// The largest probability among the wrong classes at each step.
  func rival(in trace: Trace) -> [Float] {
    targets.indices.map { step in
      guard let target = targets[step] else { return .nan }
      return (0..<classCount).filter { $0 != target }.map { value($0, step, trace) }
        .filter { !$0.isNaN }.max() ?? .nan
    }
  }

  /// Classes by falling probability at a step, by default the last.
  func ranking(in trace: Trace, at step: Int? = nil) -> [Int] {
    guard let step = step ?? targets.indices.last else { return [] }
    let values = (0..<classCount).map { value($0, step, trace) }.map { $0.isNaN ? -1 : $0 }
    return values.indices.sorted { values[$0] != values[$1] ? values[$0] > values[$1] : $0 < $1 }
  }

  /// A class's probability at a step; NaN where the trace has none.
  func value(_ index: Int, _ step: Int, _ trace: Trace) -> Float {
    let place = step * classCount + index
    return trace.outputs.indices.contains(place) ? trace.outputs[place] : .nan
  }

  private static func best(_ values: [Float], step: Int, _ count: Int) -> Int? {
    let start = step * count
    guard count > 0, start + count <= values.count else { return nil }
    let row = values[start..<(start + count)]
    guard row.contains(where: { $0.isFinite && $0 > 0 }) else { return nil }
    return row.indices.max { (row[$0].isNaN ? -1 : row[$0]) < (row[$1].isNaN ? -1 : row[$1]) }.map {
      $0 - start
    }
  }
}
