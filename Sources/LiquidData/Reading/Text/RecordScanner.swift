import CReading
import Text

/// Where one field's text is in the file.
struct FieldRange {
  enum Form: UInt8 {
    /// Bytes as they are, without padding.
    case plain
    /// The bytes between two quotes; nothing has to be decoded.
    case quoted
    /// From the opening quote on: contains doubled quotes, or text after the closing quote.
    case encoded
  }

  var start: UInt32
  var end: UInt32
  var form: Form

  init(_ start: Int, _ end: Int, _ form: Form) {
    self.start = UInt32(start)
    self.end = UInt32(end)
    self.form = form
  }
}

/// The records of a delimited text, as ranges of its bytes.
struct Records {
  var fields: [FieldRange] = []
  /// Index of each record's first field, and one past the last: `count + 1` elements.
  var starts: [Int] = [0]
  /// The line each record begins on, counted from 1.
  var lines: [Int] = []
  /// The number of quoted fields with text after their closing quote: a sign of the wrong separator.
  var fieldsPastQuote = 0
  /// The line of a quote that is never closed.
  var unclosedQuote: Int?
  /// The line of the record at which scanning stopped because it has too many fields.
  var tooWide: Int?

  var count: Int { lines.count }

  func fieldCount(_ record: Int) -> Int { starts[record + 1] - starts[record] }

  func field(_ record: Int, _ index: Int) -> FieldRange { fields[starts[record] + index] }

  /// The fields, and the index of each record's first, which may be used within `body` only.
  @inline(__always)
  func withUnsafeFields(_ body: (UnsafeBufferPointer<FieldRange>, UnsafeBufferPointer<Int>) -> Void) {
    fields.withUnsafeBufferPointer { fields in starts.withUnsafeBufferPointer { body(fields, $0) } }
  }

  /// Makes room for as many fields and records as so many bytes usually have.
  mutating func reserve(bytes: Int) {
    fields.reserveCapacity(max(bytes / 8, 0))
    starts.reserveCapacity(max(bytes / 64, 0))
    lines.reserveCapacity(max(bytes / 64, 0))
  }

  /// The records that were scanned as if their first line were line 0.
  mutating func moveLines(by first: Int) {
    for record in lines.indices { lines[record] += first }
    unclosedQuote = unclosedQuote.map { $0 + first }
    tooWide = tooWide.map { $0 + first }
  }

  /// Appends records of the same bytes that come after these.
  mutating func append(_ next: Records) {
    let before = fields.count
    fields += next.fields
    starts += next.starts.dropFirst().map { $0 + before }
    lines += next.lines
    fieldsPastQuote += next.fieldsPastQuote
    unclosedQuote = unclosedQuote ?? next.unclosedQuote
    tooWide = tooWide ?? next.tooWide
  }
}

/// Cuts bytes into records and fields: quotes, doubled quotes, line ends inside quotes, LF, CR and CRLF.
struct RecordScanner {
  let bytes: [UInt8]
  let separator: Separator
  /// What lines begin with that are no records; empty: every line is one.
  private let comment: [UInt8]
  /// Where the scanned bytes end.
  private let end: Int
  /// Whether the file ends with these bytes; if not, a record that reaches their end is incomplete.
  private let isEnd: Bool
  /// The most fields of a record.
  private let fieldLimit: Int
  /// The end of the last complete record.
  private(set) var position: Int
  private(set) var line: Int

  /// - Parameter end: nil: that of the bytes.
  init(
    bytes: [UInt8], from start: Int, to end: Int? = nil, separator: Separator, comment: [UInt8] = [],
    line: Int = 1, isEnd: Bool = true, fieldLimit: Int = .max
  ) {
    precondition(
      start >= 0 && start <= bytes.count && end ?? start <= bytes.count, "\(start) of \(bytes.count)")
    self.bytes = bytes
    self.end = end ?? bytes.count
    self.separator = separator
    self.comment = comment
    self.line = line
    self.isEnd = isEnd
    self.fieldLimit = fieldLimit
    position = start
  }

