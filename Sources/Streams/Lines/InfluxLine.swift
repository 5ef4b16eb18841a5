import Foundation
import LiquidData
import Text

/// Lines of InfluxDB's protocol: `measurement,tag=x field=1,other="s" 1465839830100400200`.
///
/// Tags and fields become fields; the measurement's name does not. Source: the line protocol reference of InfluxDB 1.8 and 2.
struct InfluxLine: LineParser {
  var format: LineFormat { .influx }
  private let values: ValueReader
  private let ticksPerSecond: Double

  init(values: ValueReader, ticksPerSecond: Double) {
    (self.values, self.ticksPerSecond) = (values, ticksPerSecond)
  }

  /// Whether a line is one of the protocol.
  static func recognises(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var (table, row) = (
      LineColumns(), LiveRow(fields: [], arrival: 0, position: SourcePosition(offset: 0, line: 0))
    )
    var parser = InfluxLine(values: ValueReader(decimal: .point, missingWords: nil), ticksPerSecond: 1e9)
    return (try? parser.read(bytes, into: &row, &table)) == true
  }

  mutating func read(
    _ bytes: UnsafeBufferPointer<UInt8>, into row: inout LiveRow, _ table: inout LineColumns
  ) throws(BrokenLine) -> Bool {
    let line = bytes.trimmed
    if line.first == UInt8(ascii: "#") { return false }
    row.fields = [InputValue](repeating: .missing, count: table.names.count)
    var scanner = InfluxScanner(bytes: line)
    let measurement = scanner.text(until: [0x2C, 0x20])
    guard !measurement.isEmpty else { throw scanner.broken("it has no measurement") }
    while scanner.skip(0x2C) {
      let key = scanner.text(until: [0x3D, 0x2C, 0x20])
      guard !key.isEmpty, scanner.skip(0x3D) else {
        throw scanner.broken("a tag in it has no name or no value")
      }
      let value = scanner.text(until: [0x2C, 0x20])
      set(key, value.isEmpty ? .missing : .text(value), &row, &table)
    }
    guard scanner.skipSpaces() else { throw scanner.broken("it has no fields") }
    repeat {
      let key = scanner.text(until: [0x3D, 0x2C, 0x20])
      guard !key.isEmpty, scanner.skip(0x3D) else {
        throw scanner.broken("a field in it has no name or no value")
      }
      set(key, try scanner.value(values), &row, &table)
    } while scanner.skip(0x2C)
    if scanner.skipSpaces() { row.time = try scanner.time() / ticksPerSecond }
    guard scanner.isAtEnd else { throw scanner.broken("something follows its time") }
    return true
  }

  private func set(_ name: String, _ value: InputValue, _ row: inout LiveRow, _ table: inout LineColumns) {
    guard let place = table.place(of: name) else { return }
    while row.fields.count <= place { row.fields.append(.missing) }
    row.fields[place] = value
  }
}

/// Goes through the bytes of a line once.
private struct InfluxScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  private var place = 0

  init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { place == bytes.count }

  func broken(_ reason: String) -> BrokenLine {
    BrokenLine(.syntax, "\(reason), as InfluxDB's line protocol asks (byte \(place + 1))")
  }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard place < bytes.count, bytes[place] == byte else { return false }
    place += 1
    return true
  }

  /// False where there is none, or nothing after it.
  mutating func skipSpaces() -> Bool {
    let start = place
    while place < bytes.count, bytes[place] == 0x20 { place += 1 }
    return place > start && !isAtEnd
  }

  /// A name or a tag's value; a backslash before a comma, an equals sign, a space or itself takes its meaning away.
  mutating func text(until ends: [UInt8]) -> String {
    var text: [UInt8] = []
    while place < bytes.count, !ends.contains(bytes[place]) {
      if bytes[place] == UInt8(ascii: "\\"), place + 1 < bytes.count,
        [0x2C, 0x3D, 0x20, 0x5C].contains(bytes[place + 1])
      {
        place += 1
      }
      text.append(bytes[place])
      place += 1
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// A field's value: a number, with `i` or `u` behind it where it is whole, a text in quotes, true or false.
  mutating func value(_ values: ValueReader) throws(BrokenLine) -> InputValue {
    if skip(UInt8(ascii: "\"")) { return values.value(try quoted()) }
    let start = place
    while place < bytes.count, bytes[place] != 0x2C, bytes[place] != 0x20 { place += 1 }
    let word = bytes.slice(start, place)
    if let number = values.number(word) { return number }
    if let last = word.last, last == UInt8(ascii: "i") || last == UInt8(ascii: "u"),
      word.dropLast().allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }),
      let number = values.number(word.slice(0, word.count - 1))
    {
      return number
    }
    switch String(decoding: word, as: UTF8.self) {
    case "t", "T", "true", "True", "TRUE": return .number(1)
    case "f", "F", "false", "False", "FALSE": return .number(0)
    case "NaN", "nan": return .missing
    default: throw broken("the value of a field is neither a number, nor text in quotes, nor true or false")
    }
  }

  private mutating func quoted() throws(BrokenLine) -> String {
    var text: [UInt8] = []
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
      if byte == UInt8(ascii: "\\"), place < bytes.count, bytes[place] == 0x22 || bytes[place] == 0x5C {
        text.append(bytes[place])
        place += 1
      } else {
        text.append(byte)
      }
    }
    throw BrokenLine(.openQuote, "a quote in it has no end")
  }

  /// The time at the end of the line, in ticks.
  mutating func time() throws(BrokenLine) -> Double {
    let start = place
    while place < bytes.count, bytes[place] != 0x20 { place += 1 }
    guard let ticks = Int(String(decoding: bytes.slice(start, place), as: UTF8.self)) else {
      throw broken("its time is no whole number")
    }
    _ = skipSpaces()
    return Double(ticks)
  }
}
