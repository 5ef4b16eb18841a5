import Dashboard
import Screen
import Telemetry
import Text

/// Losses over the steps of a training, as a picture.
struct LearningChart {
  /// Points of a curve: neighbouring steps are merged until they are as many as a page can show.
  private static let points = 400
  /// The share of the steps after which one has lost 63 % of its weight in the moving average: few, as on a logarithmic
  /// axis an average lags far behind a loss that falls by decades.
  private static let smoothing = 0.01
  /// From this ratio of the largest to the smallest loss the axis is logarithmic.
  private static let decades = 50.0
  private static let (width, height) = (760.0, 340.0)
  private static let (left, right, top, bottom) = (62.0, 16.0, 44.0, 40.0)

  let isLogarithmic: Bool
  /// Steps whose loss is NaN or infinite.
  let notFinite: Int
  private let raw: BoundedSeries
  private let smoothed: BoundedSeries
  private let validation: BoundedSeries
  private let keptStep: Int?
  private let lossTitle: String
  private let x: ValueScale
  private let y: ValueScale

  /// Nil where no step has a finite loss.
  init?(_ run: ReportedRun) {
    let scalars = run.scalars
    var (raw, smoothed, validation) = (
      BoundedSeries(capacity: Self.points), BoundedSeries(capacity: Self.points),
      BoundedSeries(capacity: Self.points)
    )
    var average = ExponentialAverage(span: max(1, Double(scalars.count) * Self.smoothing))
    for step in scalars {
      average.add(step.loss)
      raw.append(x: Double(step.step), y: step.loss)
      smoothed.append(x: Double(step.step), y: average.value)
      if let loss = step.validation?.loss { validation.append(x: Double(step.step), y: loss) }
    }
    let seen = (raw.points + validation.points).filter { $0.count > 0 }
    guard let lowest = seen.map(\.low).min(), let highest = seen.map(\.high).max(),
      let first = scalars.map(\.step).min(), let last = scalars.map(\.step).max()
    else { return nil }
    isLogarithmic = lowest > 0 && highest / lowest >= Self.decades
    notFinite = scalars.count { !$0.loss.isFinite }
    (self.raw, self.smoothed, self.validation) = (raw, smoothed, validation)
    keptStep = run.outcome?.bestStep
    lossTitle = run.description.task.lossTitle
    x = ValueScale(kind: .linear, lower: Double(first), upper: Double(last))
    y = ValueScale(
      kind: isLogarithmic ? .logarithmic : .linear, lower: isLogarithmic ? lowest : min(0, lowest),
      upper: highest)
  }

  var node: HTMLNode {
    .picture(
      "learning-curves", title: "Learning curves", description: description, width: Self.width,
      height: Self.height, axes + [range, curve] + kept + checks + legend)
  }

  /// What the picture shows, for those who do not see it.
  private var description: String {
    func words(_ name: String, _ series: BoundedSeries) -> String? {
      let values = series.points.filter { $0.count > 0 }
      guard let first = values.first, let last = values.last, let low = values.min(by: { $0.low < $1.low })
      else { return nil }
      return "\(name) from \(NumberText.significant(first.y)) to \(NumberText.significant(last.y)), lowest"
        + " \(NumberText.significant(low.low)) about step \(NumberText.shortest(low.x))"
    }
    let parts = [
      words("the moving average of the training loss goes", smoothed),
      words("the validation loss goes", validation),
    ]
    return "\(lossTitle) over steps: " + parts.compactMap(\.self).joined(separator: "; ")
  }

  // MARK: - Places

  private func across(_ value: Double) -> Double {
    Self.left + (x.fraction(of: value) ?? 0) * (Self.width - Self.left - Self.right)
  }

  /// Nil where a value has no place on the axis.
  private func up(_ value: Double) -> Double? {
    y.fraction(of: value).map {
      Self.height - Self.bottom - min(max($0, 0), 1) * (Self.height - Self.top - Self.bottom)
    }
  }

  // MARK: - Parts

  private var axes: [HTMLNode] {
    let floor = Self.height - Self.bottom
    let rows = y.ticks(count: 6).flatMap { tick -> [HTMLNode] in
      guard let place = up(tick.value) else { return [] }
      return [
        .line(Self.left, place, Self.width - Self.right, place, "grid"),
        .label(tick.label, Self.left - 8, place + 4, "quiet end"),
      ]
    }
    let columns = x.ticks(.count, count: 8).flatMap { tick -> [HTMLNode] in
      let place = across(tick.value)
      return [
        .line(place, floor, place, floor + 5, "axis"), .label(tick.label, place, floor + 20, "quiet middle"),
      ]
    }
    let frame = [
      HTMLNode.line(Self.left, floor, Self.width - Self.right, floor, "axis"),
      .label("step", Self.width - Self.right, Self.height - 4, "quiet end"),
      .label(lossTitle, 4, 14),
    ]
    return rows + columns + frame
  }

  /// From the lowest to the highest loss of the steps that a point stands for.
  private var range: HTMLNode {
    let points = raw.points.filter { $0.count > 0 }
    var path = SVGPath()
    for point in points { if let place = up(point.high) { path.line(to: across(point.x), place) } }
    for point in points.reversed() { if let place = up(point.low) { path.line(to: across(point.x), place) } }
    return .path(path, "range")
  }

  private var curve: HTMLNode { .path(path(smoothed), "curve") }

  private func path(_ series: BoundedSeries) -> SVGPath {
    var path = SVGPath()
    for point in series.points {
      if point.count > 0, let place = up(point.y) {
        path.line(to: across(point.x), place)
      } else {
        path.gap()
      }
    }
    return path
  }

  /// The validation loss; each point has a mark where there are few.
  private var checks: [HTMLNode] {
    let points = validation.points.filter { $0.count > 0 }
    let every = max(1, points.count / 24)
    let marks = stride(from: points.count - 1, through: 0, by: -every).compactMap { index -> HTMLNode? in
      up(points[index].y).map { .circle(across(points[index].x), $0, radius: 3, "dot") }
    }
    return points.isEmpty ? [] : [.path(path(validation), "checked")] + marks
  }

  private var kept: [HTMLNode] {
    guard let keptStep else { return [] }
    let place = across(Double(keptStep))
    return [.line(place, Self.top, place, Self.height - Self.bottom, "kept")]
  }

  private var legend: [HTMLNode] {
    let row = 30.0
    var nodes: [HTMLNode] = [
      .rectangle(Self.left, row - 8, 24, 8, "range"), .label("training", Self.left + 30, row),
      .line(170, row - 4, 194, row - 4, "curve"), .label("training, averaged", 200, row),
    ]
    if !validation.points.isEmpty {
      nodes += [
        .line(340, row - 4, 364, row - 4, "checked"), .circle(352, row - 4, radius: 3, "dot"),
        .label("validation", 370, row),
      ]
    }
    if let keptStep {
      nodes += [
        .line(466, row - 4, 490, row - 4, "kept"),
        .label("step that was kept (\(NumberText.grouped(keptStep)))", 496, row),
      ]
    }
    return nodes
  }
}
