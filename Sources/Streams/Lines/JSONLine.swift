import LiquidData
import Text

/// Lines that are JSON objects.
///
/// Objects within the object are flattened (`sensor.temp`), lists too (`a.0`). True and false are 1 and 0. Of the messages
/// that `mosquitto_sub -F %j` prints, what is in `payload` is called as if it stood alone, where no other field is called
/// so. A name that occurs twice has its last value.
struct JSONLine: LineParser {
  var format: LineFormat { .json }
  private let values: ValueReader

  init(values: ValueReader) { self.values = values }

  mutating func read(
    _ bytes: UnsafeBufferPointer<UInt8>, into row: inout LiveRow, _ table: inout LineColumns
  ) throws(BrokenLine) -> Bool {
    var scanner = JSONScanner(bytes: bytes, values: values, table: table)
    defer { table = scanner.table }
    row.fields = [InputValue](repeating: .missing, count: table.names.count)
    try scanner.readLine(into: &row.fields)
    return true
  }
}

/// Goes through the bytes of an object once.
private struct JSONScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  let values: ValueReader
  var table: LineColumns
  private var place = 0

  /// Objects and lists within each other: more are no row, and would fill the stack.
  private static let deepest = 32

  init(bytes: UnsafeBufferPointer<UInt8>, values: ValueReader, table: LineColumns) {
    (self.bytes, self.values, self.table) = (bytes, values, table)
  }

  mutating func readLine(into fields: inout [InputValue]) throws(BrokenLine) {
    skipSpaces()
    guard place < bytes.count, bytes[place] == UInt8(ascii: "{") else { throw broken("it is no JSON object") }
    try object(prefix: "", depth: 0, into: &fields)
    skipSpaces()
    guard place == bytes.count else { throw broken("something follows the JSON object") }
  }

  private func broken(_ reason: String) -> BrokenLine { BrokenLine(.syntax, "\(reason) (byte \(place + 1))") }

  private mutating func skipSpaces() {
    while place < bytes.count, bytes[place] == 0x20 || (0x09...0x0D).contains(bytes[place]) { place += 1 }
  }

  /// Goes on past a byte, and the spaces before it; false where it is another one.
  private mutating func skip(_ byte: UInt8) -> Bool {
    skipSpaces()
    guard place < bytes.count, bytes[place] == byte else { return false }
    place += 1
    return true
  }

  private mutating func object(
    prefix: String, depth: Int, into fields: inout [InputValue]
  ) throws(BrokenLine) {
    guard depth < Self.deepest else { throw broken("its JSON is nested deeper than \(Self.deepest) levels") }
    place += 1
    if skip(UInt8(ascii: "}")) { return }
    while true {
      skipSpaces()
      guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else {
        throw broken("a name in its JSON is missing or not in quotes")
      }
      let key = try string()
      guard skip(UInt8(ascii: ":")) else { throw broken("its JSON has a name without a value") }
      try value(name: prefix + key, depth: depth, into: &fields)
      if skip(UInt8(ascii: "}")) { return }
      guard skip(UInt8(ascii: ",")) else { throw broken("its JSON has no comma or end where one must be") }
    }
  }

  private mutating func list(prefix: String, depth: Int, into fields: inout [InputValue]) throws(BrokenLine) {
    guard depth < Self.deepest else { throw broken("its JSON is nested deeper than \(Self.deepest) levels") }
    place += 1
    if skip(UInt8(ascii: "]")) { return }
    var index = 0
    while true {
      try value(name: prefix + String(index), depth: depth, into: &fields)
      index += 1
      if skip(UInt8(ascii: "]")) { return }
      guard skip(UInt8(ascii: ",")) else { throw broken("its JSON has no comma or end where one must be") }
    }
  }

  private mutating func value(name: String, depth: Int, into fields: inout [InputValue]) throws(BrokenLine) {
    skipSpaces()
    guard place < bytes.count else { throw broken("its JSON ends too early") }
    switch bytes[place] {
    case UInt8(ascii: "{"): try object(prefix: name + ".", depth: depth + 1, into: &fields)
    case UInt8(ascii: "["): try list(prefix: name + ".", depth: depth + 1, into: &fields)
    case UInt8(ascii: "\""): set(name, values.value(try string()), &fields)
    default: set(name, try word(), &fields)
    }
  }

  private mutating func set(_ name: String, _ value: InputValue, _ fields: inout [InputValue]) {
    let short = name.hasPrefix("payload.") ? String(name.dropFirst(8)) : nil
    guard let place = table.place(of: name, shortName: short) else { return }
    while fields.count <= place { fields.append(.missing) }
    fields[place] = value
  }

  /// A number, true, false, null, or NaN and infinities as Python writes them.
  private mutating func word() throws(BrokenLine) -> InputValue {
    let start = place
    while place < bytes.count, !Self.endsWord(bytes[place]) { place += 1 }
    let word = bytes.slice(start, place)
    if let number = values.number(word) { return number }
    if word.elementsEqual("true".utf8) { return .number(1) }
    if word.elementsEqual("false".utf8) { return .number(0) }
    if ["null", "NaN", "Infinity", "-Infinity"].contains(where: { word.elementsEqual($0.utf8) }) {
      return .missing
    }
    place = start
    throw broken("a value in its JSON is neither a number, nor text, nor true, false or null")
  }

  private static func endsWord(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
  }

  /// The text between two quotes.
  private mutating func string() throws(BrokenLine) -> String {
    place += 1
    let start = place
    while place < bytes.count, bytes[place] != UInt8(ascii: "\""), bytes[place] != UInt8(ascii: "\\") {
      place += 1
    }
    guard place < bytes.count else { throw broken("a text in its JSON has no end") }
    if bytes[place] == UInt8(ascii: "\"") {
      place += 1
      return String(decoding: bytes.slice(start, place - 1), as: UTF8.self)
    }
    var text = Array(bytes.slice(start, place))
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(into: &text)
      default: text.append(byte)
      }
    }
    throw broken("a text in its JSON has no end")
  }

  private mutating func escape(into text: inout [UInt8]) throws(BrokenLine) {
    guard place < bytes.count else { throw broken("a text in its JSON has no end") }
    let letter = bytes[place]
    place += 1
    switch letter {
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if (0xD800..<0xDC00).contains(code), place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"),
        bytes[place + 1] == UInt8(ascii: "u")
      {
        place += 2
        let low = try hexadecimal()
        code = (0xDC00..<0xE000).contains(low) ? 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00) : 0xFFFD
      }
      // Half a pair of surrogates is no character.
      text += Array(String(Unicode.Scalar(code) ?? "\u{FFFD}").utf8)
    default: throw broken("a text in its JSON has an escape that there is not")
    }
  }

  private mutating func hexadecimal() throws(BrokenLine) -> UInt32 {
    guard place + 4 <= bytes.count,
      let code = UInt32(String(decoding: bytes.slice(place, place + 4), as: UTF8.self), radix: 16),
      bytes[place] != UInt8(ascii: "+")
    else { throw broken("a text in its JSON has an escape without four digits") }
    place += 4
    return code
  }
}
