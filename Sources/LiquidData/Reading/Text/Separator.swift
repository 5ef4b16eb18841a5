/// What separates the fields of a row.
public enum Separator: Sendable, Hashable, Codable {
  case comma, tab, semicolon, pipe
  /// A run of spaces or tabs.
  case space
  /// Any other character of one byte.
  case other(UInt8)

  @inline(__always)
  func matches(_ byte: UInt8) -> Bool {
    switch self {
    case .comma: byte == Ascii.comma
    case .tab: byte == Ascii.tab
    case .semicolon: byte == Ascii.semicolon
    case .pipe: byte == Ascii.pipe
    case .space: byte == Ascii.space || byte == Ascii.tab
    case .other(let own): byte == own
    }
  }

  /// The first of the bytes that match.
  var byte: UInt8 {
    switch self {
    case .comma: Ascii.comma
    case .tab: Ascii.tab
    case .semicolon: Ascii.semicolon
    case .pipe: Ascii.pipe
    case .space: Ascii.space
    case .other(let own): own
    }
  }

  /// The word or the character that stands for it in options and messages.
  public var word: String {
    switch self {
    case .comma: "comma"
    case .tab: "tab"
    case .semicolon: "semicolon"
    case .pipe: "pipe"
    case .space: "space"
    case .other(let byte): String(UnicodeScalar(byte))
    }
  }

  /// `commas`, `semicolons`.
  var plural: String { if case .other = self { "'\(word)'" } else { "\(word)s" } }

  /// - Parameter word: `comma`, `tab`, `semicolon`, `pipe`, `space`, or the character itself; nil for anything else, and
  ///   for characters that numbers, names and quotes are made of.
  public init?(word: String) {
    switch word.lowercased() {
    case "comma", ",": self = .comma
    case "tab", "\t", "\\t": self = .tab
    case "semicolon", ";": self = .semicolon
    case "pipe", "|": self = .pipe
    case "space", " ": self = .space
    default:
      guard word.utf8.count == 1, let byte = word.utf8.first, (0x21...0x7E).contains(byte),
        !"\"'+-.0123456789_".utf8.contains(byte), byte | 0x20 < 0x61 || byte | 0x20 > 0x7A
      else { return nil }
      self = .other(byte)
    }
  }

  /// Those that are tried where nobody says which.
  private static let usual: [Separator] = [.comma, .tab, .semicolon, .pipe]

  /// The separator that cuts the first rows most evenly into two or more fields; a comma if none does, so that a file of
  /// one column stays one, of texts as well.
  ///
  /// Runs of spaces are taken only if nothing else separates the rows, because texts and dates contain spaces.
  ///
  /// - Parameters:
  ///   - isEnd: whether these are all bytes of the file.
  ///   - comment: what lines begin with that are no rows.
  static func detect(in bytes: [UInt8], from start: Int, isEnd: Bool, comment: [UInt8]) -> Separator {
    func scan(_ separator: Separator, limit: Int) -> Records {
      var scanner = RecordScanner(
        bytes: bytes, from: start, separator: separator, comment: comment, isEnd: isEnd)
      return scanner.scan(limit: limit)
    }
    let cuts = usual.map { ($0, scan($0, limit: 65)) }
    // What cuts nothing leaves a single column whole, whatever marks are in its texts.
    let whole = cuts.first { _, records in (0..<records.count).allSatisfy { records.fieldCount($0) <= 1 } }
    var best = (separator: whole?.0 ?? .comma, score: 0.0, fields: 1)
    for (candidate, records) in cuts {
      let (score, fields) = evenness(records, bytes)
      if score > best.score || (score == best.score && fields > best.fields) {
        best = (candidate, score, fields)
      }
    }
    if best.score >= 0.8 { return best.separator }
    // The names of the columns may stand between other marks than the values.
    let headers = usual.map { separator in
      let records = scan(separator, limit: 1)
      return records.count > 0 ? records.fieldCount(0) : 0
    }
    let (score, _) = evenness(scan(.space, limit: 65), bytes, headers: headers, isStrict: true)
    return score > best.score ? .space : best.separator
  }

  /// The share of the first rows that have the most frequent number of fields, plus up to 1 if the header agrees; 0 if
  /// that number is 1, or the rows are texts with such a mark in them. Divided by three if text follows a closing quote.
  ///
  /// - Parameters:
  ///   - headers: how many names the header may have beside those that the records say.
  ///   - isStrict: whether rows whose number of fields the header does not confirm must be of numbers.
  private static func evenness(
    _ records: Records, _ bytes: [UInt8], headers: [Int] = [], isStrict: Bool = false
  ) -> (score: Double, fields: Int) {
    guard records.count > 0 else { return (0, 1) }
    let header = records.fieldCount(0)
    let rows = (records.count > 1 ? 1 : 0)..<records.count
    var counts: [Int: Int] = [:]
    for row in rows { counts[records.fieldCount(row), default: 0] += 1 }
    let usual = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 1
    guard usual > 1, let agreeing = counts[usual] else { return (0, 1) }
    let share = Double(agreeing) / Double(max(records.count - 1, 1))
    // A header without a name for the names of rows is rarer than one that agrees.
    let hasRowNames = header > 1 && header + 1 == usual && share >= 0.8
    let isConfirmed =
      header == usual || hasRowNames || headers.contains { $0 > 1 && ($0 == usual || $0 + 1 == usual) }
    if isStrict || header == 1, !isConfirmed, !areNumbersAfterNames(rows, of: records, bytes) {
      return (0, 1)
    }
    let score = share + (header == usual ? 1 : header + 1 == usual ? 0.9 : 0)
    return (records.fieldsPastQuote > 0 ? score / 3 : score, usual)
  }

  /// Whether in at least half of the rows all fields but the first are numbers: what stands under one name and is cut into
  /// anything else is a text.
  private static func areNumbersAfterNames(_ rows: Range<Int>, of records: Records, _ bytes: [UInt8]) -> Bool
  {
    let text = FieldText(bytes: bytes, records: records, numbers: NumberParser())
    let numeric = rows.count { row in
      let fields = 1..<max(1, records.fieldCount(row))
      return !fields.isEmpty && fields.allSatisfy { text.number(records.field(row, $0)) != nil }
    }
    return 2 * numeric >= rows.count
  }
}
