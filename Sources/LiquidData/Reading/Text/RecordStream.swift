/// The records of a file, read a few megabytes at a time.
struct RecordStream {
  /// How much of the file is read before its dialect is guessed.
  private static let headBytes = 1 << 20

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
        guessingFrom: rest, isText: opened.isText, encoding: encoding, options: options, isEnd: isEnd,
        file: file)
    }
    position = min(dialect.start, rest.count)
    line = dialect.firstLine
  }

  /// The next complete records, at least one, with their bytes; nil at the end.
  mutating func next() throws(DataError) -> FieldText? {
    guard let pieces = try nextPieces() else { return nil }
    guard pieces.count > 1 else { return pieces[0] }
    var records = pieces[0].records
    for piece in pieces.dropFirst() { records.append(piece.records) }
    return text(pieces[0].bytes, records)
  }

  /// The same in pieces of the same bytes, as they were cut side by side.
  mutating func nextPieces() throws(DataError) -> [FieldText]? {
    var wanted = rest.count
    while true {
      while rest.count < wanted, !isEnd { isEnd = try !stream.append(to: &rest) }
      let isTooLong = rest.count - position > limits.rowBytes
      let isComplete = isEnd && !isTooLong
      var scanner = BlockScanner(
        bytes: rest, from: position, dialect: dialect, line: line, isEnd: isComplete,
        fieldLimit: limits.columns,
        plan: limits.plan)
      let pieces = scanner.scan()
      if let line = pieces.lazy.compactMap(\.tooWide).first {
        throw DataError(.tooManyColumns(limit: limits.columns), file: file, line: line)
      }
      let filled = pieces.filter { $0.count > 0 }
      if filled.isEmpty, !isComplete {
        if scanner.position > position {
          // Nothing but blank lines.
          try advance(to: scanner.position, line: scanner.line)
        } else if isTooLong {
          throw DataError(.rowTooLong(limit: limits.rowBytes), file: file, line: line)
        }
        // Not one record is complete. Doubling the bytes each time keeps the cost linear.
        wanted = min(max(rest.count * 2, limits.plan.blockBytes), position + limits.rowBytes + 1)
        continue
      }
      if let line = pieces.lazy.compactMap(\.unclosedQuote).first {
        throw DataError(.unclosedQuote, file: file, line: line)
      }
      guard !filled.isEmpty else { return nil }
      let texts = filled.map { text(rest, $0) }
      try advance(to: scanner.position, line: scanner.line)
      return texts
    }
  }

  private func text(_ bytes: [UInt8], _ records: Records) -> FieldText {
    FieldText(bytes: bytes, records: records, numbers: dialect.numbers, missing: missing)
  }

  /// Starts the next chunk with the bytes of the incomplete record.
  private mutating func advance(to end: Int, line: Int) throws(DataError) {
    var chunk: [UInt8] = []
    if !isEnd { chunk.reserveCapacity(limits.plan.blockBytes + rest.count - end) }
    chunk.append(contentsOf: rest[end...])
    while chunk.count < limits.plan.blockBytes, !isEnd { isEnd = try !stream.append(to: &chunk) }
    rest = chunk
    position = 0
    self.line = line
  }
}
