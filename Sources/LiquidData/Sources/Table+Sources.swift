extension Table {
  /// Reads the files of a task into one table, in the order in which they are named.
  ///
  /// - Parameters:
  ///   - name: stands for the table in messages where it has several files.
  ///   - folder: what relative paths are seen from; empty: the working directory.
  ///   - progress: told of each file before it is read.
  public static func read(
    _ sources: DataSources, name: String, folder: String = "",
    progress: (ReadingProgress) -> Void = { _ in }
  ) throws(DataError) -> Table {
    var tables: [(table: Table, part: Dataset.Part?)] = []
    for (index, entry) in sources.patterns.enumerated() {
      let isRelative = !entry.pattern.hasPrefix("/") && !folder.isEmpty
      let path = isRelative ? "\(folder)/\(entry.pattern)" : entry.pattern
      progress(
        ReadingProgress(
          index: index, count: sources.patterns.count, file: path.sanitized, bytes: 0, totalBytes: 0))
      tables.append((try read(path: path), entry.part))
    }
    guard let first = tables.first else { throw DataError(.missingFile, file: name) }
    if tables.count == 1, first.part == nil { return first.table }
    return try joined(tables, name: name)
  }

  private static func joined(
    _ tables: [(table: Table, part: Dataset.Part?)], name: String
  ) throws(DataError) -> Table {
    var origins: [Origin] = []
    var row = 0
    for (table, part) in tables {
      origins.append(Origin(file: table.name, rows: row..<row + table.rowCount, part: part))
      row += table.rowCount
    }
    let names = tables.first?.table.columnNames ?? []
    let columns = try names.map { column throws(DataError) in
      let parts = try tables.map { entry throws(DataError) in
        try entry.table.column(named: column, role: "other files")
      }
      return Column(name: column, values: try joined(parts, file: name), unit: parts.first?.unit)
    }
    return Table(
      name: name.sanitized, columns: columns, lines: tables.flatMap(\.table.lines),
      warnings: tables.flatMap(\.table.warnings), origins: origins)
  }

  private static func joined(_ parts: [Column], file: String) throws(DataError) -> Column.Values {
    var numbers: [Double] = []
    var codes: [Int32] = []
    var levels: [String] = []
    var codeByLevel: [String: Int32] = [:]
    let kind = parts.first?.kindName ?? "numbers"
    for part in parts {
      guard part.kindName == kind else {
        throw DataError(.wrongKind(expected: kind, found: part.kindName), file: file, column: part.name)
      }
      switch part.values {
      case .numbers(let values), .dates(let values): numbers += values
      case .text(let ownCodes, let ownLevels):
        let new = ownLevels.map { level in
          let code = codeByLevel[level] ?? Int32(levels.count)
          if codeByLevel.updateValue(code, forKey: level) == nil { levels.append(level) }
          return code
        }
        codes += ownCodes.map { $0 < 0 ? -1 : new[Int($0)] }
      }
    }
    if kind == "text" { return .text(codes: codes, levels: levels) }
    return kind == "dates" ? .dates(numbers) : .numbers(numbers)
  }
}
