/// Puts the contents of several files together as one table.
struct TableAssembly {
  let limits: ReadingLimits

  /// - Parameter files: in the order of the rows, each with the part its rows belong to.
  func table(
    name: String, of files: [(contents: FileContents, part: Dataset.Part?)]
  ) throws(DataError) -> Table {
    var files = files
    guard let first = files.first?.contents else { throw DataError(.empty, file: name) }
    var order: [[Int]] = []
    for file in files { order.append(try places(of: first, in: file.contents)) }
    let origins = try origins(of: files.map { ($0.contents, $0.part) })
    let lines = files.flatMap(\.contents.lines)
    countSequencesOn(&files)

    var columns: [Table.Column] = []
    for index in first.columns.indices {
      var pieces: [Table.Column] = []
      for file in files.indices {
        let place = order[file][index]
        pieces.append(files[file].contents.columns[place])
        // The file's copy is let go at once, so that no more than one column is there twice.
        files[file].contents.columns[place] = Table.Column(name: "", values: .numbers([]))
      }
      columns.append(joined(pieces))
    }
    let warnings = files.flatMap { file in
      file.contents.warnings.map { files.count > 1 ? "\(file.contents.file): \($0)" : $0 }
    }
    return Table(name: name.sanitized, columns: columns, lines: lines, warnings: warnings, origins: origins)
  }

  /// Where the first file's columns are in another one.
  private func places(of first: FileContents, in other: FileContents) throws(DataError) -> [Int] {
    var places: [String: Int] = [:]
    for (index, column) in other.columns.enumerated() {
      if places.updateValue(index, forKey: column.name) != nil {
        throw DataError(.repeatedColumn, file: other.file, column: column.name)
      }
    }
    let known = Set(first.columns.map(\.name))
    var found: [Int] = []
    for column in first.columns {
      guard let place = places[column.name] else {
        throw DataError(.lacksColumn(of: first.file), file: other.file, column: column.name)
      }
      found.append(place)
    }
    if let extra = other.columns.first(where: { !known.contains($0.name) }) {
      throw DataError(.lacksColumn(of: other.file), file: first.file, column: extra.name)
    }
    return found
  }

  private func origins(
    of files: [(contents: FileContents, part: Dataset.Part?)]
  ) throws(DataError) -> [Table.Origin] {
    var origins: [Table.Origin] = []
    var start = 0
    for (contents, part) in files {
      let (end, overflow) = start.addingReportingOverflow(contents.lines.count)
      if overflow { throw DataError(.tooManyValues(limit: limits.values), file: contents.file) }
      try limits.checkValues(rows: end, columns: contents.columns.count, file: contents.file)
      origins.append(Table.Origin(file: contents.file, rows: start..<end, part: part))
      start = end
    }
    return origins
  }

  /// Sequences that files count from 1 are counted on from file to file, so that no two are taken for one.
  private func countSequencesOn(_ files: inout [(contents: FileContents, part: Dataset.Part?)]) {
    var before = 0
    for file in files.indices {
      guard let count = files[file].contents.sequenceCount else { continue }
      defer { before += count }
      guard before > 0,
        let place = files[file].contents.columns.firstIndex(where: { $0.name == ColumnName.sequence }),
        case .numbers(let numbers) = files[file].contents.columns[place].values
      else { continue }
      files[file].contents.columns[place] = Table.Column(
        name: ColumnName.sequence, values: .numbers(numbers.map { $0 + Double(before) }))
    }
  }

  /// One column of the pieces that the files have of it.
  private func joined(_ pieces: [Table.Column]) -> Table.Column {
    guard pieces.count > 1, let first = pieces.first else { return pieces[0] }
    let told = pieces.filter { !$0.hasNoValues }
    let unit = told.first?.unit
    if told.allSatisfy({ $0.isNumeric && $0.unit == unit }) {
      return Table.Column(name: first.name, values: .numbers(allNumbers(pieces)), unit: unit)
    }
    if told.allSatisfy({ if case .dates = $0.values { true } else { false } }) {
      return Table.Column(name: first.name, values: .dates(allNumbers(pieces)))
    }
    return Table.Column(name: first.name, values: text(pieces), stray: stray(pieces))
  }

  /// The first text among numbers, at its row of all; nil where some piece is of texts altogether.
  private func stray(_ pieces: [Table.Column]) -> Table.Column.Stray? {
    var (found, rows): (Table.Column.Stray?, Int) = (nil, 0)
    for piece in pieces {
      guard piece.isNumeric || piece.stray != nil || piece.hasNoValues else { return nil }
      if found == nil, let stray = piece.stray { found = .init(row: rows + stray.row, text: stray.text) }
      rows += piece.count
    }
    return found
  }

  /// Numbers or dates; NaN for a column without values, whatever kind it seemed to have.
  private func allNumbers(_ pieces: [Table.Column]) -> [Double] {
    pieces.flatMap { piece in
      switch piece.values {
      case .numbers(let values), .dates(let values): values
      case .text(let codes, _): [Double](repeating: .nan, count: codes.count)
      }
    }
  }

  private func text(_ pieces: [Table.Column]) -> Table.Column.Values {
    var all = TextCodes()
    for piece in pieces {
      let (codes, names) = piece.categories()
      let shared = names.map { all.code(of: $0) }
      for code in codes { all.append(code: code < 0 ? -1 : shared[Int(code)]) }
    }
    return all.values
  }
}
