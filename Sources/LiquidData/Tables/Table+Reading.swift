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
    let reader = FormatReader(sources: DataSources(), limits: limits, labels: { _ in nil })
    var result: FileReading?
    try FileVisitor(limits: limits).visit(path: path) { file throws(DataError) in
      result = try reader.read(file)
    }
    guard case .contents(let contents)? = result else { throw DataError(.empty, file: path) }
    return try TableAssembly(limits: limits).table(name: contents.file, of: [(contents, nil)])
  }

  /// Reads the same from memory; `name` stands for the file in messages.
  public init(bytes: [UInt8], name: String) throws(DataError) {
    guard bytes.count < Int(UInt32.max) else {
      throw DataError(.tooManyBytes(limit: Int(UInt32.max)), file: name)
    }
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard !looksBinary(bytes) else { throw DataError(.binary, file: name) }
    let separator = Separator.detect(in: bytes, from: start)
    var scanner = RecordScanner(bytes: bytes, from: start, separator: separator)
    let records = scanner.scan()
    guard records.count > 0 else { throw DataError(.empty, file: name) }
    if let line = records.unclosedQuote { throw DataError(.unclosedQuote, file: name, line: line) }
    let text = FieldText(
      bytes: bytes, records: records, numbers: NumberParser(acceptsDecimalComma: separator == .semicolon))
    try self.init(text: text, name: name)
  }

  private init(text: FieldText, name: String) throws(DataError) {
    let records = text.records
    var layout = RowLayout(text: text)
    if let record = layout.firstRaggedRecord(in: records) {
      let fields = records.fieldCount(record) - layout.skipped
      throw DataError(
        .raggedRow(fields: fields, expected: layout.names.count), file: name, line: records.lines[record])
    }
    if let repeated = layout.repeatedName { throw DataError(.repeatedColumn, file: name, column: repeated) }

    var columns = layout.buildColumns(text: text, rows: 1..<records.count)
    var warnings: [String] = []
    var firstRow = 1
    if layout.headerLooksLikeRow(text: text, columns: columns) {
      firstRow = 0
      layout.nameByNumber()
      columns = layout.buildColumns(text: text, rows: 0..<records.count)
      columns = splitLabelledNumbers(columns)
      warnings.append("no header line was found: the columns are called 'column 1' and so on")
    } else if records.count < 2 {
      throw DataError(.headerOnly, file: name)
    }
    self.init(
      name: name.sanitized, columns: columns, lines: Array(records.lines[firstRow...]), warnings: warnings)
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
