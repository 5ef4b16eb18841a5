/// A table's rows with each sequence's rows next to one another, in order of appearance.
///
/// A *position* is a place in this order; a *row* is a place in the table.
struct RowOrder: Sendable {
  /// The row at each position.
  let rows: [Int]
  /// The positions of each sequence.
  let ranges: [Range<Int>]
  /// Safe to show; empty where there is no sequence column.
  let names: [String]

  init(table: Table, sequence column: Table.Column?) throws(DataError) {
    guard let column else {
      rows = Array(0..<table.rowCount)
      ranges = [0..<table.rowCount]
      names = []
      return
    }
    let (codes, levels) = column.categories()
    var members = [[Int]](repeating: [], count: levels.count)
    for (row, code) in codes.enumerated() {
      guard code >= 0 else {
        throw DataError(
          .missingValue(role: "sequence"), file: table.name, line: table.lines[row], column: column.name)
      }
      members[Int(code)].append(row)
    }
    rows = members.flatMap { $0 }
    var first = 0
    ranges = members.map { member in
      defer { first += member.count }
      return first..<first + member.count
    }
    names = levels.map(\.sanitized)
  }
}
