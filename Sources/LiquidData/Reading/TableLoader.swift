import Text

/// Loads a task's files as one table: opens each, scans it in its format, and joins the columns of all.
struct TableLoader {
  var sources = DataSources()
  /// What the table is called in messages.
  let name: String
  /// Where relative paths start.
  var folder = ""
  /// The columns whose values are kept as they stand in the files, too.
  var writtenColumns: Set<String> = []
  var limits: ReadingLimits
  var roles = ReadingRoles()
  /// Where the table is kept; nil: it is read into memory.
  var cache: TableCache?
  /// Where the values of tables are written; nil: in memory.
  var space: CacheSpace?
  var progress: @Sendable (ReadingProgress) -> Void = { _ in }

  /// Columns of a file, with the part that its rows belong to.
  private typealias Piece = (columns: FileColumns, part: Dataset.Part?)
  private typealias Scanned = FileOpener.Opened<ScannedFile>

  /// The task's files.
  func load() throws(DataError) -> Table {
    guard let cache else { return try loaded() }
    return try cache.table(of: self)
  }

  /// The task's files, whatever a cache has of them.
  func loaded() throws(DataError) -> Table {
    if let limit = sources.limit, limit < 1 {
      throw DataError(.badSources(reason: "the limit is \(limit); it must be at least 1"), file: name)
    }
    let opener = try FileOpener(sources, folder: folder, limits: limits, progress: progress)
    guard !opener.isEmpty else { throw DataError(.badSources(reason: "no files are named"), file: name) }
    let labels = try LabelFiles(sources.labels, folder: folder, limits: limits)
    let format = (sources.reading.format ?? sources.format).type.init(
      options: FormatOptions(sources: sources, limits: limits, labels: labels, texts: texts, space: space))
    let files = try opener.open { file throws(DataError) in
      try ForeignFile.check(file)
      let scanned = try format.scan(file)
      if space != nil, case .columns = scanned {
        throw DataError(.notFromCache(what: "reading files that are no tables of rows"), file: file.path)
      }
      return scanned
    }
    try labels.checkAllUsed(by: files.map(\.path))
    let isLong = files.contains { if case .long = $0.value { true } else { false } }
    let table = try table(of: files, reopening: opener).adding(warnings: opener.skipped.map(Self.skipped))
      .readingTime(roles, clock: try clock())
    guard let join = sources.join else { return table }
    var reading = ReadingOptions()
    reading.textColumns = texts.contains(join.key) ? [join.key] : nil
    var loader = TableLoader(name: joinedPath(folder, join.file), folder: folder, limits: limits)
    loader.sources = DataSources(files: [join.file], reading: reading)
    let other = try loader.load()
    return try TableJoin(join, other: other).applied(to: table, isOneKeyASequence: isLong)
  }

  /// The columns whose values are texts exactly as they stand.
  var texts: Set<String> {
    Set((sources.reading.textColumns ?? []) + [roles.sequence, roles.text].compactMap(\.self))
      .union(roles.groups)
  }

  private func clock() throws(DataError) -> ZoneClock? {
    guard let name = sources.reading.timeZone else { return nil }
    guard let clock = ZoneClock(name: name) else {
      throw DataError(.unknownZone(name: name), file: self.name)
    }
    return clock
  }

  /// One file of any format, whatever characters are in its name.
  func load(path: String) throws(DataError) -> Table {
    let opener = FileOpener(path: path, limits: limits)
    let options = FormatOptions(sources: sources, limits: limits, texts: texts)
    let files = try opener.open { file throws(DataError) in
      try ForeignFile.check(file)
      return try DetectedFormat(options: options).scan(file)
    }
    return try table(of: files, reopening: opener)
  }

  /// Rows in memory.
  func load(bytes: [UInt8]) throws(DataError) -> Table {
    let budget = MemoryBudget(limits, size: bytes.count, path: name)
    let file = OpenFile(path: name, bytes: ByteStream(bytes), kept: bytes, budget: budget)
    let scanned = try TableFormat(options: FormatOptions(limits: limits)).scan(file)
    let opener = FileOpener(path: name, limits: limits)
    return try table(
      of: [Scanned(order: 0, part: nil, path: name, value: scanned)], reopening: opener)
  }

