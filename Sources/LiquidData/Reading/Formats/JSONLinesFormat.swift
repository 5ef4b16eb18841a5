import Foundation
import Text

/// An object of JSON on each line. Its keys are columns in the order in which they first appear, those of objects inside
/// it after their keys with a point (`sensor.x`); its values are read as the fields of a table are.
struct JSONLinesFormat: DataFormat {
  let options: FormatOptions

  /// By the file's name, or if the first line is one whole object.
  static func recognizes(head: ArraySlice<UInt8>, path: String) -> Bool {
    if FileEnding.is("jsonl", of: path) || FileEnding.is("ndjson", of: path) { return true }
    let text = beginning(head)
    guard text.first == UInt8(ascii: "{") else { return false }
    let line = text.prefix { $0 != Ascii.lineFeed && $0 != Ascii.carriageReturn }
    return line.endIndex == text.endIndex || line.last { !isSpace($0) } == UInt8(ascii: "}")
  }

  /// Whether a file is JSON, but not one object a line.
  static func isOnePiece(_ head: ArraySlice<UInt8>, path: String) -> Bool {
    guard !recognizes(head: head, path: path) else { return false }
    let text = beginning(head)
    switch text.first {
    case UInt8(ascii: "{"): return true
    case UInt8(ascii: "["):
      let next = text.dropFirst().first { !isSpace($0) }
      return FileEnding.is("json", of: path) || next == UInt8(ascii: "{") || next == UInt8(ascii: "[")
    default: return false
    }
  }

  /// Without a byte-order mark and white space.
  private static func beginning(_ head: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let mark = TableDialect.byteOrderMark
    return (head.starts(with: mark) ? head.dropFirst(mark.count) : head).drop(while: isSpace)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == Ascii.space || byte == Ascii.tab || byte == Ascii.lineFeed || byte == Ascii.carriageReturn
  }

  func scan(_ file: OpenFile) throws(DataError) -> ScannedFile {
    let rows = try rows(of: options.bytes(of: file), file)
    // The rest is what tables have in common: kinds of columns, dates, missing values.
    var sources = options.sources
    var reading = ReadingOptions()
    reading.separator = .comma
    reading.hasHeader = true
    reading.decimal = .point
    reading.thousands = ReadingOptions.ThousandsMark.none
    reading.encoding = .utf8
    sources.reading = reading.filled(from: sources.reading)
    (sources.reading.skippedLines, sources.reading.comment) = (nil, nil)
    sources.columnNames = nil
    var own = options
    own.sources = sources
    try file.budget.check(bytes: rows.tableBytes)
    let bytes = rows.table
    let table = OpenFile(
      path: file.path, bytes: ByteStream(bytes), kept: bytes, budget: file.budget, isText: true)
    guard case .table(let scanned, let again) = try TableFormat(options: own).scan(table) else {
      preconditionFailure("a table that is no table")
    }
    return .table(scanned.with(lines: RowLines(rows.lines)), again: again)
  }

  private func rows(of bytes: [UInt8], _ file: OpenFile) throws(DataError) -> ObjectRows {
    var rows = ObjectRows()
    for (range, number) in LineScanner(bytes) where !range.isEmpty {
      // What the parser makes of a line takes many times its length.
      try file.budget.check(bytes: rows.heldBytes + 32 * range.count)
      do throws(ObjectRows.Flaw) {
        try rows.append(bytes[range], line: number)
      } catch {
        throw DataError(
          .malformed(format: "lines of JSON", reason: error.reason), file: file.path, line: number)
      }
      try file.budget.limits.checkValues(
        rows: rows.lines.count, columns: rows.columnCount, file: file.path)
    }
    guard !rows.lines.isEmpty else { throw DataError(.empty, file: file.path) }
    guard rows.columnCount > 0 else {
      throw DataError(
        .malformed(format: "lines of JSON", reason: "its objects have no keys"), file: file.path)
    }
    return rows
  }
}

/// The objects of a file as the rows of a table.
private struct ObjectRows {
  /// The line of each object.
  private(set) var lines: [Int] = []
  private var columns: [String] = []
  private var places: [String: Int] = [:]
  /// The rows as a table has them, each with the columns that were known by then.
  private var text: [UInt8] = []
  /// For each row, its end in the text and the number of its fields.
  private var ends: [(end: Int, fields: Int)] = []

  /// What is wrong with a line.
  struct Flaw: Error { let reason: String }

  var columnCount: Int { columns.count }
  /// An estimate; see `MemoryBudget`.
  var heldBytes: Int { text.count + 24 * lines.count + MemoryBudget.columnBytes * columns.count }

  mutating func append(_ line: ArraySlice<UInt8>, line number: Int) throws(Flaw) {
    guard let object = JSONObject(line) else {
      throw Flaw(reason: "the line is no complete object such as {\"x\": 1}")
    }
    var values: [String: String] = [:]
    try Self.flatten(object.values, "", into: &values)
    if values.keys.contains(where: { places[$0] == nil }) {
      for key in object.keysInOrder where values[key] != nil && places[key] == nil {
        places[key] = columns.count
        columns.append(key)
      }
      // Whatever the order of the keys could not be told of.
      for key in values.keys.sorted() where places[key] == nil {
        places[key] = columns.count
        columns.append(key)
      }
    }
    // Only what is there is looked up: a file may have many keys, each in few lines.
    let fields = values.compactMap { name, value in places[name].map { (place: $0, value: value) } }
    var written = 0
    for field in fields.sorted(by: { $0.place < $1.place }) {
      text += repeatElement(Ascii.comma, count: field.place - written)
      text += field.value.utf8
      written = field.place
    }
    text += repeatElement(Ascii.comma, count: max(columns.count - 1 - written, 0))
    ends.append((text.count, columns.count))
    lines.append(number)
  }

