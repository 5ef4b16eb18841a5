import Screen
import Telemetry
import Text

extension PanelKind {
  public static let spectrum = PanelKind("spectrum", SpectrumPanel())
}

/// The spectrogram of the probe: the inputs that are bands of a spectrum over time, the lowest at the bottom. Where
/// inputs are perturbed it shows what the network gets.
struct SpectrumPanel: DashboardPanel {
  func draw(_ state: DashboardState, with painter: inout Painter) {
    guard let picture = SpectrumPicture(state) else {
      painter.notice(state.waiting, in: painter.frame("spectrum"))
      return
    }
    let inside = painter.frame(picture.title, trailing: picture.legend)
    picture.draw(in: inside, with: &painter)
  }

  func hit(_ state: DashboardState, x: Int, y: Int, in rect: Rect) -> PanelHit? {
    guard let picture = SpectrumPicture(state) else { return nil }
    let plot = picture.places(in: Panel.inside(rect)).plot
    guard plot.contains(x: x, y: y), plot.columns > 0 else { return nil }
    return .step((x - plot.x) * picture.steps / plot.columns)
  }
}

extension DashboardState {
  /// The bands among the inputs, as far as the probe has them; nil where there are none.
  var spectrum: Spectrum? {
    guard let spectrum = description.task.spectrum, let trace = frame?.probe.nominal, trace.stepCount > 0
    else {
      return nil
    }
    let width = trace.inputs.count / trace.stepCount
    let known = zip(spectrum.channels, spectrum.frequencies).filter { (0..<width).contains($0.0) }
    return known.isEmpty ? nil : Spectrum(channels: known.map(\.0), frequencies: known.map(\.1))
  }
}

/// The spectrogram inside its frame: frequencies at the left, cells, time below.
private struct SpectrumPicture {
  let state: DashboardState
  let steps: Int
  private let spectrum: Spectrum
  private let trace: Trace
  private let isPerturbed: Bool
  private let scale: ValueScale

  /// Nil without a probe that has bands.
  init?(_ state: DashboardState) {
    guard let spectrum = state.spectrum, let probe = state.frame?.probe else { return nil }
    self.state = state
    self.spectrum = spectrum
    isPerturbed = probe.perturbed != nil && spectrum.channels.contains(where: state.isPerturbed(channel:))
    trace = isPerturbed ? probe.perturbed ?? probe.nominal : probe.nominal
    steps = trace.stepCount
    var (lowest, highest) = (Double.infinity, -Double.infinity)
    // The scale is that of the undisturbed probe, so that colours do not change where a perturbation begins.
    for channel in spectrum.channels {
      for value in probe.nominal.input(channel) where value.isFinite {
        lowest = min(lowest, Double(value))
        highest = max(highest, Double(value))
      }
    }
    let hasRange = lowest < highest
    scale = ValueScale(
      kind: .linear, lower: hasRange ? lowest : 0, upper: hasRange ? highest : 1)
  }

  private var heat: HeatScale { .sequential(scale, role: .focus) }

  var title: String {
    let bands = spectrum.channels.count == 1 ? "1 band" : "\(spectrum.channels.count) bands"
    return "spectrum, \(bands)" + (isPerturbed ? " as perturbed" : "")
  }

  var legend: [TextRun] {
    [TextRun(NumberText.short(scale.lower) + " ", .label)] + heat.legend(glyphs: state.glyphs)
      + [TextRun(" " + NumberText.short(scale.upper), .label)]
  }

  /// The columns of frequencies, and the cells.
  func places(in rect: Rect) -> (names: Rect, plot: Rect) {
    let hasAxis = rect.rows >= 4
    let parts = rect.split(.horizontal, [.fixed(rect.columns >= 30 ? 7 : 0), .weight(1)])
    let rows = rect.rows - (hasAxis ? 1 : 0)
    return (parts[0].top(rows), parts[1].top(rows))
  }