  private func table(of files: [Scanned], reopening opener: FileOpener) throws(DataError) -> Table {
    var files = files
    let decision = try agreeOnKinds(&files, reopening: opener)
    let clock = try clock()
    var long: [LongFile] = []
    for file in files {
      if case .long(let own) = file.value { long.append(own) }
    }
    var pivoted = try sources.long.map { columns throws(DataError) in
      try LongPivot(timeName: columns.time, limits: limits).columns(of: long)
    }?.makeIterator()
    let names = try fileNames(of: files)
    var pieces: [Piece] = []
    var written: [WrittenColumns] = []
    for file in files {
      let columns: FileColumns? =
        switch file.value {
        case .columns(let own): own
        case .table(let table, _): try table.fileColumns(decision, clock: clock)
        case .long: pivoted?.next()
        }
      guard let columns else { continue }
      let own = try named(columns)
      let all = try own.adding(names, of: file.path)
      pieces.append((all, file.part))
      let added = all.columns.count - own.columns.count
      if let texts = writtenColumns(of: file, piece: pieces.count - 1, own, added: added) {
        written.append(texts)
      }
    }
    try addWriting(written, to: &pieces, reopening: opener)
    return try joined(pieces, decision)
  }

  private static func skipped(_ path: String) -> String {
    "\(path) is no file and left out: a pipe is read where it is named, not where a pattern matches it"
  }

  // MARK: - The kinds of columns

  /// Finds the kind of each column from all tables together, and reads again the columns that were read as another
  /// kind.
  private func agreeOnKinds(
    _ files: inout [Scanned], reopening opener: FileOpener
  ) throws(DataError) -> ReadingDecision {
    let decision = decision(files)
    var places: [String: Int] = [:]
    for (place, file) in files.enumerated() {
      guard case .table(var table, let beginning) = file.value else { continue }
      let again = table.columnsToReadAgain(decision)
      guard !again.isEmpty else { continue }
      guard let beginning else {
        places[file.path] = place
        continue
      }
      try table.readAgain(again, decision, from: beginning, to: space)
      files[place].value = .table(table, again: writtenColumns.isEmpty ? nil : beginning.reopened)
    }
    guard !places.isEmpty else { return decision }
    let again = try opener.open(only: Set(places.keys)) { file throws(DataError) in
      guard let place = places[file.path], case .table(var table, _) = files[place].value else {
        throw DataError(.changedMeanwhile, file: file.path)
      }
      try table.readAgain(table.columnsToReadAgain(decision), decision, from: file, to: space)
      return table
    }
    for file in again {
      guard let place = places[file.path] else { continue }
      files[place].value = .table(file.value, again: nil)
    }
    return decision
  }

  private func decision(_ files: [Scanned]) -> ReadingDecision {
    var tables: [ScannedTable] = []
    for file in files {
      if case .table(let table, _) = file.value { tables.append(table) }
    }
    return ReadingDecision(
      ColumnEvidence.merged(tables), options: sources.reading, texts: texts,
      isEuropean: tables.contains { $0.dialect.isEuropean })
  }

  // MARK: - Values as they stand in the files

  /// The columns of one file whose texts are wanted beside their values.
  private struct WrittenColumns {
    let table: ScannedTable
    let again: OpenFile?
    let path: String
    let piece: Int
    /// Their places among the file's columns.
    let places: [Int]
    /// Columns before those in the piece.
    let added: Int
  }

  private func writtenColumns(
    of file: Scanned, piece: Int, _ columns: FileColumns, added: Int
  ) -> WrittenColumns? {
    // Columns that were split in two are no field of the file.
    guard !writtenColumns.isEmpty, case .table(let table, let again) = file.value,
      table.columns.count == columns.columns.count
    else { return nil }
    let names = writtenColumns.union(writtenColumns.flatMap(TimeParts.names))
    let places = columns.columns.indices.filter { names.contains(columns.columns[$0].name) }
    return WrittenColumns(
      table: table, again: again, path: file.path, piece: piece, places: places, added: added)
  }

  /// Reads the files once more.
  private func addWriting(
    _ written: [WrittenColumns], to pieces: inout [Piece], reopening opener: FileOpener
  ) throws(DataError) {
    func add(_ own: WrittenColumns, from file: OpenFile) throws(DataError) {
      let texts = try own.table.texts(of: own.places.map { own.table.columns[$0].index }, from: file)
      for (place, texts) in zip(own.places, texts) {
        let column = pieces[own.piece].columns.columns[own.added + place]
        pieces[own.piece].columns.columns[own.added + place].writing = .init(texts: texts, of: column)
      }
    }
    var open: [String: WrittenColumns] = [:]
    for own in written {
      if let again = own.again {
        try add(own, from: again)
      } else {
        open[own.path] = own
      }
    }
    guard !open.isEmpty else { return }
    _ = try opener.open(only: Set(open.keys)) { file throws(DataError) in
      guard let own = open[file.path] else { return }
      try add(own, from: file)
    }
  }

  // MARK: - The names of files