  /// All complete records, or the first `limit` of them, or those that begin before `stop`, up to one with too many
  /// fields; blank lines are skipped.
  mutating func scan(limit: Int = .max, before stop: Int = .max) -> Records {
    // Sound: the pointer is used within the closure only, and every read is below `end`, which the bytes reach.
    bytes.withUnsafeBufferPointer { bytes in
      var cutter = Cutter(
        bytes: UnsafeBufferPointer(rebasing: bytes[..<end]), separator: separator, comment: comment,
        fieldLimit: fieldLimit, position: position, line: line)
      let records = cutter.scan(limit: limit, before: min(stop, end), isEnd: isEnd)
      (position, line) = (cutter.position, cutter.line)
      return records
    }
  }
}

extension RecordScanner {
  /// The scanner at work on bytes that do not move.
  private struct Cutter {
    let bytes: UnsafeBufferPointer<UInt8>
    let isSpace: Bool
    let isTab: Bool
    let comment: [UInt8]
    let fieldLimit: Int
    var ends: FieldEnds
    var position: Int
    var line: Int
    var records = Records()

    init(
      bytes: UnsafeBufferPointer<UInt8>, separator: Separator, comment: [UInt8], fieldLimit: Int,
      position: Int,
      line: Int
    ) {
      self.bytes = bytes
      isSpace = separator == .space
      isTab = separator == .tab
      self.comment = comment
      self.fieldLimit = fieldLimit
      ends = FieldEnds(separator)
      self.position = position
      self.line = line
    }

    mutating func scan(limit: Int, before stop: Int, isEnd: Bool) -> Records {
      if limit == .max { records.reserve(bytes: stop - position) }
      while position < stop, records.count < limit, records.tooWide == nil {
        let start = (position, line, records.fieldsPastQuote)
        let first = records.fields.count
        if isAtComment { skipComment() } else { scanRecord() }
        // The line feed of a final carriage return may be in the next chunk.
        guard !isEnd, position >= bytes.count, bytes[bytes.count - 1] != Ascii.lineFeed || isInQuote else {
          continue
        }
        (position, line, records.fieldsPastQuote) = start
        forgetRecords(fromField: first)
        break
      }
      return records
    }

    private var isInQuote: Bool { records.unclosedQuote != nil }

    private mutating func forgetRecords(fromField first: Int) {
      if records.fields.count > first {
        records.fields.removeSubrange(first...)
        records.starts.removeLast()
        records.lines.removeLast()
      }
      records.unclosedQuote = nil
    }

    private var isAtComment: Bool {
      !comment.isEmpty && bytes[position] == comment[0] && bytes[position...].starts(with: comment)
    }

    private mutating func skipComment() {
      while position < bytes.count, !isLineEnd(bytes[position]) { position += 1 }
      if position < bytes.count { skipLineEnd() }
    }

    private mutating func scanRecord() {
      let first = records.fields.count
      let recordLine = line
      while true {
        skipPadding()
        let atEnd = position >= bytes.count || isLineEnd(bytes[position])
        if !(isSpace && atEnd) { scanField() }
        if isSpace { skipPadding() }
        guard position < bytes.count else { break }
        if isLineEnd(bytes[position]) {
          skipLineEnd()
          break
        }
        guard records.fields.count - first <= fieldLimit else {
          records.tooWide = recordLine
          break
        }
        if !isSpace { position += 1 }
      }
      let count = records.fields.count - first
      let blank = count == 0 || (count == 1 && isBlank(records.fields[first]))
      if blank {
        records.fields.removeSubrange(first...)
      } else {
        records.starts.append(records.fields.count)
        records.lines.append(recordLine)
      }
    }

    private func isBlank(_ field: FieldRange) -> Bool {
      field.form == .plain && field.start == field.end
    }

