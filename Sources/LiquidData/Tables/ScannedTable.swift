/// A file of rows that has been read once: all there is to know of it, and those columns whose kind was clear from
/// their first values.
struct ScannedTable {
  /// Safe to show.
  let file: String
  let separator: Separator
  /// Whether the first record is a row.
  let isHeaderless: Bool
  /// Fields before the first column.
  let skipped: Int
  /// The line each row begins on.
  let lines: [Int]
  let warnings: [String]
  var columns: [ScannedColumn]

  /// The names of the columns that cannot be had as this kind without reading the file again.
  func columnsToReadAgain(_ kinds: [String: ColumnEvidence]) -> [Int] {
    columns.indices.filter { index in
      let column = columns[index]
      return kinds[column.name].map { column.values(as: $0.kind) == nil } ?? false
    }
  }

  /// The file's part of the table, once every column can be had.
  ///
  /// - Parameter kinds: what all files together say about each column.
  func contents(_ kinds: [String: ColumnEvidence]) -> FileContents {
    var built = columns.map { column in
      let evidence = kinds[column.name] ?? column.evidence
      let isDuration = evidence.kind == .durations
      return Table.Column(
        name: column.name, values: column.values(as: evidence.kind) ?? .text(codes: [], levels: []),
        unit: isDuration ? "s" : nil, stray: evidence.kind == .text ? column.evidence.strayAmongNumbers : nil)
    }
    if isHeaderless { built = splitLabelledNumbers(built) }
    return FileContents(
      file: file, columns: built, lines: lines, warnings: warnings,
      unnamed: isHeaderless ? Array(built.indices) : [])
  }
}

/// One column of it.
struct ScannedColumn {
  let name: String
  /// The field's place in a record.
  let index: Int
  let evidence: ColumnEvidence
  var collected: ColumnCollector.Collected

  /// The values as the kind that all files together say they have; nil where they have to be read again.
  func values(as kind: ColumnKind) -> Table.Column.Values? {
    switch (kind, collected) {
    case (.numbers, .numbers(let values)), (.durations, .durations(let values)): return .numbers(values)
    case (.dates(let order), .dates(let values, let own)) where order == own: return .dates(values)
    case (.text, .text(let codes)): return codes.values
    default: break
    }
    guard evidence.hasNoValues else { return nil }
    let missing = [Double](repeating: .nan, count: evidence.rows)
    switch kind {
    case .numbers, .durations: return .numbers(missing)
    case .dates: return .dates(missing)
    case .text: return .text(codes: [Int32](repeating: -1, count: evidence.rows), levels: [])
    }
  }

  /// The column with the first record before its rows, where that is no header.
  func preceded(by first: ColumnCollector) -> ScannedColumn {
    let joined: ColumnCollector.Collected =
      switch (first.values, collected) {
      case (.numbers(let a), .numbers(let b)): .numbers(a + b)
      case (.dates(let a, let order), .dates(let b, let other)) where order == other: .dates(a + b, order)
      case (.durations(let a), .durations(let b)): .durations(a + b)
      case (.text(let a), .text(let b)): .text(a.followed(by: b))
      default: .nothing
      }
    return ScannedColumn(
      name: name, index: index, evidence: first.evidence.followed(by: evidence), collected: joined)
  }
}

extension ColumnEvidence {
  /// What several files together say about the columns that they share.
  static func merged(_ tables: [ScannedTable]) -> [String: ColumnEvidence] {
    var merged: [String: ColumnEvidence] = [:]
    for column in tables.lazy.flatMap(\.columns) {
      merged[column.name] = merged[column.name]?.followed(by: column.evidence) ?? column.evidence
    }
    return merged
  }
}
