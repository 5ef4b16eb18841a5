import LiquidData
import Text

/// Lines of fields between separators, under a header.
struct CSVLine: LineParser {
  var format: LineFormat { .csv }

  private let values: ValueReader
  private var separator: UInt8
  private let isSeparatorKnown: Bool
  /// The header's fields as they stand; nil before it came.
  private var header: [String]?
  /// Whether the names were given, and the first line need be no header.
  private let isHeaderless: Bool
  /// The column of each field; -1: none.
  private var places: [Int] = []
  /// Whether field number i is column i throughout.
  private var isInOrder = false
  private var note: String?

  init(values: ValueReader, separator: Separator?, names: [String]?) {
    self.values = values
    self.separator = separator.map { $0 == .space ? 0x20 : Self.byte($0) } ?? UInt8(ascii: ",")
    isSeparatorKnown = separator != nil
    header = names
    isHeaderless = names != nil
  }

  mutating func takeNote() -> String? {
    defer { note = nil }
    return note
  }

  mutating func read(
    _ bytes: UnsafeBufferPointer<UInt8>, into row: inout LiveRow, _ table: inout LineColumns
  ) throws(BrokenLine) -> Bool {
    if places.isEmpty {
      if !isSeparatorKnown { separator = Self.separator(of: bytes) }
      if let header { setHeader(header, &table) } else { return try readFirst(bytes, into: &row, &table) }
    }
    var found = 0
    row.fields = try fields(bytes, count: &found)
    // A separator at the end of a line makes no field.
    if found == places.count + 1, row.fields.last == .missing, Self.endsEmpty(bytes, separator) {
      row.fields.removeLast()
      found -= 1
    }
    if found != places.count || Self.isText(row.fields[0]), try takeHeader(bytes, row.fields, &table) {
      return false
    }
    guard found == places.count else {
      throw BrokenLine(
        .fieldCount, "it has \(counted(found, "field")), and the header has \(counted(places.count, "name"))")
    }
    if !isInOrder { arrange(&row.fields, columns: table.names.count) }
    return true
  }

  /// The header, or a line of numbers, which has none above it.
  private mutating func readFirst(
    _ bytes: UnsafeBufferPointer<UInt8>, into row: inout LiveRow, _ table: inout LineColumns
  ) throws(BrokenLine) -> Bool {
    var found = 0
    let first = try fields(bytes, count: &found)
    if first.allSatisfy({ !Self.isText($0) }), first.contains(where: { $0 != .missing }) {
      note = "it is no header: the columns are called 'column 1' and so on"
      setHeader(first.indices.map { "column \($0 + 1)" }, &table)
      row.fields = first
      return true
    }
    setHeader(try texts(bytes), &table)
    return false
  }

  private mutating func setHeader(_ names: [String], _ table: inout LineColumns) {
    header = names
    places = table.places(of: names)
    isInOrder = places.elementsEqual(places.indices) && places.count == table.names.count
  }

  /// Takes a line for a header: the one that is known, again, or another one that evidently is one.
  private mutating func takeHeader(
    _ bytes: UnsafeBufferPointer<UInt8>, _ fields: [InputValue], _ table: inout LineColumns
  ) throws(BrokenLine) -> Bool {
    guard let header, fields.allSatisfy(Self.isText) else { return false }
    let names = try texts(bytes)
    if names == header { return true }
    guard !isHeaderless, names.count > 1, Set(names).count == names.count else { return false }
    let known = Set(names).intersection(table.names).count
    guard known * 2 > names.count || Set(names).isSuperset(of: header) else { return false }
    setHeader(names, &table)
    note = "the header changed to \(names.prefix(8).joined(separator: ", ").quoted)"
    return true
  }

  /// Puts the fields of a line into the places of their columns.
  private func arrange(_ fields: inout [InputValue], columns: Int) {
    var arranged = [InputValue](repeating: .missing, count: columns)
    for (place, field) in zip(places, fields) where place >= 0 { arranged[place] = field }
    fields = arranged
  }

