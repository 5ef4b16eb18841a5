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
    let walk = FileWalk(wanted: wanted, limit: sources.limit, limits: limits, progress: progress)
    let files = try FileContentsReader(walk: walk, reader: reader).read()
    try labels.checkAllUsed(by: files.map(\.path))
    let isLong = files.contains(where: \.isLong)
    var placed: [(FileContents, Dataset.Part?)] = []
    for file in files { placed.append((try named(file.contents), file.part)) }
    let table = try TableAssembly(limits: limits).table(name: name, of: placed)
    guard let join = sources.join else { return table }
    let other = try Table.read(path: joinedPath(folder, join.file), limits: limits)
    return try TableJoin(join, other: other).applied(to: table, isOneKeyASequence: isLong)
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
