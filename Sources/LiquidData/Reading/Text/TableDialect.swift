/// How a file of rows is written, as far as the file does not say so itself. Each guess is one property, so that it
/// can be shown, and set by someone who knows better. (What is guessed about each column is in `ReadingDecision`.)
struct TableDialect {
  var encoding: TextDecoding.Form
  /// Where the first row begins: after a byte-order mark and skipped lines.
  var start: Int
  /// The line on which it begins.
  var firstLine: Int
  var separator: Separator
  /// What lines begin with that are no rows; empty: every line is one.
  var comment: [UInt8]
  /// The names of the columns in the last comment above the rows.
  var commentedNames: [String]?
  /// The marks with which numbers are read until all of them are known.
  var marks: NumberMarks
  /// Whether the first record is a row, not the names of the columns. Known only once all rows are read.
  var isHeaderless = false

  /// Guesses from the first bytes of a file what the options leave open.
  ///
  /// - Parameters:
  ///   - bytes: in UTF-8.
  ///   - isText: whether they are known to be text.
  ///   - isEnd: whether these are all of its bytes.
  /// - Throws: if they are not text.
  init(
    guessingFrom bytes: [UInt8], isText: Bool = false, encoding: TextDecoding.Form = .utf8,
    options: ReadingOptions = .init(),
    isEnd: Bool = true, file: String
  ) throws(DataError) {
    guard !bytes.starts(with: Self.databaseMark) else { throw DataError(.database, file: file) }
    guard isText || !Self.looksBinary(bytes) else { throw DataError(.binary, file: file) }
    self.encoding = encoding
    start = bytes.starts(with: Self.byteOrderMark) ? 3 : 0
    firstLine = 1
    for _ in 0..<(options.skippedLines ?? 0) {
      guard let end = Self.lineEnd(bytes, from: start) else {
        start = bytes.count
        break
      }
      start = end
      firstLine += 1
    }
    comment = options.comment.map { Array($0.utf8) } ?? Self.comment(bytes, from: start)
    let separator =
      options.separator ?? Separator.detect(in: bytes, from: start, isEnd: isEnd, comment: comment)
    self.separator = separator
    commentedNames = Self.lastComment(bytes, from: start, comment).map { Self.names($0, separator) }
    let isComma = separator == .semicolon && Self.hasDecimalCommas(bytes, from: start)
    marks = NumberMarks(decimal: options.decimal ?? (isComma ? .comma : .point), group: .none)
  }

  /// How a file of SQLite begins, and so one of a run.
  private static let databaseMark = Array("SQLite format 3\0".utf8)
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Whether the fields are separated as where commas are decimal.
  var isEuropean: Bool { separator == .semicolon }

  var numbers: NumberParser { NumberParser(marks: marks) }

  /// Whether the bytes are those of an archive or an image, not of text.
  private static func looksBinary(_ bytes: [UInt8]) -> Bool {
    let head = bytes.prefix(8192)
    var controls = 0
    for byte in head {
      if byte == 0 { return true }
      if byte < 32, byte != Ascii.tab, byte != Ascii.lineFeed, byte != Ascii.carriageReturn { controls += 1 }
    }
    return controls * 20 > head.count
  }

  // MARK: - Lines

  /// Where the next line begins; nil in the last one.
  private static func lineEnd(_ bytes: [UInt8], from start: Int) -> Int? {
    guard let end = bytes[start...].firstIndex(where: { $0 == Ascii.lineFeed || $0 == Ascii.carriageReturn })
    else { return nil }
    let isPair =
      bytes[end] == Ascii.carriageReturn && end + 1 < bytes.count && bytes[end + 1] == Ascii.lineFeed
    return end + (isPair ? 2 : 1)
  }

  /// `#` or `%` where the first line begins with it.
  private static func comment(_ bytes: [UInt8], from start: Int) -> [UInt8] {
    guard let first = bytes[start...].first(where: { $0 > Ascii.space }), "#%".utf8.contains(first) else {
      return []
    }
    return [first]
  }

  /// The last of the comments before the first row.
  private static func lastComment(_ bytes: [UInt8], from start: Int, _ comment: [UInt8]) -> [UInt8]? {
    guard !comment.isEmpty else { return nil }
    var last: [UInt8]?
    var position = start
    while position < bytes.count, bytes[position...].starts(with: comment) {
      let end = lineEnd(bytes, from: position) ?? bytes.count
      last = bytes[position + comment.count..<end].filter {
        $0 != Ascii.lineFeed && $0 != Ascii.carriageReturn
      }
      position = end
    }
    return last
  }

  /// The names in a comment such as `# Columns: time,left,right`.
  private static func names(_ comment: [UInt8], _ separator: Separator) -> [String] {
    var scanner = RecordScanner(bytes: comment, from: 0, separator: separator)
    let records = scanner.scan(limit: 1)
    guard records.count > 0 else { return [] }
    let text = FieldText(bytes: comment, records: records, numbers: NumberParser())
    var names = (0..<records.fieldCount(0)).map { text.text(records.field(0, $0)).trimmed }
    names[0] = String(names[0].drop { "#% ".contains($0) })
    if let colon = names[0].lastIndex(of: ":") {
      names[0] = String(names[0][names[0].index(after: colon)...]).trimmed
      if names[0].isEmpty { names.removeFirst() }
    }
    return names
  }

  /// Whether more digits are followed by a comma and a digit than by a point and one.
  private static func hasDecimalCommas(_ bytes: [UInt8], from start: Int) -> Bool {
    var (commas, points) = (0, 0)
    let head = bytes[start...].prefix(1 << 16)
    for (byte, next) in zip(head, head.dropFirst()) where digitValue(next) != nil {
      if byte == Ascii.comma { commas += 1 } else if byte == Ascii.point { points += 1 }
    }
    return commas > 0 && commas >= points
  }
}
