extension Table {
  /// Reads all files of a task as one table.
  ///
  /// The files have the same columns, in any order. The rows are in the order of the patterns, those of one pattern
  /// by the files' names; `origins` tells them apart, and each line number is that of the row's own file.
  ///
  ///     let task = TaskDefinition(name: "drives", targets: ["steering"], time: "time_s", sequence: "drive")
  ///     let table = try Table.read(
  ///       DataSources(files: ["drives/*.csv"]), name: "drives", folder: "data", roles: ReadingRoles(task))
  ///
  /// - Parameters:
  ///   - name: what the table is called in messages about all of it.
  ///   - folder: where relative paths start.
  ///   - roles: what columns are for.
  /// - Throws: if a pattern matches no file, a file is named twice, cannot be read or lacks a column, or the whole
  ///   would not fit into memory.
  public static func read(
    _ sources: DataSources, name: String, folder: String, roles: ReadingRoles = ReadingRoles()
  ) throws(DataError) -> Table {
    try read(sources, name: name, folder: folder, roles: roles, limits: .standard)
  }

  /// - Parameters:
  ///   - written: the columns whose values are also kept as they stand in the files, for which these are read twice.
  ///   - cache: where the table is kept, so that it needs no memory; nil: it is read into memory.
  ///   - progress: called after each chunk of bytes, on the reading thread.
  package static func read(
    _ sources: DataSources, name: String, folder: String, roles: ReadingRoles = ReadingRoles(),
    written: Set<String> = [], limits: ReadingLimits = .standard, cache: TableCache? = nil,
    progress: @escaping @Sendable (ReadingProgress) -> Void = { _ in }
  ) throws(DataError) -> Table {
    try TableLoader(
      sources: sources, name: name, folder: folder, writtenColumns: written, limits: limits, roles: roles,
      cache: cache, progress: progress
    ).load()
  }

  /// Reads a file of rows with a header line, separated by commas, tabs, semicolons or spaces.
  ///
  /// Quotes may contain doubled quotes and line ends; line ends may be those of any system; a byte-order mark and
  /// padding around fields are skipped. Missing values are empty, `NA`, `N/A`, `NaN`, `null`, `?`, `-` and
  /// infinities. In files of R the header lacks the column of row names. Where semicolons separate, commas are
  /// decimal. Columns of a file without a header are called "column 1" and so on. Invalid UTF-8 becomes U+FFFD.
  ///
  /// A packed file is unpacked. NumPy arrays, MNIST files, lines of JSON, ARFF files, `.ts` files of the UCR archive,
  /// `.tsf` files of the Monash archive and recordings are recognised by their first bytes or their name.
  public static func read(path: String) throws(DataError) -> Table {
    try read(path: path, limits: .standard)
  }

  package static func read(path: String, limits: ReadingLimits) throws(DataError) -> Table {
    try TableLoader(name: path, limits: limits).load(path: path)
  }

  /// Reads rows from memory; `name` stands for the file in messages.
  public init(bytes: [UInt8], name: String) throws(DataError) {
    self = try TableLoader(name: name, limits: .standard).load(bytes: bytes)
  }
}
