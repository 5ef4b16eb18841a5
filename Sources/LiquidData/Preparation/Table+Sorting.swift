extension Table {
  /// The table with each file's rows in the order of their times; rows of one time stay as they stand.
  func sorted(byTime name: String?) throws(DataError) -> Table {
    guard let name else {
      throw DataError(.badTask(reason: "sorting by time needs a time column"), file: self.name)
    }
    let column = try column(named: name, role: "time")
    let times = try column.numbersOrDates(in: self)
    if let row = times.firstIndex(where: \.isNaN) {
      throw failure(.missingValue(role: "time"), row: row, column: name)
    }
    var rows: [Int] = []
    rows.reserveCapacity(rowCount)
    for origin in origins {
      rows += origin.rows.sorted { (times[$0], $0) < (times[$1], $1) }
    }
    return Table(
      name: self.name, columns: columns.map { $0.taking(rows) }, lines: rows.map { lines[$0] },
      warnings: warnings, origins: origins)
  }
}

extension Table.Column {
  /// The values of these rows, one after another.
  func taking(_ rows: [Int]) -> Table.Column {
    let taken: Values =
      switch values {
      case .numbers(let values): .numbers(rows.map { values[$0] })
      case .dates(let values): .dates(rows.map { values[$0] })
      case .text(let codes, let levels): .text(codes: rows.map { codes[$0] }, levels: levels)
      }
    let moved = stray.flatMap { stray in
      rows.firstIndex(of: stray.row).map { Stray(row: $0, text: stray.text) }
    }
    return Table.Column(name: name, values: taken, unit: unit, stray: moved)
  }
}
