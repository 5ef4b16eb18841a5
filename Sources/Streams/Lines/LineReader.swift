import Foundation
import LiquidData
import Text

/// How a line holds its fields.
public enum LineFormat: String, Sendable, CaseIterable, Codable {
  /// Fields between commas, semicolons, tabs or pipes, under a header.
  case csv
  /// One JSON object.
  case json
  /// InfluxDB's line protocol: `measurement,tag=x field=1,other="s" 1465839830100400200`.
  case influx
  /// `name=value` pairs between spaces or commas: `speed=12.5 bend=0.01`.
  case pairs
}

/// What someone said of the lines.
public struct LineOptions: Sendable, Hashable {
  /// Nil: the first line shows it.
  public var format: LineFormat?
  /// The names of the fields of CSV lines without a header; nil: the first line has them, or there are none and the columns
  /// are `column 1` and so on where it holds numbers alone.
  public var columns: [String]?
  /// Between the fields of CSV; nil: the first line shows it.
  public var separator: Separator?
  /// Before the decimals of numbers in CSV.
  public var decimal = ReadingOptions.DecimalMark.point
  /// The words that stand for a missing value; nil: the usual ones.
  public var missingWords: [String]?
  /// How many of the times of InfluxDB's line protocol are a second: 1e9 for nanoseconds.
  public var ticksPerSecond = 1e9
  /// The field that numbers the messages of a topic; see `DuplicateFilter`. Nil: none.
  public var sequenceField: String?

  public init() {}
}

/// Reads the lines of a stream into rows.
///
/// Nothing that a line holds ends the reading: what is no row is counted by kind, and the first of each kind is in the news.
///
/// ```swift
/// let reader = LineReader()
/// for line in source.next(limit: 1_000, timeout: 1).lines {
///   if case .row(let row) = reader.read(line) { use(row.fields, reader.columns) }
/// }
/// ```
public final class LineReader {
  private let options: LineOptions
  private let values: ValueReader
  private var parser: (any LineParser)?
  private var table = LineColumns()
  private var filter: DuplicateFilter?
  /// The format may still turn out to be another one: a stream that is joined in the middle of a line.
  private var isSure: Bool
  private var news: [String] = []
  /// Lines since the newest row that were none, or that never reached the reader.
  private var lost = 0
  /// The number of the newest line.
  private var newestLine: Int?

  /// Rows read.
  public private(set) var rows = 0
  /// Messages left out because they had come before.
  public var duplicates: Int { filter?.removed ?? 0 }
  /// Lines that were no rows.
  public private(set) var broken: [BrokenLine.Kind: Int] = [:]
  /// Fields left out because the stream has more than 4096.
  public var ignoredFields: Int { table.ignored }

  /// The names of the fields, safe to show. New ones come at the end.
  public var columns: [String] { table.names }
  /// Nil before the first line, where nobody said it.
  public var format: LineFormat? { parser?.format ?? options.format }

  public init(options: LineOptions = LineOptions()) {
    self.options = options
    values = ValueReader(decimal: options.decimal, missingWords: options.missingWords)
    isSure = options.format != nil
    if options.sequenceField != nil { filter = DuplicateFilter() }
  }

  /// What a person should hear of, since the last call: the format and the first line of each kind that was no row, a
  /// header that changed.
  public func drainNews() -> [String] {
    defer { news = [] }
    return news
  }

  /// Reads a line.
  public func read(_ line: SourceLine) -> LineResult {
    // Where lines are dropped or a connection breaks, their numbers go on.
    if let newestLine { lost += max(0, line.position.line - newestLine - 1) }
    newestLine = line.position.line
    do throws(BrokenLine) {
      guard var row = try row(line) else { return .skipped }
      if let name = options.sequenceField, filter?.isRepeated(row, field: name, columns: columns) == true {
        return .duplicate
      }
      rows += 1
      isSure = true
      (row.lostBefore, lost) = (lost, 0)
      return .row(row)
    } catch {
      lost += 1
      let count = broken[error.kind, default: 0]
      broken[error.kind] = count + 1
      if count == 0 { news.append("line \(line.position.line) is left out: \(error.reason)") }
      return .broken(error)
    }
  }

