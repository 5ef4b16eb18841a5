extension Table {
  /// Reads all files of a task as one table.
  ///
  /// The files have the same columns, in any order; the rows stand in the order of the patterns, those of one pattern
  /// by the files' names, and `origins` tells them apart. Every line number is that of the row's own file.
  ///
  /// - Parameters:
  ///   - name: what the table is called in messages about all of it.
  ///   - folder: what relative patterns are seen from.
  ///   - progress: told after every chunk of bytes, in the thread that reads.
  /// - Throws: where a pattern leads to no file, a file is named twice, cannot be read or lacks a column, or where the
  ///   whole would not fit into memory.
  public static func read(
    _ sources: DataSources, name: String, folder: String,
    progress: @escaping @Sendable (ReadingProgress) -> Void = { _ in }
  ) throws(DataError) -> Table {
    try read(sources, name: name, folder: folder, limits: .standard, progress: progress)
  }

  package static func read(
    _ sources: DataSources, name: String, folder: String, limits: ReadingLimits,
    progress: @escaping @Sendable (ReadingProgress) -> Void = { _ in }
  ) throws(DataError) -> Table {
    try SourceReader(sources: sources, name: name, folder: folder, limits: limits, progress: progress).read()
  }
}
