import Streams

/// Reads texts as the lines of a stream.
struct LineReading {
  var rows: [[FieldValue]] = []
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
    (columns, broken, news, format) = (reader.columns, reader.broken, reader.takeNews(), reader.format)
  }
}

extension FieldValue: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByStringLiteral, ExpressibleByUnicodeScalarLiteral,
  ExpressibleByExtendedGraphemeClusterLiteral, ExpressibleByNilLiteral
{
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
  public init(stringLiteral value: String) { self = .text(value) }
  public init(nilLiteral: ()) { self = .missing }
}
