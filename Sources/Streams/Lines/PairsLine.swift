import LiquidData
import Text

/// Lines of `name=value` pairs between spaces, tabs, commas or semicolons, as small devices print them.
///
///     speed=12.5 bend=0.01 state="no fix" valid=true
///
/// Names and texts may be in quotes. True and false are 1 and 0. A name without a value is missing, and one that occurs
/// twice has its last value.
struct PairsLine: LineParser {
  var format: LineFormat { .pairs }
  private let values: ValueReader

  init(values: ValueReader) { self.values = values }

  /// Whether a line is made of pairs alone.
  static func recognises(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var (table, row) = (
      LineColumns(), LiveRow(fields: [], arrival: 0, position: SourcePosition(offset: 0, line: 0))
    )
    var parser = PairsLine(values: ValueReader(decimal: .point, missingWords: nil))
    return (try? parser.read(bytes, into: &row, &table)) == true
  }

  mutating func read(
    _ bytes: UnsafeBufferPointer<UInt8>, into row: inout LiveRow, _ table: inout LineColumns
  ) throws(BrokenLine) -> Bool {
    row.fields = [InputValue](repeating: .missing, count: table.names.count)
    var scanner = PairScanner(bytes: bytes)
    var hasPair = false
    while scanner.skipSeparators() {
      let name = try scanner.name()
      let value = try scanner.value(values)
      hasPair = true
      guard let place = table.place(of: name) else { continue }
      while row.fields.count <= place { row.fields.append(.missing) }
      row.fields[place] = value
    }
    return hasPair
  }
}

/// Goes through the bytes of a line once.
private struct PairScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  private var place = 0

  init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// - Returns: false at the end of the line.
  mutating func skipSeparators() -> Bool {
    while place < bytes.count, Self.separates(bytes[place]) { place += 1 }
    return place < bytes.count
  }

  /// The name of a pair; the equals sign after it is skipped.
  mutating func name() throws(BrokenLine) -> String {
    let name: String
    if bytes[place] == UInt8(ascii: "\"") {
      name = try quoted()
    } else {
      let start = place
      while place < bytes.count, bytes[place] != UInt8(ascii: "="), !Self.separates(bytes[place]) {
        place += 1
      }
      name = String(decoding: bytes.slice(start, place), as: UTF8.self)
    }
    guard place < bytes.count, bytes[place] == UInt8(ascii: "="), !name.isEmpty else {
      throw broken("a word in it is no name=value pair")
    }
    place += 1
    return name
  }

  mutating func value(_ values: ValueReader) throws(BrokenLine) -> InputValue {
    if place < bytes.count, bytes[place] == UInt8(ascii: "\"") {
      let text = try quoted()
      guard place == bytes.count || Self.separates(bytes[place]) else {
        throw broken("something follows a text in quotes")
      }
      return values.value(text)
    }
    let start = place
    while place < bytes.count, !Self.separates(bytes[place]) {
      // Where two pairs run into one another, bytes between them were lost.
      guard bytes[place] != UInt8(ascii: "=") else { throw broken("a value in it has an equals sign") }
      place += 1
    }
    let word = bytes.slice(start, place)
    if word.elementsEqual("true".utf8) { return .number(1) }
    if word.elementsEqual("false".utf8) { return .number(0) }
    return values.value(word)
  }

  /// The text between two quotes.
  private mutating func quoted() throws(BrokenLine) -> String {
    place += 1
    let start = place
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") { place += 1 }
    guard place < bytes.count else { throw BrokenLine(.openQuote, "a quote in it has no end") }
    place += 1
    return String(decoding: bytes.slice(start, place - 1), as: UTF8.self)
  }

  private func broken(_ reason: String) -> BrokenLine {
    BrokenLine(.syntax, "\(reason) (byte \(place + 1))")
  }

  private static func separates(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";")
  }
}
