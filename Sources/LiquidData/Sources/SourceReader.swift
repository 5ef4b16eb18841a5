/// Reads all files of a task and puts them together.
struct SourceReader {
  let sources: DataSources
  let name: String
  let folder: String
  let limits: ReadingLimits
  let progress: @Sendable (ReadingProgress) -> Void

  func read() throws(DataError) -> Table {
    if let limit = sources.limit, limit < 1 {
      throw DataError(.badSources(reason: "the limit is \(limit); it must be at least 1"), file: name)
    }
    let wanted = try FileFinder(folder: folder).find(sources.patterns)
    guard !wanted.isEmpty else { throw DataError(.badSources(reason: "no files are named"), file: name) }
    let labels = try LabelFiles(sources.labels, folder: folder, limits: limits)
    let reader = FormatReader(sources: sources, limits: limits, labels: labels.labels)
    let files = try FileWalk(wanted: wanted, limit: sources.limit, limits: limits, progress: progress)
      .collect(reader.read)
    try labels.checkAllUsed(by: files.map(\.path))
    let table = try TableAssembly(limits: limits).table(name: name, of: contents(of: files))
    guard let join = sources.join else { return table }
    let other = try Table.read(path: joinedPath(folder, join.file), limits: limits)
    let isLong = files.contains { if case .long = $0.result { true } else { false } }
    return try TableJoin(join, other: other).applied(to: table, isOneKeyASequence: isLong)
  }

  private func contents(
    of files: [FileWalk.Found<FileReading>]
  ) throws(DataError) -> [(contents: FileContents, part: Dataset.Part?)] {
    var contents: [FileContents] = []
    var long: [LongFile] = []
    for file in files {
      switch file.result {
      case .contents(let own): contents.append(try named(own))
      case .long(let own): long.append(own)
      }
    }
    // A format that is told by the task is that of all files.
    if !long.isEmpty, let columns = sources.long {
      contents = try LongAssembly(timeName: columns.time, limits: limits).contents(of: long)
    }
    return zip(contents, files).map { ($0, $1.part) }
  }

  /// With the names that the task gives to columns without one.
  private func named(_ contents: FileContents) throws(DataError) -> FileContents {
    guard let names = sources.columnNames, !contents.unnamed.isEmpty else { return contents }
    guard names.count == contents.unnamed.count else {
      throw DataError(
        .columnNameCount(given: names.count, needed: contents.unnamed.count), file: contents.file)
    }
    var named = contents
    for (place, name) in zip(contents.unnamed, names) {
      let column = contents.columns[place]
      named.columns[place] = Table.Column(
        name: name.sanitized, values: column.values, unit: column.unit, stray: column.stray)
    }
    return named
  }
}
