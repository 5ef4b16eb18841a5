/// Joins the columns of a table with one row per key to the rows of another table that have the key.
struct TableJoin {
  let join: DataSources.Join
  let other: Table

  /// The row of the other table by key.
  private let rows: [String: Int]

  init(_ join: DataSources.Join, other: Table) throws(DataError) {
    self.join = join
    self.other = other
    let key = try other.column(named: join.key, role: "key")
    let (codes, names) = try key.categories()
    var rows: [String: Int] = [:]
    for (row, code) in codes.enumerated() {
      guard code >= 0 else {
        throw other.failure(.missingValue(role: "key"), row: row, column: join.key)
      }
      let name = names[Int(code)]
      if rows.updateValue(row, forKey: name) != nil {
        throw other.failure(.repeatedKey(key: name), row: row, column: join.key)
      }
    }
    self.rows = rows
  }

  /// - Parameter isOneKeyASequence: whether a sequence has one key, which may be missing in all rows but one.
  func applied(to table: Table, isOneKeyASequence: Bool) throws(DataError) -> Table {
    let matches = try matches(in: table, isOneKeyASequence: isOneKeyASequence)
    var columns = table.columns
    let names = join.columns ?? other.columnNames.filter { $0 != join.key }
    for name in names {
      let column = try other.column(named: name, role: "join")
      guard table.column(named: name) == nil else {
        throw DataError(.repeatedColumn, file: other.name, column: name)
      }
      columns.append(column.taking(matches))
    }
    return table.replacing(
      columns: columns, addingWarnings: other.warnings.map { "\(other.name): \($0)" })
  }

  /// For each row, the row of the other table.
  private func matches(in table: Table, isOneKeyASequence: Bool) throws(DataError) -> [Int] {
    let key = try table.column(named: join.key, role: "key")
    let (codes, names) = try key.categories()
    let sequences =
      try isOneKeyASequence ? table.column(named: ColumnName.sequence)?.categories().codes : nil
    var keyOfSequence: [Int32: Int32] = [:]
    if let sequences {
      for (row, code) in codes.enumerated() where code >= 0 {
        if let first = keyOfSequence.updateValue(code, forKey: sequences[row]), first != code {
          throw problem(
            .severalKeys(first: names[Int(first)], second: names[Int(code)]), row: row, table)
        }
      }
    }
    var matches: [Int] = []
    matches.reserveCapacity(codes.count)
    for row in codes.indices {
      let code = codes[row] >= 0 ? codes[row] : sequences.flatMap { keyOfSequence[$0[row]] } ?? -1
      guard code >= 0 else { throw problem(.missingValue(role: "key"), row: row, table) }
      guard let match = rows[names[Int(code)]] else {
        throw problem(.unknownKey(key: names[Int(code)], file: other.name), row: row, table)
      }
      matches.append(match)
    }
    return matches
  }

  private func problem(_ problem: DataError.Problem, row: Int, _ table: Table) -> DataError {
    table.failure(problem, row: row, column: join.key)
  }
}
