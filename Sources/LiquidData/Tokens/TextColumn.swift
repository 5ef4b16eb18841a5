import Text

/// The column of texts that become tokens, as a model remembers it.
package struct TextColumn: Sendable, Hashable, Codable {
  package let name: String
  package let tokens: TextTokens

  /// The column that tells texts apart where the task has none: the row of its file that a text is in.
  package static let documentColumn = "document number"
}

extension TaskDefinition {
  /// The column of texts and what is made of them; nil without tokens.
  ///
  /// - Precondition: `text` is set where `tokens` are, as `filled` and `checkText` make sure.
  var textColumn: TextColumn? {
    tokens.flatMap { tokens in text.map { TextColumn(name: $0, tokens: tokens) } }
  }

  /// The columns that may be the text: those of texts that have no other role, and are inputs where these are named.
  private func possibleTexts(in table: Table) -> [Table.Column] {
    let taken = Set([time, sequence].compactMap(\.self))
    let texts = table.columns.filter { column in
      guard case .text = column.values, column.stray == nil, !taken.contains(column.name) else {
        return false
      }
      return inputs?.contains(column.name) ?? true
    }
    // A text may be forecast from its own beginning; one that is told apart by another column is that one's.
    let others = texts.filter { targets?.contains($0.name) != true }
    return kind == .forecast || others.isEmpty ? texts : others
  }

  /// The name of the only column that can be the text, or of the only one with long values; nil if none stands out.
  func onlyText(in table: Table) -> String? {
    let possible = possibleTexts(in: table)
    if possible.count == 1 { return possible[0].name }
    let long = possible.filter(\.isOfLongTexts)
    return long.count == 1 ? long[0].name : nil
  }

  /// - Throws: where tokens are asked for and nothing says of what, or they do not go with the rest.
  func checkText(in table: Table) throws(DataError) {
    guard tokens != nil else { return }
    guard let text else {
      let names = possibleTexts(in: table).map(\.name)
      let which =
        names.isEmpty
        ? "the table has no column of texts" : "it can be \(listed(names, limit: 5))"
      throw DataError(
        .badTask(reason: "tokens need a column of texts, which 'text' names (--text): \(which)"),
        file: table.name)
    }
    let column = try table.column(named: text, role: "text")
    if case .dates = column.values {
      throw DataError(.wrongKind(expected: "text", found: column.kindName), file: table.name, column: text)
    }
    if kind != .forecast, targets?.contains(text) == true {
      throw DataError(.targetAmongInputs, file: table.name, column: text)
    }
  }
}

extension Table.Column {
  /// Names are shorter, on average.
  private static let longText = 20

  /// Whether it holds sentences rather than names.
  var isOfLongTexts: Bool {
    guard case .text(_, let levels) = values, !levels.isEmpty else { return false }
    return levels.reduce(0) { $0 + $1.utf8.count } >= Self.longText * levels.count
  }
}

extension Table {
  /// The table with a row for each token of a column's texts: its other values are repeated.
  ///
  /// Where `sequence` names no column, one is added that tells the texts apart.
  func tokenized(_ text: TextColumn, sequence: String?) throws(DataError) -> Table {
    let own = sequence == TextColumn.documentColumn ? nil : sequence
    if own == nil, column(named: TextColumn.documentColumn) != nil {
      throw DataError(.repeatedColumn, file: name, column: TextColumn.documentColumn)
    }
    let texts = try TokenizedTexts(try column(named: text.name, role: "text"), text.tokens, in: self)
    var rows: [Int] = []
    rows.reserveCapacity(texts.codes.count)
    for (row, count) in texts.counts.enumerated() {
      rows.append(contentsOf: repeatElement(row, count: count))
    }
    var columns = columns.map { column in
      column.name == text.name ? Column(name: column.name, values: texts.values) : column.taking(rows)
    }
    if own == nil { columns.append(documents(rows)) }
    return rearranged(columns: columns, rows: rows, origins: origins(rows: texts.counts))
      .adding(warnings: texts.notes)
  }

