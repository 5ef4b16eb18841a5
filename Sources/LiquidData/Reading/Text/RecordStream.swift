/// The records of a file, read a few megabytes at a time.
struct RecordStream {
  /// How much of the file is read before its dialect is guessed.
  private static let headBytes = 1 << 20
  private static let chunkBytes = 1 << 20

  let file: String
  let dialect: TableDialect
  private let stream: ByteStream
  private let limits: ReadingLimits
  private var rest: [UInt8]
  private var position: Int
  private var line: Int
  private let missing: MissingWords
  private var isEnd = false

  /// - Parameter known: nil: guessed from the first rows where the options leave it open.
  init(
    _ opened: OpenFile, options: ReadingOptions = .init(), dialect known: TableDialect? = nil
  ) throws(DataError) {
    file = opened.path
    limits = opened.budget.limits
    missing = MissingWords(options.missingWords)
    let head = known == nil ? Array(try opened.bytes.head(TextDecoding.headBytes)) : []
    let encoding = known?.encoding ?? TextDecoding.form(of: head, told: options.encoding)
    stream = TextDecoding.stream(opened.bytes, form: encoding)
    rest = []
    while rest.count < Self.headBytes, !isEnd { isEnd = try !stream.append(to: &rest) }
    if let known {
      dialect = known
    } else {
      dialect = try TableDialect(
        guessingFrom: rest, encoding: encoding, options: options, isEnd: isEnd, file: file)
    }
    position = min(dialect.start, rest.count)
    line = dialect.firstLine
  }

  /// The next complete records, at least one, with their bytes; nil at the end.
  mutating func next() throws(DataError) -> FieldText? {
    var wanted = rest.count
    while true {
      while rest.count < wanted, !isEnd { isEnd = try !stream.append(to: &rest) }
      let isTooLong = rest.count - position > limits.rowBytes
      let isComplete = isEnd && !isTooLong
      var scanner = RecordScanner(
        bytes: rest, from: position, separator: dialect.separator, comment: dialect.comment, line: line,
        isEnd: isComplete, fieldLimit: limits.columns)
      let records = scanner.scan()
      if let line = records.tooWide {
        throw DataError(.tooManyColumns(limit: limits.columns), file: file, line: line)
      }
      if records.count == 0, !isComplete {
        if scanner.position > position {
          // Nothing but blank lines.
          try advance(to: scanner.position, line: scanner.line)
        } else if isTooLong {
          throw DataError(.rowTooLong(limit: limits.rowBytes), file: file, line: line)
        }
        // Not one record is complete. Doubling the bytes each time keeps the cost linear.
        wanted = min(max(rest.count * 2, Self.chunkBytes), position + limits.rowBytes + 1)
        continue
      }
      if let line = records.unclosedQuote { throw DataError(.unclosedQuote, file: file, line: line) }
      guard records.count > 0 else { return nil }
      let text = FieldText(
        bytes: rest, records: records, numbers: dialect.numbers, missing: missing)
      try advance(to: scanner.position, line: scanner.line)
      return text
    }
  }

  /// Starts the next chunk with the bytes of the incomplete record.
  private mutating func advance(to end: Int, line: Int) throws(DataError) {
    var chunk: [UInt8] = []
    chunk.reserveCapacity(Self.chunkBytes + rest.count - end)
    chunk.append(contentsOf: rest[end...])
    while chunk.count < Self.chunkBytes, !isEnd { isEnd = try !stream.append(to: &chunk) }
    rest = chunk
    position = 0
    self.line = line
  }
}
