/// What reading one file gave.
enum FileReading {
  case contents(FileContents)
  /// With its bytes where they cannot be had again.
  case table(ScannedTable, kept: [UInt8]?)
  case long(LongFile)
}

/// Reads one open file in the format it has.
struct FormatReader {
  let sources: DataSources
  let limits: ReadingLimits
  /// The file of labels of a file of images.
  let labels: (OpenFile) throws(DataError) -> (bytes: [UInt8], file: String)?

  func read(_ file: OpenFile) throws(DataError) -> FileReading {
    let format =
      sources.format == .automatic
      ? sources.long == nil ? .detected(head: try file.reader.head(4096), path: file.path) : .long
      : sources.format
    if format == .table || format == .automatic {
      let scanner = TableScanner(file: file.path, limits: limits, columnNames: sources.columnNames)
      return .table(try scanner.scan(file.reader), kept: file.kept)
    }
    return try read(file, as: format)
  }

  /// Reads the formats that are held in memory whole.
  private func read(_ file: OpenFile, as format: DataSources.Format) throws(DataError) -> FileReading {
    let bytes = try file.reader.all(limit: limits.bytesInMemory, file: file.path)
    switch format {
    case .long:
      guard let columns = sources.long else {
        throw DataError(
          .badSources(reason: "a long table needs the names of its columns of times, variables and values"),
          file: file.path)
      }
      return .long(
        try LongReader(columns: columns, limits: limits).read(bytes, file: file.path, stem: file.stem))
    case .npy:
      return .contents(try NpyReader(limits: limits, limit: sources.limit).read(bytes, file: file.path))
    case .ts:
      return .contents(try TsReader(limits: limits, limit: sources.limit).read(bytes, file: file.path))
    case .wide:
      return .contents(try WideReader(limits: limits, limit: sources.limit).read(bytes, file: file.path))
    case .idx, .table, .automatic:
      return .contents(
        try IdxReader(limits: limits, limit: sources.limit).read(bytes, labels: labels(file), file: file.path)
      )
    }
  }
}