  /// The number of each row in its file, as the rows of a table made of it have it.
  private func documents(_ rows: [Int]) -> Column {
    var numbers = [Int32](repeating: 0, count: rowCount)
    for origin in origins {
      for row in origin.rows { numbers[row] = Int32(clamping: row - origin.rows.lowerBound) }
    }
    let longest = origins.reduce(0) { max($0, $1.rows.count) }
    return Column(
      name: TextColumn.documentColumn,
      values: .text(codes: rows.map { numbers[$0] }, levels: (0..<longest).map { "\($0 + 1)" }))
  }

  /// The files of a table that has so many rows for each of this one.
  private func origins(rows counts: [Int]) -> [Origin] {
    var first = 0
    return origins.map { origin in
      let count = counts[origin.rows].reduce(0, +)
      defer { first += count }
      return Origin(file: origin.file, rows: first..<first + count, part: origin.part)
    }
  }
}

/// The tokens of a column's texts.
private struct TokenizedTexts {
  /// Those of all rows, one after another, as indices into `levels`.
  let codes: [Int32]
  let levels: [String]
  /// The number of tokens of each row.
  let counts: [Int]
  /// What a person should know.
  let notes: [String]

  var values: Table.Column.Values { .text(codes: codes, levels: levels) }

  init(_ column: Table.Column, _ tokens: TextTokens, in table: Table) throws(DataError) {
    let (rows, texts) = try column.categories()
    var tokenizer = Tokenizer(tokens)
    // Each text once, however many rows have it.
    var (found, ends) = ([Int32](), [Int]())
    var wasCut: [Bool] = []
    for text in texts {
      wasCut.append(tokenizer.append(text, to: &found))
      ends.append(found.count)
    }
    func range(_ row: Int32) -> Range<Int> { (row > 0 ? ends[Int(row) - 1] : 0)..<ends[Int(row)] }
    counts = rows.map { $0 < 0 ? 1 : range($0).count }
    try Self.check(counts.reduce(0) { $0.saturatingSum($1) }, of: column, in: table)
    var codes: [Int32] = []
    codes.reserveCapacity(counts.reduce(0, +))
    var (empty, cut) = (0, 0)
    for row in rows {
      if row < 0 { codes.append(Tokenizer.padding) } else { codes += found[range(row)] }
      if codes.last == Tokenizer.padding { empty += 1 }
      if row >= 0, wasCut[Int(row)] { cut += 1 }
    }
    self.codes = codes
    levels = tokenizer.levels
    notes = Self.notes(column, tokens, rows: rows.count, empty: empty, cut: cut)
  }

  /// What a row of a table takes in numbers of eight bytes, with what is made of it later.
  private static let rowWidth = 12

  private static func check(_ count: Int, of column: Table.Column, in table: Table) throws(DataError) {
    guard count.saturatingProduct(rowWidth + table.columns.count) > ReadingLimits.standard.values else {
      return
    }
    throw DataError(
      .badTask(
        reason: "the texts of '\(column.name)' have \(count) tokens, more than the memory holds: set a length"
      ),
      file: table.name)
  }

  private static func notes(
    _ column: Table.Column, _ tokens: TextTokens, rows: Int, empty: Int, cut: Int
  ) -> [String] {
    var notes: [String] = []
    if empty > 0 {
      notes.append(
        "\(counted(empty, "row")) of \(rows) without a text in '\(column.name)': each is one token of padding"
      )
    }
    if cut > 0, let length = tokens.length {
      let lost = tokens.keep == .beginning ? "end" : "beginning"
      let verbs = cut == 1 ? "is longer" : "are longer"
      notes.append(
        "\(counted(cut, "text")) of \(rows) \(verbs) than \(counted(length, "token")): the \(lost) is left out"
      )
    }
    return notes
  }
}
