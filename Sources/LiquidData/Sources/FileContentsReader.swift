/// What one file holds and where it belongs.
struct PlacedContents {
  var contents: FileContents
  let part: Dataset.Part?
  let path: String
  let isLong: Bool
}

/// Reads files of any format. Tables whose columns turn out to be of another kind than their first values, or than
/// another file's, are read a second time.
struct FileContentsReader {
  let walk: FileWalk
  let reader: FormatReader

  /// In the order of the rows.
  func read() throws(DataError) -> [PlacedContents] {
    var files = try walk.collect(reader.read)
    let kinds = try agreeOnKinds(&files)
    var long: [LongFile] = []
    for file in files {
      if case .long(let own) = file.result { long.append(own) }
    }
    var pivoted = try reader.sources.long.map { columns throws(DataError) in
      try LongAssembly(timeName: columns.time, limits: reader.limits).contents(of: long)
    }?.makeIterator()
    return files.compactMap { file in
      let contents: FileContents? =
        switch file.result {
        case .contents(let own): own
        case .table(let table, _): table.contents(kinds)
        case .long: pivoted?.next()
        }
      let isLong = if case .long = file.result { true } else { false }
      return contents.map { PlacedContents(contents: $0, part: file.part, path: file.path, isLong: isLong) }
    }
  }

  /// Finds out what all tables say about each column and reads again what was read otherwise.
  private func agreeOnKinds(
    _ files: inout [FileWalk.Found<FileReading>]
  ) throws(DataError) -> [String: ColumnEvidence] {
    var tables: [ScannedTable] = []
    for file in files {
      if case .table(let table, _) = file.result { tables.append(table) }
    }
    let kinds = ColumnEvidence.merged(tables)
    tables = []
    var places: [String: Int] = [:]
    for (place, file) in files.enumerated() {
      guard case .table(var table, let bytes) = file.result else { continue }
      let again = table.columnsToReadAgain(kinds)
      guard !again.isEmpty else { continue }
      guard let bytes else {
        places[file.path] = place
        continue
      }
      try table.readAgain(again, kinds, from: ByteReader(MemorySource(bytes)))
      files[place].result = .table(table, kept: nil)
    }
    guard !places.isEmpty else { return kinds }
    let again = try walk.collect(only: Set(places.keys)) { file throws(DataError) in
      guard let place = places[file.path], case .table(var table, _) = files[place].result else {
        throw DataError(.changedMeanwhile, file: file.path)
      }
      try table.readAgain(table.columnsToReadAgain(kinds), kinds, from: file.reader)
      return table
    }
    for file in again {
      guard let place = places[file.path] else { continue }
      files[place].result = .table(file.result, kept: nil)
    }
    return kinds
  }
}
