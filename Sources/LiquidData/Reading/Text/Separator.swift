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
  /// one column stays one.
  ///
  /// Runs of spaces are taken only if nothing else separates the rows, and never where they would cut texts into words:
  /// the header has as many fields, or the fields are numbers.
  ///
  /// - Parameters:
  ///   - isEnd: whether these are all bytes of the file.
  ///   - comment: what lines begin with that are no rows.
  static func detect(in bytes: [UInt8], from start: Int, isEnd: Bool, comment: [UInt8]) -> Separator {
    var best = (separator: Separator.comma, score: 0.0, fields: 1)
    for candidate in usual {
      let cut = evenness(of: candidate, in: bytes, from: start, isEnd: isEnd, comment)
      if cut.score > best.score || (cut.score == best.score && cut.fields > best.fields) {
        best = (candidate, cut.score, cut.fields)
      }
    }
    if best.score >= 0.8 { return best.separator }
    let spaces = evenness(of: .space, in: bytes, from: start, isEnd: isEnd, comment)
    guard spaces.score > best.score, spaces.fitsHeader || spaces.isOfNumbers else { return best.separator }
    return .space
  }

  /// How well a separator cuts the first rows of a file.
  private struct Evenness {
    /// The share of the rows that have the most frequent number of fields, plus up to 1 if the header agrees; 0 if that
    /// number is 1. Divided by three if text follows a closing quote.
    var score = 0.0
    var fields = 1
    /// Whether most rows have as many fields as the header.
    var fitsHeader = false
    /// Whether at least half of the rows' fields begin like numbers.
    var isOfNumbers = false
  }

  private static func evenness(
    of separator: Separator, in bytes: [UInt8], from start: Int, isEnd: Bool, _ comment: [UInt8]
  ) -> Evenness {
    var scanner = RecordScanner(
      bytes: bytes, from: start, separator: separator, comment: comment, isEnd: isEnd)
    let records = scanner.scan(limit: 65)
    guard records.count > 0 else { return Evenness() }
    let header = records.fieldCount(0)
    let rows = (records.count > 1 ? 1 : 0)..<records.count
    var counts: [Int: Int] = [:]
    for row in rows { counts[records.fieldCount(row), default: 0] += 1 }
    let usual = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 1
    guard usual > 1, let agreeing = counts[usual] else { return Evenness() }
    let share = Double(agreeing) / Double(max(records.count - 1, 1))
    // A header without a name for the names of rows is rarer than one that agrees.
    let score = share + (header == usual ? 1 : header + 1 == usual ? 0.9 : 0)
    let (numbers, all) = numberCount(in: rows, of: records, bytes: bytes)
    return Evenness(
      score: records.fieldsPastQuote > 0 ? score / 3 : score, fields: usual,
      fitsHeader: share >= 0.5 && header == usual, isOfNumbers: 2 * numbers >= all)
  }

  /// How many fields of the rows begin with a digit, perhaps after a sign or a point, and how many there are.
  private static func numberCount(
    in rows: Range<Int>, of records: Records, bytes: [UInt8]
  ) -> (numbers: Int, all: Int) {
    var (numbers, all) = (0, 0)
    for row in rows {
      for index in 0..<records.fieldCount(row) {
        let range = records.field(row, index)
        let field = bytes[Int(range.start)..<Int(range.end)]
        all += 1
        if let first = field.first(where: { !"+-.\"".utf8.contains($0) }), digitValue(first) != nil {
          numbers += 1
        }
      }
    }
    return (numbers, all)
  }
}