  /// The pattern of the files' names; that of a network's training only where all files fit.
  ///
  /// - Throws: where a file does not fit what was told.
  private func fileNames(of files: [Scanned]) throws(DataError) -> FileNames? {
    guard let told = sources.reading.names else {
      return sources.reading.likelyNames.flatMap { names in
        files.allSatisfy { names.values(in: $0.path) != nil } ? names : nil
      }
    }
    for file in files where told.values(in: file.path) == nil {
      throw DataError(.otherName(pattern: told.rawValue), file: file.path)
    }
    return told
  }

  // MARK: - One table of several files

  /// Names the columns that the file has no names for as the task does.
  private func named(_ file: FileColumns) throws(DataError) -> FileColumns {
    guard let names = sources.columnNames, !file.unnamed.isEmpty else { return file }
    guard names.count == file.unnamed.count else {
      throw DataError(.columnNameCount(given: names.count, needed: file.unnamed.count), file: file.file)
    }
    var named = file
    for (place, name) in zip(file.unnamed, names) {
      let column = file.columns[place]
      named.columns[place] = column.renamed(name.sanitized)
    }
    return named
  }

  /// - Parameter pieces: in the order of the rows.
  private func joined(_ pieces: [Piece], _ decision: ReadingDecision) throws(DataError) -> Table {
    var pieces = pieces
    guard let first = pieces.first?.columns else { throw DataError(.empty, file: name) }
    var order: [[Int]] = []
    for piece in pieces { order.append(try places(of: first, in: piece.columns)) }
    let origins = try origins(of: pieces)
    let lines = pieces.reduce(into: RowLines()) { $0.append($1.columns.lines) }
    try continueSequenceCounts(&pieces)

    var columns: [Table.Column] = []
    for index in first.columns.indices {
      var parts: [Table.Column] = []
      for file in pieces.indices {
        let place = order[file][index]
        parts.append(pieces[file].columns.columns[place])
        // Frees the file's copy at once, so that no more than one column exists twice.
        pieces[file].columns.columns[place] = Table.Column(name: "", values: .numbers([]))
      }
      columns.append(try Table.Column(joining: parts))
    }
    let warnings = pieces.flatMap { piece in
      piece.columns.warnings.map { pieces.count > 1 ? "\(piece.columns.file): \($0)" : $0 }
    }
    var reading = sources.reading.asLikely
    reading.likelyDateOrder = decision.dateOrder ?? reading.likelyDateOrder
    reading.likelyDecimal = decision.foundDecimal ?? reading.likelyDecimal
    reading.sound = first.sound
    var table = Table(
      name: name.sanitized, columns: columns, lines: lines,
      warnings: warnings + decision.notes(columns.map(\.name)) + letterNotes(columns), origins: origins,
      reading: reading)
    table.stated = pieces.dropFirst().reduce(first.stated) { $0.agreeing(with: $1.columns.stated) }
    return table
  }

  /// A note on files whose encoding shows only after their first megabyte.
  private func letterNotes(_ columns: [Table.Column]) -> [String] {
    let spoilt = columns.filter(\.hasUnreadableLetters).map(\.name)
    guard !spoilt.isEmpty, sources.reading.encoding == nil else { return [] }
    return [
      "\(listed(spoilt, limit: 3)) has letters that are no UTF-8 and look alike; --encoding latin-1 reads them"
    ]
  }

  /// Where the first file's columns are in another one.
  private func places(of first: FileColumns, in other: FileColumns) throws(DataError) -> [Int] {
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

  private func origins(of pieces: [Piece]) throws(DataError) -> [Table.Origin] {
    var origins: [Table.Origin] = []
    var start = 0
    for (file, part) in pieces {
      let (end, overflow) = start.addingReportingOverflow(file.lines.count)
      if overflow { throw DataError(.tooManyValues(limit: limits.values), file: file.file) }
      try limits.checkValues(rows: end, columns: file.columns.count, file: file.file)
      origins.append(Table.Origin(file: file.file, rows: start..<end, part: part))
      start = end
    }
    return origins
  }

  /// Sequences that each file counts from 1 are numbered on from file to file, so that no two share a number.
  private func continueSequenceCounts(_ pieces: inout [Piece]) throws(DataError) {
    var before = 0
    for file in pieces.indices {
      guard let count = pieces[file].columns.sequenceCount else { continue }
      defer { before += count }
      guard before > 0,
        let place = pieces[file].columns.columns.firstIndex(where: { $0.name == ColumnName.sequence }),
        case .numbers(let numbers) = pieces[file].columns.columns[place].values
      else { continue }
      pieces[file].columns.columns[place] = Table.Column(
        name: ColumnName.sequence, values: .numbers(try numbers.converted { $0 + Double(before) }))
    }
  }
}