  /// About how long the table is: rows before a key get a field for it, too.
  var tableBytes: Int {
    text.count + lines.count.saturatingProduct(columns.count) + columns.reduce(0) { $0 + $1.utf8.count }
  }

  /// The table with its header.
  var table: [UInt8] {
    var table = Array(columns.map(Self.quoted).joined(separator: ",").utf8)
    table.append(Ascii.lineFeed)
    var start = 0
    for (end, fields) in ends {
      let row = text[start..<end]
      table += row
      let missing = columns.count - fields
      // An empty line would be no row.
      if row.isEmpty, columns.count == 1 { table += "\"\"".utf8 }
      // A row before the first column has no field yet.
      table += repeatElement(Ascii.comma, count: fields == 0 ? missing - 1 : missing)
      table.append(Ascii.lineFeed)
      start = end
    }
    return table
  }

  private static func flatten(
    _ values: [String: Any], _ prefix: String, into fields: inout [String: String]
  ) throws(Flaw) {
    for (key, value) in values {
      let name = prefix + key
      if fields[name] != nil { throw Flaw(reason: "two values are called '\(name.displayed)'") }
      switch value {
      case let inner as [String: Any]: try flatten(inner, "\(name).", into: &fields)
      case let text as String: fields[name] = quoted(text)
      case let number as NSNumber: fields[name] = words(number)
      case is NSNull: fields[name] = ""
      default:
        throw Flaw(
          reason: "'\(name.displayed)' holds a list, and only numbers, texts, true, false and null are read")
      }
    }
  }

  private static func words(_ number: NSNumber) -> String {
    // A value of one byte is true or false: JSON's numbers are longer.
    if String(cString: number.objCType) == "c" { return number.boolValue ? "true" : "false" }
    return number.stringValue
  }

  /// Line ends become spaces, as in a name that is shown.
  private static func quoted(_ text: String) -> String {
    let line =
      text.utf8.contains { $0 == Ascii.lineFeed || $0 == Ascii.carriageReturn }
      ? String(text.map { $0.isNewline ? " " : $0 }) : text
    return "\"\(line.replacing("\"", with: "\"\""))\""
  }
}

/// One object of JSON.
private struct JSONObject {
  let values: [String: Any]
  private let bytes: ArraySlice<UInt8>

  /// Nil where the bytes are no object.
  init?(_ bytes: ArraySlice<UInt8>) {
    var parsed = try? JSONSerialization.jsonObject(with: Data(bytes))
    if parsed == nil {
      // Python writes NaN and Infinity, which are not JSON's.
      parsed = try? JSONSerialization.jsonObject(with: Data(Self.withoutNaN(bytes)))
    }
    guard let values = parsed as? [String: Any] else { return nil }
    self.values = values
    self.bytes = bytes
  }

  private static func withoutNaN(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var scanner = JSONScanner(bytes)
    while let token = scanner.next() {
      let word = bytes[token.range]
      let isNaN = ["NaN", "Infinity", "-Infinity"].contains { word.elementsEqual($0.utf8) }
      if isNaN { result += "null".utf8 } else { result += word }
      result.append(Ascii.space)
    }
    return result
  }

  /// The names of the values as columns have them, in the order in which they stand.
  var keysInOrder: [String] {
    var keys: [String] = []
    // What the keys within each open object begin with.
    var prefixes: [String] = []
    var last = ""
    var scanner = JSONScanner(bytes)
    while let token = scanner.next() {
      switch token.kind {
      case .text: last = Self.text(bytes[token.range]) ?? ""
      case .sign(UInt8(ascii: ":")): keys.append((prefixes.last ?? "") + last)
      case .sign(UInt8(ascii: "{")): prefixes.append(keys.last.map { "\($0)." } ?? "")
      case .sign(UInt8(ascii: "}")): _ = prefixes.popLast()
      case .sign, .word: break
      }
    }
    return keys
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String? {
    if !bytes.contains(UInt8(ascii: "\\")) {
      return String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self)
    }
    return try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed) as? String
  }
}

/// Cuts JSON into its signs, texts and words, whether it is right or not.
private struct JSONScanner {
  enum Kind {
    case sign(UInt8)
    /// With its quotes.
    case text
    case word
  }

  private let bytes: ArraySlice<UInt8>
  private var place: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  mutating func next() -> (kind: Kind, range: Range<Int>)? {
    while place < bytes.endIndex, bytes[place] <= Ascii.space { place += 1 }
    guard place < bytes.endIndex else { return nil }
    let start = place
    place += 1
    if Self.isSign(bytes[start]) { return (.sign(bytes[start]), start..<place) }
    guard bytes[start] == Ascii.quote else {
      while place < bytes.endIndex, bytes[place] > Ascii.space, bytes[place] != Ascii.quote,
        !Self.isSign(bytes[place])
      { place += 1 }
      return (.word, start..<place)
    }
    while place < bytes.endIndex, bytes[place] != Ascii.quote {
      place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    place = min(place + 1, bytes.endIndex)
    return (.text, start..<place)
  }

  private static func isSign(_ byte: UInt8) -> Bool { "{}[]:,".utf8.contains(byte) }
}
