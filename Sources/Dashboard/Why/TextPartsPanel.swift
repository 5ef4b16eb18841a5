import Screen
import Telemetry
import Text

extension PanelKind {
  public static let textParts = PanelKind("textParts", TextPartsPanel())
}

/// What each word of a text contributed to the answer: the text with its words on the colour of their part, and below it
/// the words with the largest parts.
struct TextPartsPanel: DashboardPanel {
  func draw(_ state: DashboardState, with painter: inout Painter) {
    let parts = WordParts(state)
    let scale = HeatScale.diverging(limit: Double(parts.limit), positive: .focus, negative: .error)
    let limit = NumberText.short(Double(parts.limit))
    let legend =
      parts.limit == 0
      ? []
      : [TextRun("-\(limit) ", .label)] + scale.legend(glyphs: state.glyphs) + [TextRun(" +\(limit)", .label)]
    let inside = painter.frame("by word", trailing: legend)
    guard let text = ProbeText(state, in: .textParts) else {
      painter.notice("no text", in: inside)
      return
    }
    let room = textRoom(in: painter.rect)
    text.draw(in: room, with: &painter) { step in
      // What comes after the explained step has no part in its answer.
      guard let part = parts.part(ofStep: step) else { return Style(.label) }
      var style = PartsPanel.style(of: part)
      style.heat = scale.tone(for: Double(part)).map { Heat($0, isTextShown: true) }
      if style.heat?.upper.level == 0 { style.foreground = .value }
      return style
    }
    guard room.rows < inside.rows else { return }
    let largest = parts.largest.prefix(SignedList.most).map { (text.words[$0.step], $0.part) }
    painter.draw(
      SignedList.line("most by", largest, columns: inside.columns), x: inside.x, y: room.maxY,
      width: inside.columns)
  }

  func hit(_ state: DashboardState, x: Int, y: Int, in rect: Rect) -> PanelHit? {
    ProbeText(state, in: .textParts)?.hit(x: x, y: y, in: textRoom(in: rect))
  }

  func scroll(_ state: inout DashboardState, by rows: Int, in rect: Rect) {
    ProbeText(state, in: .textParts)?.scroll(&state, by: rows, in: textRoom(in: rect))
  }

  /// The rows of the text: the last one of the panel is for the words with the largest parts.
  private func textRoom(in rect: Rect) -> Rect {
    let inside = Panel.inside(rect)
    return inside.rows >= 3 ? inside.top(inside.rows - 1) : inside
  }
}

/// The part of each word of the probe in the explained answer.
private struct WordParts {
  private let parts: [Float]
  private let step: Int
  /// The magnitude of a full colour.
  let limit: Float

  init(_ state: DashboardState) {
    step = state.explainedStep
    let (width, lagParts) = (state.channelCount, state.explanation?.lagParts ?? [])
    guard let channel = ProbeText(state, in: .textParts)?.channel, channel < width else {
      (parts, limit) = ([], 0)
      return
    }
    parts = stride(from: channel, to: lagParts.count, by: width).map { lagParts[$0] }
    limit = parts.reduce(0) { $0.maximumFinite($1.magnitude) }
  }

  /// Nil where the step came later than the answer, or so long before that nothing was computed.
  func part(ofStep index: Int) -> Float? {
    parts.indices.contains(step - index) ? parts[step - index] : nil
  }

  /// The largest first, without those that are 0 or not finite; of steps with the same part the first.
  var largest: [(step: Int, part: Float)] {
    parts.enumerated().map { (step - $0.offset, $0.element) }
      .filter { $0.0 >= 0 && $0.1.isFinite && $0.1 != 0 }
      .sorted { ($1.1.magnitude, $0.0) < ($0.1.magnitude, $1.0) }
  }
}
