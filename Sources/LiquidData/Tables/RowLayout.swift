/// Which field of a row belongs to which column.
struct RowLayout {
  /// The columns' names, safe to show.
  private(set) var names: [String]
  /// Fields before the first column: 1 where rows begin with a name that the header does not have.
  let skipped: Int
  /// Fields behind the last column, all empty: 1 where rows end with a separator.
  private let trailing: Int

  init(text: FieldText) {
    let records = text.records
    let usual = Self.usualFieldCount(records)
    var header = (0..<records.fieldCount(0)).map { text.text(records.field(0, $0)) }
    if let usual {
      if header.count == 1, usual > 1 {
        // A header that is separated otherwise than the rows.
        let words = header[0].split(whereSeparator: \.isWhitespace).map(String.init)
        if words.count == usual || words.count + 1 == usual { header = words }
      }
      while header.count > usual, header.last?.isEmpty == true { header.removeLast() }
    }
    let missing = usual.map { $0 - header.count } ?? 0
    let lastIsEmpty = usual.map { Self.isEmptyColumn($0 - 1, text: text, fieldCount: $0) } ?? false
    var trailing = missing == 1 && lastIsEmpty ? 1 : 0
    if missing == 0, lastIsEmpty, header.count > 1, header.last?.isEmpty == true {
      header.removeLast()
      trailing = 1
    }
    self.trailing = trailing
    skipped = missing == 1 && trailing == 0 ? 1 : 0
    names = header.enumerated().map { index, name in
      let shown = name.trimmed.sanitized
      return shown.isEmpty ? "column \(index + 1)" : shown
    }
  }

  var repeatedName: String? {
    var seen: Set<String> = []
    return names.first { !seen.insert($0).inserted }
  }

  mutating func nameByNumber() {
    names = names.indices.map { "column \($0 + 1)" }
  }

  func firstRaggedRecord(in records: Records) -> Int? {
    let expected = names.count + skipped + trailing
    return (1..<max(records.count, 1)).first { records.fieldCount($0) != expected }
  }

  func buildColumns(text: FieldText, rows: Range<Int>) -> [Table.Column] {
    names.enumerated().map { index, name in
      ColumnBuilder(text: text, rows: rows, index: index + skipped).build(name: name)
    }
  }

  /// Whether the first line holds values, not names: every field of it fits its column, and at least one is a
  /// number or a date. Ascending whole numbers (years, indices) are taken as names.
  func headerLooksLikeRow(text: FieldText, columns: [Table.Column]) -> Bool {
    guard skipped == 0, text.records.fieldCount(0) == names.count + trailing else { return false }
    var wholeNumbers: [Double] = []
    var fitting = 0
    for (index, column) in columns.enumerated() {
      let field = text.records.field(0, index)
      if text.isMissing(field) { continue }
      switch column.values {
      case .text: continue
      case .numbers(let values):
        if values.allSatisfy(\.isNaN), !values.isEmpty { continue }
        guard let number = text.number(field) ?? text.duration(field) else { return false }
        fitting += 1
        if number == number.rounded() { wholeNumbers.append(number) }
      case .dates:
        guard text.date(field, .dayFirst) ?? text.date(field, .monthFirst) != nil else { return false }
        fitting += 1
      }
    }
    let areIndices =
      wholeNumbers.count == fitting && fitting > 1
      && zip(wholeNumbers, wholeNumbers.dropFirst()).allSatisfy(<)
    return fitting > 0 && !areIndices
  }

  /// The most frequent number of fields of the first rows.
  private static func usualFieldCount(_ records: Records) -> Int? {
    var counts: [Int: Int] = [:]
    for record in 1..<max(min(records.count, 101), 1) { counts[records.fieldCount(record), default: 0] += 1 }
    return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
  }

  private static func isEmptyColumn(_ index: Int, text: FieldText, fieldCount: Int) -> Bool {
    let records = text.records
    return (1..<records.count).allSatisfy { record in
      guard records.fieldCount(record) == fieldCount else { return true }
      let field = records.field(record, index)
      return field.form == .plain && field.start == field.end
    }
  }
}

extension String {
  /// Without white space at both ends.
  var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
