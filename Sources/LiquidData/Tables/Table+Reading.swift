extension Table {
  /// Reads a file of comma-, tab-, semicolon- or space-separated rows with a header line.
  ///
  /// Understood: quotes with doubled quotes and line ends inside, line ends of every system, a byte-order
  /// mark, padding around fields, missing values (empty, `NA`, `N/A`, `NaN`, `null`, `?`, `-`, infinities),
  /// R's files whose header lacks the row names' column, decimal commas where semicolons separate, and files
  /// without a header, whose columns are then called "column 1" and so on. Invalid UTF-8 becomes U+FFFD.
  ///
  /// A packed file is unpacked; NumPy's arrays, MNIST's and the UCR archive's `.ts` files are told by how they begin.
  public static func read(path: String) throws(DataError) -> Table {
    try read(path: path, limits: .standard)
  }

  package static func read(path: String, limits: ReadingLimits) throws(DataError) -> Table {
    let file = WantedFile(order: 0, part: nil, path: path, member: nil)
    let walk = FileWalk(wanted: [file], limit: nil, limits: limits, progress: { _ in })
    let reader = FormatReader(sources: DataSources(), limits: limits, labels: { _ in nil })
    let files = try FileContentsReader(walk: walk, reader: reader).read()
    guard let contents = files.first?.contents else { throw DataError(.empty, file: path) }
    return try TableAssembly(limits: limits).table(name: path, of: [(contents, nil)])
  }

  /// Reads the same rows from memory; `name` stands for the file in messages.
  public init(bytes: [UInt8], name: String) throws(DataError) {
    let limits = ReadingLimits.standard
    let scanner = TableScanner(file: name, limits: limits, columnNames: nil)
    var table = try scanner.scan(ByteReader(MemorySource(bytes)))
    let kinds = ColumnEvidence.merged([table])
    let again = table.columnsToReadAgain(kinds)
    if !again.isEmpty { try table.readAgain(again, kinds, from: ByteReader(MemorySource(bytes))) }
    self = try TableAssembly(limits: limits).table(name: name, of: [(table.contents(kinds), nil)])
  }
}

/// Whether the first bytes are those of an archive, an image or a wide encoding rather than of text.
func looksBinary(_ bytes: [UInt8]) -> Bool {
  let head = bytes.prefix(8192)
  var controls = 0
  for byte in head {
    if byte == 0 { return true }
    if byte < 32, byte != Ascii.tab, byte != Ascii.lineFeed, byte != Ascii.carriageReturn { controls += 1 }
  }
  return controls * 20 > head.count
}
