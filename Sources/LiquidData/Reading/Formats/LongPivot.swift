import Text

/// Pivots the files of a long table: one row per time of a file, one column per variable of any file.
struct LongPivot {
  let timeName: String
  let limits: ReadingLimits

  /// Each file's columns, the same for all: "sequence", the time, then the variables.
  func columns(of files: [LongFile]) throws(DataError) -> [FileColumns] {
    guard let first = files.first else { return [] }
    var variables = TextCodes()
    for file in files { for name in file.variables { _ = variables.code(of: name) } }
    for name in variables.levels where name == timeName || name == ColumnName.sequence {
      throw DataError(.repeatedColumn, file: first.file, column: name)
    }
    let names = variables.levels
    var rows = 0
    for file in files {
      guard file.timeKind == first.timeKind else {
        throw DataError(.otherTimes(than: first.file), file: file.file, line: file.lines.first)
      }
      rows += file.times.count
      try limits.checkValues(rows: rows, columns: names.count + 2, file: file.file)
      // A row and a column for each reading would be the square of the file.
      try file.budget.check(rows: file.times.count, columns: names.count + 2)
    }
    let stems = Dictionary(files.map { ($0.stem, 1) }, uniquingKeysWith: +)
    var result: [FileColumns] = []
    for file in files {
      // If several files share a name, their sequences are called by the whole path.
      let name = stems[file.stem] == 1 ? file.stem : file.file
      let own = file.variables.map { variables.code(of: $0) }
      result.append(columns(of: file, sequence: name, variables: names, codes: own))
    }
    return result
  }

  private func columns(
    of file: LongFile, sequence: String, variables: [String], codes: [Int32]
  ) -> FileColumns {
    let count = file.times.count
    var values = [[Double]?](repeating: nil, count: variables.count)
    for cell in file.cells {
      let variable = Int(codes[Int(cell.variable)])
      if values[variable] == nil { values[variable] = [Double](repeating: .nan, count: count) }
      if !cell.value.isNaN { values[variable]?[Int(cell.row)] = cell.value }
    }
    let time =
      file.timeKind == .date
      ? Table.Column(name: timeName, values: .dates(file.times))
      : Table.Column(
        name: timeName, values: .numbers(file.times), unit: file.timeKind == .duration ? "s" : nil)
    var columns = [
      Table.Column(
        name: ColumnName.sequence,
        values: .text(codes: [Int32](repeating: 0, count: count), levels: [sequence.sanitized])),
      time,
    ]
    for (name, values) in zip(variables, values) {
      columns.append(
        Table.Column(name: name, values: .numbers(values ?? [Double](repeating: .nan, count: count))))
    }
    return FileColumns(
      file: file.file.sanitized, columns: columns, lines: RowLines(file.lines),
      stated: StatedRoles(sequence: ColumnName.sequence, time: timeName))
  }
}