  func draw(in rect: Rect, with painter: inout Painter) {
    let (names, plot) = places(in: rect)
    guard plot.rows > 0, plot.columns > 0 else { return }
    // ASCII has no half blocks.
    let halves = state.glyphs == .ascii ? 1 : 2
    let lines = plot.rows * halves
    let columns = (0..<lines).map { line in values(of: bands(line: line, of: lines), count: plot.columns) }
    let mark = state.cursorStep.map { RasterAxis.column(ofStep: $0, steps: steps, columns: plot.columns) }
    for row in 0..<plot.rows {
      for column in 0..<plot.columns {
        var cell =
          halves == 2
          ? heat.cell(
            upper: columns[2 * row][column], lower: columns[2 * row + 1][column], glyphs: state.glyphs)
          : heat.cell(for: columns[row][column], glyphs: state.glyphs)
        if column == mark {
          cell.character = state.glyphs.symbols.vertical
          let tone = cell.style.heat?.upper
          cell.style = Style(.bright, bold: true, heat: tone.map { Heat($0, isTextShown: true) })
        }
        painter.grid[plot.x + column, plot.y + row] = cell
      }
    }
    drawNames(in: names, lines: lines, halves: halves, with: &painter)
    if rect.rows > plot.rows {
      RasterAxis(state: state, steps: steps, plot: plot).draw(y: plot.maxY, with: &painter)
    }
  }

  /// The bands of a line, counted from the top: several where there are more bands than lines, and one on several lines
  /// where there are fewer.
  private func bands(line: Int, of lines: Int) -> Range<Int> {
    let count = spectrum.channels.count
    let fromBottom = lines - 1 - line
    let first = fromBottom * count / lines
    return first..<max(first + 1, (fromBottom + 1) * count / lines)
  }

  /// The means over the steps that fall into each column, of all these bands; NaN where none is finite.
  private func values(of bands: Range<Int>, count: Int) -> [Double] {
    let series = bands.map { trace.input(spectrum.channels[$0]) }
    return (0..<count).map { column in
      let start = column * steps / count
      let end = min(steps, max(start + 1, (column + 1) * steps / count))
      let finite = series.flatMap { $0[start..<end] }.filter(\.isFinite)
      return finite.isEmpty ? .nan : finite.reduce(0) { $0 + Double($1) } / Double(finite.count)
    }
  }

  /// The frequency at the bottom, at the top and between, and the selected channel's.
  private func drawNames(in rect: Rect, lines: Int, halves: Int, with painter: inout Painter) {
    guard rect.columns > 1 else { return }
    let selected = spectrum.channels.firstIndex(of: state.selectedChannel)
    var last = ""
    for row in 0..<rect.rows {
      let upper = bands(line: row * halves, of: lines)
      let lower = bands(line: row * halves + halves - 1, of: lines)
      let shown = lower.lowerBound..<upper.upperBound
      let isSelected = selected.map(shown.contains) ?? false
      guard isSelected || row % 3 == 0 || row == rect.rows - 1 else { continue }
      let frequency = spectrum.frequencies[isSelected ? selected ?? shown.lowerBound : shown.lowerBound]
      let text = Self.text(frequency)
      guard isSelected || text != last else { continue }
      last = text
      if isSelected {
        painter.draw(painter.symbols.selected, x: rect.x, y: rect.y + row, style: Style(.focus, bold: true))
      }
      painter.draw(
        text, x: rect.x + 1, y: rect.y + row, width: rect.columns - 2,
        style: isSelected ? Style(.bright, bold: true) : Style(.label), alignment: .trailing)
    }
  }

  /// `440Hz`, `2.5k`
  private static func text(_ frequency: Double) -> String {
    frequency < 1000
      ? "\(NumberText.fixed(frequency, decimals: 0))Hz"
      : "\(NumberText.fixed(frequency / 1000, decimals: 1))k"
  }
}