    @inline(__always)
    private mutating func scanField() {
      if position < bytes.count, bytes[position] == Ascii.quote {
        scanQuotedField()
        return
      }
      let start = position
      position = ends.next(in: bytes, from: position)
      records.fields.append(FieldRange(start, trimmedEnd(start, position), .plain))
    }

    private mutating func scanQuotedField() {
      let opening = position
      let openingLine = line
      var hasDoubled = false
      position += 1
      while position < bytes.count {
        let byte = bytes[position]
        if byte == Ascii.quote {
          guard position + 1 < bytes.count, bytes[position + 1] == Ascii.quote else { break }
          hasDoubled = true
          position += 2
        } else if isLineEnd(byte) {
          skipLineEnd()
        } else {
          position += 1
        }
      }
      guard position < bytes.count else {
        if records.unclosedQuote == nil { records.unclosedQuote = openingLine }
        records.fields.append(FieldRange(opening, bytes.count, .encoded))
        return
      }
      let closing = position
      position = ends.next(in: bytes, from: closing + 1)
      let end = trimmedEnd(closing + 1, position)
      if end > closing + 1 { records.fieldsPastQuote += 1 }
      let isSimple = !hasDoubled && end == closing + 1
      records.fields.append(
        isSimple ? FieldRange(opening + 1, closing, .quoted) : FieldRange(opening, end, .encoded))
    }

    @inline(__always)
    private mutating func skipPadding() {
      while position < bytes.count {
        let byte = bytes[position]
        guard byte == Ascii.space || (byte == Ascii.tab && !isTab) else { return }
        position += 1
      }
    }

    @inline(__always)
    private func trimmedEnd(_ start: Int, _ end: Int) -> Int {
      var end = end
      while end > start, bytes[end - 1] == Ascii.space || bytes[end - 1] == Ascii.tab { end -= 1 }
      return end
    }

    @inline(__always)
    private func isLineEnd(_ byte: UInt8) -> Bool {
      byte == Ascii.lineFeed || byte == Ascii.carriageReturn
    }

    @inline(__always)
    private mutating func skipLineEnd() {
      let isCRLF =
        bytes[position] == Ascii.carriageReturn && position + 1 < bytes.count
        && bytes[position + 1] == Ascii.lineFeed
      position += isCRLF ? 2 : 1
      line += 1
    }
  }

  /// Finds where fields end: at a separator or a line end, looked for in 64 bytes at once.
  private struct FieldEnds {
    private let separator: Separator
    private let first: UInt8
    /// The other separator where spaces and tabs are; else the same.
    private let second: UInt8
    /// Which bytes of the block that begins here end a field.
    private var block = -1
    private var ends: UInt64 = 0

    init(_ separator: Separator) {
      self.separator = separator
      first = separator.byte
      second = separator == .space ? Ascii.tab : first
    }

    @inline(__always)
    mutating func next(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
      var position = start
      while position & ~63 + 64 <= bytes.count, let base = bytes.baseAddress {
        if block != position & ~63 {
          block = position & ~63
          ends = reading_field_ends(base + block, first, second)
        }
        let ahead = ends & (~0 << UInt64(position & 63))
        if ahead != 0 { return block + ahead.trailingZeroBitCount }
        position = block + 64
      }
      while position < bytes.count {
        let byte = bytes[position]
        if byte == Ascii.lineFeed || byte == Ascii.carriageReturn || separator.matches(byte) { break }
        position += 1
      }
      return position
    }
  }
}

/// The bytes with a meaning in text files.
enum Ascii {
  static let tab: UInt8 = 9
  static let lineFeed: UInt8 = 10
  static let carriageReturn: UInt8 = 13
  static let space: UInt8 = 32
  static let quote: UInt8 = 34
  static let plus: UInt8 = 43
  static let comma: UInt8 = 44
  static let minus: UInt8 = 45
  static let point: UInt8 = 46
  static let slash: UInt8 = 47
  static let zero: UInt8 = 48
  static let colon: UInt8 = 58
  static let semicolon: UInt8 = 59
  static let pipe: UInt8 = 124
}
