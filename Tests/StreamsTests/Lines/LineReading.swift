import LiquidData
import Streams

/// Reads texts as the lines of a stream.
struct LineReading {
  var rows: [[InputValue]] = []
  var times: [Double?] = []
  var columns: [String] = []
  var broken: [BrokenLine.Kind: Int] = [:]
  var news: [String] = []
  var format: LineFormat?
  var results: [LineResult] = []

  init(_ lines: [String], options: LineOptions = LineOptions(), topic: String? = nil) {
    let reader = LineReader(options: options)
    for (index, text) in lines.enumerated() {
      let position = SourcePosition(offset: 0, line: index + 1)
      let result = reader.read(SourceLine(text: text, arrival: 5, position: position, topic: topic))
      results.append(result)
      guard case .row(let row) = result else { continue }
      rows.append(row.fields)
      times.append(row.time)
    }
    (columns, broken, news, format) = (reader.columns, reader.broken, reader.drainNews(), reader.format)
  }
}
