import Screen
import Telemetry

/// The words that the probe's steps read, on a line under a chart's axis.
///
/// Where all of them fit, each stands under its step. Else the word at the time cursor, or the last one, stands under its
/// step, and those before and after it follow as in the text, as far as there is room.
struct WordLine {
  /// A word and the column that it begins at.
  struct Place: Hashable {
    let step: Int
    let x: Int
    let text: String
  }

  /// From left to right.
  let places: [Place]
  private let cursor: Int?

  /// - Parameters:
  ///   - columns: of each step, rising.
  ///   - room: the columns that words may take.
  init(words: [String], columns: [Int], cursor: Int?, room: Range<Int>) {
    self.cursor = cursor
    // Spaces and line ends of a text of characters would not be seen.
    let texts = words.map { $0.allSatisfy(\.isWhitespace) ? "\u{B7}" : $0 }
    places =
      Self.aligned(texts, columns, room)
      ?? Self.flowing(texts, around: cursor ?? words.count - 1, at: columns, room)
  }

  /// Every word under its step; nil where two would touch, or one does not fit.
  private static func aligned(_ words: [String], _ columns: [Int], _ room: Range<Int>) -> [Place]? {
    var places: [Place] = []
    var free = room.lowerBound
    for (step, word) in words.enumerated() {
      let width = DisplayWidth.of(word)
      // The last words move to the left as far as they must.
      let x = min(columns[step], room.upperBound - width)
      guard x >= free else { return nil }
      places.append(Place(step: step, x: x, text: word))
      free = x + width + 1
    }
    return places
  }

  /// The words around one of them, in the order of the text.
  private static func flowing(
    _ words: [String], around center: Int, at columns: [Int], _ room: Range<Int>
  ) -> [Place] {
    guard words.indices.contains(center), !room.isEmpty else { return [] }
    let width = min(DisplayWidth.of(words[center]), room.count)
    let x = max(room.lowerBound, min(columns[center], room.upperBound - width))
    var places = [Place(step: center, x: x, text: truncated(words[center], to: width))]
    var free = x + width + 1
    for step in words.indices[center...].dropFirst() {
      let width = DisplayWidth.of(words[step])
      guard free + width <= room.upperBound else { break }
      places.append(Place(step: step, x: free, text: words[step]))
      free += width + 1
    }
    free = x - 1
    for step in words.indices[..<center].reversed() {
      let width = DisplayWidth.of(words[step])
      guard free - width >= room.lowerBound else { break }
      places.insert(Place(step: step, x: free - width, text: words[step]), at: 0)
      free -= width + 1
    }
    return places
  }

  /// - Parameter line: a single row.
  func draw(in line: Rect, with painter: inout Painter) {
    for place in places {
      let isChosen = place.step == cursor
      painter.draw(
        place.text, x: place.x, y: line.y, width: line.maxX - place.x,
        style: isChosen ? Style(.bright, bold: true, reversed: true) : Style(.label))
    }
  }
}

extension ProbeChart {
  /// With fewer rows a chart keeps them all for itself.
  private static let leastRowsWithWords = 6

  /// Where a chart is in a rectangle, and where the words of its steps are; nil where there are none, or no room.
  static func places(_ state: DashboardState, in rect: Rect) -> (chart: Rect, words: Rect?) {
    guard let probe = state.frame?.probe, let words = probe.words, words.count == probe.nominal.stepCount,
      rect.rows >= leastRowsWithWords
    else { return (rect, nil) }
    let parts = rect.split(.vertical, [.weight(1), .fixed(1)])
    return (parts[0], parts[1])
  }

  /// Draws a chart over the probe with the words of its steps under it.
  static func draw(_ chart: LineChart, _ state: DashboardState, in rect: Rect, with painter: inout Painter) {
    let places = places(state, in: rect)
    chart.draw(in: places.chart, with: &painter)
    guard let line = places.words, let probe = state.frame?.probe, let words = probe.words else { return }
    let plot = chart.plot(in: places.chart)
    guard plot.columns > 0 else { return }
    let columns = chart.columns(atX: x(probe.nominal), in: places.chart)
    WordLine(words: words, columns: columns, cursor: state.cursorStep, room: plot.x..<plot.maxX)
      .draw(in: line, with: &painter)
  }
}