  private func row(_ line: SourceLine) throws(BrokenLine) -> LiveRow? {
    if line.isCut { throw BrokenLine(.tooLong, "it is longer than a megabyte") }
    var text = line.text
    let result = text.withUTF8 { bytes -> Result<LiveRow?, BrokenLine> in
      do throws(BrokenLine) { return .success(try row(line, bytes)) } catch { return .failure(error) }
    }
    return try result.get()
  }

  private func row(_ line: SourceLine, _ bytes: UnsafeBufferPointer<UInt8>) throws(BrokenLine) -> LiveRow? {
    guard let base = bytes.baseAddress, bytes.contains(where: { $0 > 0x20 }) else { return nil }
    if memchr(base, 0, bytes.count) != nil {
      throw BrokenLine(.zeroBytes, "it holds bytes of zero, which text does not have")
    }
    if parser == nil || !isSure { choose(bytes) }
    var row = LiveRow(fields: [], arrival: line.arrival, position: line.position, topic: line.topic)
    guard try parser?.read(bytes, into: &row, &table) == true else {
      if let note = parser?.takeNote() { news.append("line \(line.position.line): \(note)") }
      return nil
    }
    return row
  }

  /// Chooses the format that the first line shows; and another one if no line was a row in the one that was chosen.
  private func choose(_ bytes: UnsafeBufferPointer<UInt8>) {
    let shown = options.format ?? Self.format(of: bytes)
    if let parser, parser.format == shown || shown == .csv { return }
    table = LineColumns()
    parser =
      switch shown {
      case .json: JSONLine(values: values)
      case .influx: InfluxLine(values: values, ticksPerSecond: options.ticksPerSecond)
      case .pairs: PairsLine(values: values)
      case .csv: CSVLine(values: values, separator: options.separator, names: options.columns)
      }
  }

  private static func format(of bytes: UnsafeBufferPointer<UInt8>) -> LineFormat {
    if bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") { return .json }
    // First of the two: a line of pairs begins as a measurement of InfluxDB's with an odd name.
    if PairsLine.recognises(bytes) { return .pairs }
    return InfluxLine.recognises(bytes) ? .influx : .csv
  }
}

/// Reads the lines of one format.
protocol LineParser {
  var format: LineFormat { get }

  /// Reads a line into the fields of a row.
  ///
  /// - Returns: false where it holds none, such as a header.
  mutating func read(
    _ bytes: UnsafeBufferPointer<UInt8>, into row: inout LiveRow, _ table: inout LineColumns
  ) throws(BrokenLine) -> Bool

  /// What a person should hear of the line that was read last.
  mutating func takeNote() -> String?
}

extension LineParser {
  mutating func takeNote() -> String? { nil }
}

/// Reads the fields of lines as values.
struct ValueReader: Sendable {
  private let numbers: NumberParser
  private let missing: MissingWords

  init(decimal: ReadingOptions.DecimalMark, missingWords: [String]?) {
    numbers = NumberParser(decimal: decimal)
    missing = MissingWords(missingWords)
  }

  /// The number that bytes spell out; nil for other text, missing for infinities and what is too large.
  @inline(__always)
  func number(_ bytes: UnsafeBufferPointer<UInt8>) -> InputValue? {
    guard let number = numbers.value(of: bytes) else { return nil }
    return number.isNaN ? .missing : .number(number)
  }

  /// A number, a word for a missing value, or a text.
  func value(_ bytes: UnsafeBufferPointer<UInt8>) -> InputValue {
    if bytes.isEmpty || missing.has(bytes) { return .missing }
    return number(bytes) ?? .text(String(decoding: bytes, as: UTF8.self))
  }

  /// The same of a text that was decoded.
  func value(_ text: consuming String) -> InputValue { text.withUTF8 { value($0) } }
}

extension UnsafeBufferPointer where Element == UInt8 {
  /// Without spaces and tabs at both ends.
  var trimmed: UnsafeBufferPointer<UInt8> {
    var (start, end) = (0, count)
    while start < end, self[start] == 0x20 || self[start] == 0x09 { start += 1 }
    while end > start, self[end - 1] == 0x20 || self[end - 1] == 0x09 { end -= 1 }
    return slice(start, end)
  }

  /// Sound where `0 <= start <= end <= count`, which `UnsafeBufferPointer` checks.
  func slice(_ start: Int, _ end: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: self[start..<end])
  }
}
