import Screen
import Telemetry

/// The probe as the text that it is: its words in rows from the first to the last, the one at the time cursor marked.
struct ProbeText {
  /// Where a word is in the rows of a text.
  private struct Place {
    let step: Int
    let row: Int
    let x: Int
    let columns: Int
  }

  /// The input channel that holds the indices of the words.
  let channel: Int
  let words: [String]
  private let cursor: Int?
  private let panel: PanelKind
  private let scroll: ListScroll

  /// Nil where the probe is no text.
  ///
  /// - Parameter panel: that shows it.
  init?(_ state: DashboardState, in panel: PanelKind) {
    guard let probe = state.frame?.probe, let words = probe.words, words.count == probe.nominal.stepCount,
      !words.isEmpty
    else { return nil }
    let task = state.description.task
    // Runs of older versions do not say which of several inputs is the text.
    guard let channel = task.textInput ?? (task.indexedInputs?.count == 1 ? task.indexedInputs?[0] : nil)
    else { return nil }
    (self.channel, self.words) = (channel, words)
    cursor = state.cursorStep
    self.panel = panel
    scroll = state.panels.textScrolls[panel] ?? ListScroll()
  }

  /// Draws as many rows as there is room for, those around the time cursor if it is set.
  ///
  /// - Parameter style: of a step's word.
  func draw(in rect: Rect, with painter: inout Painter, style: (_ step: Int) -> Style) {
    let places = places(columns: rect.columns)
    let window = window(places, rows: rect.rows)
    for place in places where window.visible.contains(place.row) {
      let word = words[place.step]
      let style = place.step == cursor ? Style(.bright, bold: true, reversed: true) : style(place.step)
      painter.draw(
        word.allSatisfy(\.isWhitespace) ? " " : word, x: rect.x + place.x,
        y: rect.y + place.row - window.first,
        width: place.columns, style: style)
    }
  }

  /// The word at a cell.
  func hit(x: Int, y: Int, in rect: Rect) -> PanelHit? {
    let places = places(columns: rect.columns)
    let row = window(places, rows: rect.rows).first + y - rect.y
    return places.first { $0.row == row && ($0.x..<$0.x + $0.columns).contains(x - rect.x) }
      .map { .step($0.step) }
  }

  func scroll(_ state: inout DashboardState, by rows: Int, in rect: Rect) {
    let places = places(columns: rect.columns)
    state.panels.textScrolls[panel, default: ListScroll()].turn(
      by: rows, from: window(places, rows: rect.rows), count: Self.rowCount(places))
  }

  private func window(_ places: [Place], rows: Int) -> ListWindow {
    scroll.window(
      count: Self.rowCount(places), rows: rows,
      selected: cursor.flatMap { step in places.first { $0.step == step }?.row })
  }

  private static func rowCount(_ places: [Place]) -> Int { (places.last?.row ?? -1) + 1 }

  /// Characters stand side by side as in their text, words with a space between them. What is wider than a row is cut.
  private func places(columns: Int) -> [Place] {
    guard columns > 0 else { return [] }
    let gap = Probe.areCharacters(words) ? 0 : 1
    var (row, x, places) = (0, 0, [Place]())
    places.reserveCapacity(words.count)
    for (step, word) in words.enumerated() {
      let width = min(max(1, DisplayWidth.of(word)), columns)
      if x > 0, x + width > columns { (row, x) = (row + 1, 0) }
      places.append(Place(step: step, row: row, x: x, columns: width))
      x += width + gap
    }
    return places
  }
}