  private static func isText(_ field: InputValue) -> Bool {
    if case .text = field { true } else { false }
  }

  // MARK: - Fields

  private func fields(_ bytes: UnsafeBufferPointer<UInt8>, count: inout Int) throws(BrokenLine)
    -> [InputValue]
  {
    var fields: [InputValue] = []
    fields.reserveCapacity(places.count + 1)
    var start = 0
    while true {
      var end = start
      // Sound throughout: the index is compared with the count first.
      while end < bytes.count, bytes[end] != separator, bytes[end] != UInt8(ascii: "\"") { end &+= 1 }
      if end < bytes.count, bytes[end] != separator, let (text, next) = try quoted(bytes, start, end) {
        fields.append(values.value(text))
        end = next
      } else {
        while end < bytes.count, bytes[end] != separator { end &+= 1 }
        let field = bytes.slice(start, end)
        fields.append(values.number(field) ?? values.value(field.trimmed))
      }
      guard end < bytes.count else { break }
      start = end + 1
    }
    count = fields.count
    return fields
  }

  /// The texts of a header.
  private func texts(_ bytes: UnsafeBufferPointer<UInt8>) throws(BrokenLine) -> [String] {
    var texts: [String] = []
    var start = 0
    while true {
      var end = start
      while end < bytes.count, bytes[end] != separator, bytes[end] != UInt8(ascii: "\"") { end += 1 }
      if end < bytes.count, bytes[end] != separator, let (text, next) = try quoted(bytes, start, end) {
        texts.append(text)
        end = next
      } else {
        while end < bytes.count, bytes[end] != separator { end += 1 }
        texts.append(String(decoding: bytes.slice(start, end).trimmed, as: UTF8.self))
      }
      guard end < bytes.count else { break }
      start = end + 1
    }
    if texts.count > 1, texts.last == "" { texts.removeLast() }
    return texts
  }

  /// The text of a field that begins with a quote, and where the field ends; nil where the quote is within the field, and
  /// belongs to it.
  private func quoted(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ quote: Int
  ) throws(BrokenLine) -> (String, Int)? {
    guard bytes.slice(start, quote).trimmed.isEmpty else { return nil }
    var text: [UInt8] = []
    var place = quote + 1
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "\"") {
        guard place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: "\"") else { break }
        place += 1
      }
      text.append(bytes[place])
      place += 1
    }
    guard place < bytes.count else {
      throw BrokenLine(
        .openQuote, "a quote in it has no end; values with line ends are not read from streams")
    }
    place += 1
    // What follows the quote belongs to the text, as in a table.
    let rest = place
    while place < bytes.count, bytes[place] != separator { place += 1 }
    text += bytes.slice(rest, place).trimmed
    return (String(decoding: text, as: UTF8.self), place)
  }

  private static func endsEmpty(_ bytes: UnsafeBufferPointer<UInt8>, _ separator: UInt8) -> Bool {
    bytes.last { $0 != 0x20 } == separator || bytes.last == separator
  }

  // MARK: - Separators

  private static func byte(_ separator: Separator) -> UInt8 {
    switch separator {
    case .comma: UInt8(ascii: ",")
    case .tab: 0x09
    case .semicolon: UInt8(ascii: ";")
    case .pipe: UInt8(ascii: "|")
    case .space: 0x20
    case .other(let byte): byte
    }
  }

  /// The one that occurs most often in the first line, outside quotes; a comma where none does.
  private static func separator(of bytes: UnsafeBufferPointer<UInt8>) -> UInt8 {
    let candidates: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, UInt8(ascii: "|")]
    var counts = [Int](repeating: 0, count: candidates.count)
    var isQuoted = false
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted, let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
    }
    // The first of those that are equal: `max` gives the last.
    let most = counts.max() ?? 0
    return candidates[counts.firstIndex(of: most) ?? 0]
  }
}
