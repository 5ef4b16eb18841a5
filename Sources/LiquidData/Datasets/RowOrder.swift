import Text

/// A table's rows, ordered so that those of a sequence are adjacent; otherwise in order of appearance.
///
/// A *position* is a place in this order; a *row* is a place in the table. Without a sequence column each file is a
/// sequence; with one, the same value in two files means two sequences.
struct RowOrder: Sendable {
  /// The row at each position.
  let rows: [Int]
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
    var members: [[Int]] = []
    var names: [String] = []
    var origins: [Int] = []
    var values: [String?] = []
    var lost: [String] = []
    let categories = column?.categories()
    let files = table.origins.count > 1 ? table.originNames : []
    for (index, origin) in table.origins.enumerated() {
      let file = files.isEmpty ? nil : files[index]
      let kept = origin.rows.filter(isKept)
      let found: [(name: String?, rows: [Int])]
      if let column, let categories {
        found = try Self.sequences(of: kept, column, categories, table)
        if kept.count < origin.rows.count {
          let missing = Self.missing(among: origin.rows, kept, categories)
          lost += missing.map { Self.name(ofSequence: $0, file: file) }
        }
      } else {
        found = [(nil, kept)]
        if kept.isEmpty, !origin.rows.isEmpty { lost.append(Self.name(ofSequence: nil, file: file)) }
      }
      for sequence in found where !sequence.rows.isEmpty {
        members.append(sequence.rows)
        names.append(Self.name(ofSequence: sequence.name, file: file))
        origins.append(index)
        values.append(sequence.name)
      }
    }
    rows = members.flatMap { $0 }
    var first = 0
    ranges = members.map { member in
      defer { first += member.count }
      return first..<first + member.count
    }
    self.names = names.allSatisfy(\.isEmpty) ? [] : names
    self.origins = origins
    self.files = files
    self.values = values
    self.lost = lost
  }

  private static func name(ofSequence name: String?, file: String?) -> String {
    // A recording is named after its file.
    let isFile = name != nil && file.map(OpenFile.stem(of:)) == name
    return (isFile ? [file] : [file, name]).compactMap(\.self).joined(separator: " ")
  }

  /// The values that no row has which is kept, in order of appearance.
  private static func missing(
    among rows: Range<Int>, _ kept: [Int], _ categories: (codes: [Int32], names: [String])
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

  /// The rows of each value, in order of appearance.
  private static func sequences(
    of rows: [Int], _ column: Table.Column, _ categories: (codes: [Int32], names: [String]), _ table: Table
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
