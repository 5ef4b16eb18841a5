/// How a file of rows is written, as far as the file does not say so itself. Each guess is one property, so that it
/// can be shown, and set by someone who knows better. (What is guessed about each column is in `ColumnEvidence`.)
struct TableDialect {
  /// Where the first row begins: after a byte-order mark.
  var start: Int
  var separator: Separator
  /// Whether a comma may be the decimal point.
  var hasDecimalComma: Bool
  /// Whether the first record is a row, not the names of the columns. Known only once all rows are read.
  var isHeaderless = false

  /// Guesses from the first bytes of a file.
  ///
  /// - Parameter isEnd: whether these are all of its bytes.
  /// - Throws: if they are not text.
  init(guessingFrom bytes: [UInt8], isEnd: Bool = true, file: String) throws(DataError) {
    guard !Self.looksBinary(bytes) else { throw DataError(.binary, file: file) }
    start = bytes.starts(with: Self.byteOrderMark) ? 3 : 0
    separator = Separator.detect(in: bytes, from: start, isEnd: isEnd)
    hasDecimalComma = separator == .semicolon
  }

  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  var numbers: NumberParser { NumberParser(acceptsDecimalComma: hasDecimalComma) }

  /// Whether the bytes are those of an archive, an image or a wide encoding, not of text.
  private static func looksBinary(_ bytes: [UInt8]) -> Bool {
    let head = bytes.prefix(8192)
    var controls = 0
    for byte in head {
      if byte == 0 { return true }
      if byte < 32, byte != Ascii.tab, byte != Ascii.lineFeed, byte != Ascii.carriageReturn { controls += 1 }
    }
    return controls * 20 > head.count
  }
}

/// What separates the fields of a row.
enum Separator {
  case comma, tab, semicolon
  /// A run of spaces or tabs.
  case space

  func matches(_ byte: UInt8) -> Bool {
    switch self {
    case .comma: byte == Ascii.comma
    case .tab: byte == Ascii.tab
    case .semicolon: byte == Ascii.semicolon
    case .space: byte == Ascii.space || byte == Ascii.tab
    }
  }

  /// The separator that cuts the first rows most evenly into two or more fields; a comma if none does.
  ///
  /// Runs of spaces are taken only if nothing else separates the rows, because texts and dates contain spaces.
  ///
  /// - Parameter isEnd: whether these are all bytes of the file.
  static func detect(in bytes: [UInt8], from start: Int, isEnd: Bool) -> Separator {
    var best = (separator: Separator.comma, score: 0.0, fields: 1)
    for candidate in [Separator.comma, .tab, .semicolon] {
      let (score, fields) = evenness(of: candidate, in: bytes, from: start, isEnd: isEnd)
      if score > best.score || (score == best.score && fields > best.fields) {
        best = (candidate, score, fields)
      }
    }
    if best.score >= 0.8 { return best.separator }
    let (score, _) = evenness(of: .space, in: bytes, from: start, isEnd: isEnd)
    return score > best.score ? .space : best.separator
  }

  /// The share of the first rows that have the most frequent number of fields, plus 1 if the header has it too; 0 if
  /// that number is 1. Divided by three if text follows a closing quote.
  private static func evenness(
    of separator: Separator, in bytes: [UInt8], from start: Int, isEnd: Bool
  ) -> (score: Double, fields: Int) {
    var scanner = RecordScanner(bytes: bytes, from: start, separator: separator, isEnd: isEnd)
    let records = scanner.scan(limit: 65)
    guard records.count > 0 else { return (0, 1) }
    let header = records.fieldCount(0)
    var counts: [Int: Int] = [:]
    for record in (records.count > 1 ? 1 : 0)..<records.count {
      counts[records.fieldCount(record), default: 0] += 1
    }
    let usual = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 1
    guard usual > 1, let agreeing = counts[usual] else { return (0, 1) }
    let share = Double(agreeing) / Double(max(records.count - 1, 1))
    let headerAgrees = header == usual || header + 1 == usual
    let score = share + (headerAgrees ? 1 : 0)
    return (records.fieldsPastQuote > 0 ? score / 3 : score, usual)
  }
}
