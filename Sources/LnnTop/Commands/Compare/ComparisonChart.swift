import Dashboard
import Screen
import Telemetry
import Text

/// Losses of several runs over one another, as lines of text.
package struct ComparisonChart {
  let runs: [ComparedRun]
  let axis: CompareOptions.Axis
  let curve: CompareOptions.Curve
  let isLogarithmic: Bool

  /// Rows of the chart with its x axis.
  private static let rows = 20

  /// - Parameter curve: nil draws the validation loss where every run has one.
  package init(
    runs: [ComparedRun], axis: CompareOptions.Axis, curve: CompareOptions.Curve?, isLogarithmic: Bool
  ) {
    self.runs = runs
    self.axis = axis
    self.curve = curve ?? (runs.allSatisfy(\.hasValidation) ? .validation : .training)
    self.isLogarithmic = isLogarithmic
  }

  /// The chart at a width; a name and a sample of each line below it.
  package func text(columns: Int, glyphs: GlyphSet) -> String {
    let chart = LineChart(
      series: runs.indices.map(series), yKind: isLogarithmic ? .logarithmic : .linear, xUnit: axis.rawValue,
      xTicks: axis == .time ? .duration : .number)
    var grid = Grid(size: Size(columns: max(20, columns), rows: Self.rows))
    chart.draw(in: grid.bounds, on: &grid, glyphs: glyphs)
    let legend = chart.series.map { series in
      series.legend(glyphs: glyphs).map(\.text).joined()
    }
    // Where all runs have the same loss, it is named.
    let losses = Set(runs.map(\.description.task.lossTitle))
    let loss = losses.count == 1 ? " \(losses.first ?? "")" : ""
    let heading = (["\(curve.rawValue) loss\(loss)"] + chart.omissions(glyphs: glyphs)).joined(
      separator: ", ")
    return ([heading] + grid.lines + legend).joined(separator: "\n")
  }

  /// The letter by which a run is called in the chart and the table.
  static func letter(_ index: Int) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return index < letters.count ? String(letters[index]) : "\(index + 1)"
  }

  private func series(_ index: Int) -> ChartSeries {
    let run = runs[index]
    var curve = BoundedSeries()
    var last: Double?
    for scalars in run.scalars {
      guard let loss = loss(scalars) else { continue }
      curve.append(x: Double(scalars.step), y: loss, elapsed: scalars.elapsed)
      last = loss
    }
    let letter = Self.letter(index)
    var series = ChartSeries(
      "\(letter) \(run.name)", style: Style(.value),
      stroke: Stroke.allCases[index % Stroke.allCases.count], points: points(curve, run),
      isSmoothed: self.curve == .training)
    series.showsRawRange = false
    if let last {
      series.endLabels = [ChartEndLabel(value: last, text: "\(letter) \(NumberText.significant(last))")]
    }
    return series
  }

  private func loss(_ scalars: StepScalars) -> Double? {
    switch curve {
    case .training: scalars.loss
    case .validation: scalars.validation?.loss
    }
  }

  private func points(_ curve: BoundedSeries, _ run: ComparedRun) -> [ChartPoint] {
    switch axis {
    case .step: return curve.points
    case .time: return curve.points(over: .elapsed, start: 0)
    case .epoch:
      let length = Double(max(1, run.description.stepsPerEpoch ?? 1))
      return curve.points.map { point in
        var point = point
        point.x /= length
        return point
      }
    }
  }
}

extension Grid {
  /// The characters of each row, without the blanks at its end.
  fileprivate var lines: [String] {
    (0..<size.rows).map { y in
      var line = String(row(y).filter { !$0.isContinuation }.map(\.character))
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
