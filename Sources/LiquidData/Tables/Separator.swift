/// What divides the fields of a row.
enum Separator: CaseIterable {
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

  /// The separator that cuts the first rows most evenly into two or more fields; a comma where none does.
  ///
  /// Runs of spaces are believed only where nothing else divides the rows, since texts and dates contain
  /// spaces.
  ///
  /// - Parameter isEnd: whether the bytes are all of the file.
  static func detect(in bytes: [UInt8], from start: Int, isEnd: Bool = true) -> Separator {
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

  /// Share of the first rows with the most frequent number of fields, plus 1 where the header agrees with it;
  /// 0 where that number is 1. A third of that where text stands right behind a quote.
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
