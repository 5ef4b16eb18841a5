import LiquidData

/// One table of several files' texts, which have the same columns of numbers and, last, text.
func table(files: [(name: String, text: String, part: Dataset.Part?)]) throws -> Table {
  let tables = try files.map { try table($0.text, name: $0.name) }
  var origins: [Table.Origin] = []
  for (file, table) in zip(files, tables) {
    let first = origins.last?.rows.upperBound ?? 0
    origins.append(Table.Origin(file: file.name, rows: first..<first + table.rowCount, part: file.part))
  }
  let columns = tables[0].columnNames.map { name in
    Table.Column(name: name, values: joined(tables, name))
  }
  return Table(
    name: "task", columns: columns, lines: tables.flatMap(\.lines), warnings: [], origins: origins)
}

private func joined(_ tables: [Table], _ name: String) -> Table.Column.Values {
  if tables[0].column(named: name)?.isNumeric == true {
    return .numbers(tables.flatMap { numbers($0, name) })
  }
  let values = tables.flatMap { texts($0, name) }
  let levels = Array(Set(values.compactMap(\.self))).sorted()
  let codes = values.map { value in Int32(value.flatMap { levels.firstIndex(of: $0) } ?? -1) }
  return .text(codes: codes, levels: levels)
}
