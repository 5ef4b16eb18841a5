import Text

/// A table's rows, ordered so that those of a sequence are adjacent; otherwise in order of appearance.
///
/// A *position* is a place in this order; a *row* is a place in the table. Without a sequence column each file is a
/// sequence; with one, the same value in two files means two sequences.
struct RowOrder: Sendable {
  /// The row at each position.
  let rows: RowList
  /// The positions of each sequence.
  let ranges: [Range<Int>]
  /// Safe to show; empty for one sequence without a name.
  let names: [String]
  /// The file of each sequence, an index into the table's origins.
  let origins: [Int]
  /// What each file is called, by its index; empty for one file.
  let files: [String]
  /// The value of the sequence column in each sequence, safe to show; nil without such a column.
  let values: [String?]
  /// The sequences of which no row is part of the order, safe to show; empty names where they have none.
  let lost: [String]

  /// - Parameter isKept: whether a row is part of the order.
  init(
    table: Table, sequence column: Table.Column?, isKept: (Int) -> Bool = { _ in true }
  ) throws(DataError) {
    let categories = try column.map { column throws(DataError) in (column, try column.categories()) }
    let (found, listed, missing) = try Self.sequences(categories, table, isKept)
    var names: [String] = []
    var origins: [Int] = []
    var values: [String?] = []
    var ranges: [Range<Int>] = []
    let files = table.origins.count > 1 ? table.originNames : []
    for (index, sequences) in found.enumerated() {
      let file = files.isEmpty ? nil : files[index]
      for sequence in sequences where sequence.count > 0 {
        let first = ranges.last?.upperBound ?? 0
        ranges.append(first..<first + sequence.count)
        names.append(Self.name(ofSequence: sequence.name, file: file))
        origins.append(index)
        values.append(sequence.name)
      }
    }
    rows = listed.map { RowList($0) } ?? RowList(count: ranges.last?.upperBound ?? 0)
    self.ranges = ranges
    self.names = names.allSatisfy(\.isEmpty) ? [] : names
    self.origins = origins
    self.files = files
    self.values = values
    lost = missing.map { Self.name(ofSequence: $0.name, file: files.isEmpty ? nil : files[$0.origin]) }
  }

  private static func name(ofSequence name: String?, file: String?) -> String {
    // A recording is named after its file.
    let isFile = name != nil && file.map(OpenFile.stem(of:)) == name
    return (isFile ? [file] : [file, name]).compactMap(\.self).joined(separator: " ")
  }

  /// The values that no row has which is kept, in order of appearance.
  private static func missing(
    among rows: Range<Int>, _ kept: [Int], _ categories: (codes: Stored<Int32>, names: [String])
  ) -> [String] {
    var seen = Set(kept.lazy.map { categories.codes[$0] })
    return rows.compactMap { row in
      let code = categories.codes[row]
      return code >= 0 && seen.insert(code).inserted ? categories.names[Int(code)].sanitized : nil
    }
  }

  init(table: Table, sequenceNamed name: String?) throws(DataError) {
    let column = try name.map { name throws(DataError) in try table.column(named: name, role: "sequence") }
    try self.init(table: table, sequence: column)
  }

  private typealias Categories = (column: Table.Column, values: (codes: Stored<Int32>, names: [String]))
  /// A sequence with its number of rows.
  private typealias Counted = (name: String?, count: Int)

  /// A sequence of which no row is kept, with its file's place among the origins.
  private typealias Missing = (name: String?, origin: Int)

  /// The sequences of each file, and the rows in their order; nil where each row is in its own place already.
  private static func sequences(
    _ categories: Categories?, _ table: Table, _ isKept: (Int) -> Bool
  ) throws(DataError) -> (found: [[Counted]], rows: [Int]?, missing: [Missing]) {
    if let found = try adjacent(categories, table, isKept) { return (found, nil, []) }
    var found: [[Counted]] = []
    var listed: [Int] = []
    var missing: [Missing] = []
    for (index, origin) in table.origins.enumerated() {
      let kept = origin.rows.filter(isKept)
      guard let (column, values) = categories else {
        found.append([(nil, kept.count)])
        listed += kept
        if kept.isEmpty, !origin.rows.isEmpty { missing.append((nil, index)) }
        continue
      }
      let sequences = try sequences(of: kept, column, values, table)
      found.append(sequences.map { ($0.name, $0.rows.count) })
      for sequence in sequences { listed += sequence.rows }
      guard kept.count < origin.rows.count else { continue }
      missing += Self.missing(among: origin.rows, kept, values).map { ($0, index) }
    }
    return (found, listed, missing)
  }

  /// The sequences of each file where all rows are kept and those of a sequence are adjacent, which needs no list of rows;
  /// nil where they are not.
  private static func adjacent(
    _ categories: Categories?, _ table: Table, _ isKept: (Int) -> Bool
  ) throws(DataError) -> [[Counted]]? {
    var found: [[Counted]] = []
    var end = 0
    for origin in table.origins {
      guard origin.rows.lowerBound == end else { return nil }
      end = origin.rows.upperBound
      var sequences: [Counted] = []
      var seen: Set<Int32> = []
      var last: Int32 = -1
      for row in origin.rows {
        guard isKept(row) else { return nil }
        guard let (column, values) = categories else { continue }
        let code = values.codes[row]
        if code >= 0, code == last {
          sequences[sequences.count - 1].count += 1
          continue
        }
        guard code >= 0 else {
          throw table.failure(.missingValue(role: "sequence"), row: row, column: column.name)
        }
        guard seen.insert(code).inserted else { return nil }
        sequences.append((values.names[Int(code)].sanitized, 1))
        last = code
      }
      found.append(categories == nil ? [(nil, origin.rows.count)] : sequences)
    }
    return found
  }

  /// The rows of each value, in order of appearance.
  private static func sequences(
    of rows: [Int], _ column: Table.Column, _ categories: (codes: Stored<Int32>, names: [String]),
    _ table: Table
  ) throws(DataError) -> [(name: String?, rows: [Int])] {
    var indexOfCode: [Int32: Int] = [:]
    var found: [(name: String?, rows: [Int])] = []
    var last: (code: Int32, index: Int) = (-1, 0)
    for row in rows {
      let code = categories.codes[row]
      // Most rows follow one of the same sequence.
      if code >= 0, code == last.code {
        found[last.index].rows.append(row)
        continue
      }
      guard code >= 0 else {
        throw table.failure(.missingValue(role: "sequence"), row: row, column: column.name)
      }
      if let index = indexOfCode[code] {
        found[index].rows.append(row)
        last = (code, index)
      } else {
        last = (code, found.count)
        indexOfCode[code] = found.count
        found.append((categories.names[Int(code)].sanitized, [row]))
      }
    }
    return found
  }
}
