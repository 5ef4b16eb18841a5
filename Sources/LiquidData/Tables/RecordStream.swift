/// The records of a file, a few megabytes of it at a time.
struct RecordStream {
  /// What the file is to begin with: enough to tell its separator.
  static let headBytes = 1 << 20
  private static let chunkBytes = 1 << 20

  let file: String
  let separator: Separator
  private let reader: ByteReader
  private var rest: [UInt8]
  private var position: Int
  private var line = 1
  private var isEnd = false

  /// - Parameter separator: nil: what the first rows are cut by most evenly.
  init(_ reader: ByteReader, file: String, separator known: Separator? = nil) throws(DataError) {
    self.file = file
    self.reader = reader
    rest = []
    while rest.count < Self.headBytes, !isEnd { isEnd = try !reader.append(to: &rest) }
    guard !looksBinary(rest) else { throw DataError(.binary, file: file) }
    position = rest.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    separator = known ?? Separator.detect(in: rest, from: position, isEnd: isEnd)
  }

  /// The next records, at least one, with their bytes; nil at the end.
  mutating func next() throws(DataError) -> FieldText? {
    var wanted = rest.count
    while true {
      while rest.count < wanted, !isEnd { isEnd = try !reader.append(to: &rest) }
      guard rest.count < Int(UInt32.max) else { throw DataError(.rowTooLong, file: file, line: line) }
      var scanner = RecordScanner(
        bytes: rest, from: position, separator: separator, line: line, isEnd: isEnd)
      let records = scanner.scan()
      if records.count == 0, !isEnd {
        // Not even one record is whole. Twice as many bytes each time keep the cost in proportion.
        wanted = max(rest.count * 2, Self.chunkBytes)
        continue
      }
      if let line = records.unclosedQuote { throw DataError(.unclosedQuote, file: file, line: line) }
      guard records.count > 0 else { return nil }
      let text = FieldText(
        bytes: rest, records: records, numbers: NumberParser(acceptsDecimalComma: separator == .semicolon))
      try advance(to: scanner.position, line: scanner.line)
      return text
    }
  }

  /// Begins a chunk of its own with the bytes of the record that is not whole yet.
  private mutating func advance(to end: Int, line: Int) throws(DataError) {
    var chunk: [UInt8] = []
    chunk.reserveCapacity(Self.chunkBytes + rest.count - end)
    chunk.append(contentsOf: rest[end...])
    while chunk.count < Self.chunkBytes, !isEnd { isEnd = try !reader.append(to: &chunk) }
    rest = chunk
    position = 0
    self.line = line
  }
}
