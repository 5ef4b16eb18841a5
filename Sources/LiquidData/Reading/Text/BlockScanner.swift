import Foundation
import Liquid

/// How the reading of text is divided. What is read does not depend on it.
package struct ReadingPlan: Sendable {
  /// How many bytes are read before records are cut.
  package var blockBytes = 1 << 20
  /// How many bytes of a block one thread cuts into records at a time: they and their fields stay in its cache.
  package var pieceBytes = 1 << 16
  /// Whether threads work side by side.
  package var isConcurrent = true

  /// Runs `body` for 0 ..< `count`.
  func forEach(_ count: Int, _ body: (Int) -> Void) {
    if isConcurrent { forEachConcurrently(count, body) } else { (0..<count).forEach(body) }
  }
}

/// Cuts a block of bytes into the records that `RecordScanner` cuts it into, on several threads.
///
/// Pieces end after line feeds, and each is scanned as if a record began with it. Where a quoted field goes on into the
/// next piece, that one did not begin with a record: from there the block is scanned in order until the two agree.
struct BlockScanner {
  let bytes: [UInt8]
  let separator: Separator
  let comment: [UInt8]
  /// Whether the file ends with these bytes; if not, a record that reaches their end is incomplete.
  let isEnd: Bool
  /// The most fields of a record.
  let fieldLimit: Int
  let plan: ReadingPlan
  /// The end of the last complete record.
  private(set) var position: Int
  private(set) var line: Int

  init(
    bytes: [UInt8], from start: Int, dialect: TableDialect, line: Int, isEnd: Bool, fieldLimit: Int,
    plan: ReadingPlan
  ) {
    self.bytes = bytes
    separator = dialect.separator
    comment = dialect.comment
    self.isEnd = isEnd
    self.fieldLimit = fieldLimit
    self.plan = plan
    position = start
    self.line = line
  }

  /// All complete records in their order, up to one with too many fields.
  mutating func scan() -> [Records] {
    var found: [Records] = []
    for piece in scannedPieces() {
      if position == piece.range.lowerBound { take(piece.records, piece.position, piece.lines, &found) }
      guard found.last?.tooWide == nil else { break }
      if position < piece.range.upperBound { scanInOrder(to: piece.range.upperBound, &found) }
      guard found.last?.tooWide == nil, position >= piece.range.upperBound else { break }
    }
    return found
  }

  private mutating func take(_ records: Records, _ end: Int, _ lines: Int, _ found: inout [Records]) {
    var records = records
    records.moveLines(by: line)
    found.append(records)
    position = end
    line += lines
  }

  private mutating func scanInOrder(to end: Int, _ found: inout [Records]) {
    var scanner = scanner(from: position, to: bytes.count, line: line)
    found.append(scanner.scan(before: end))
    (position, line) = (scanner.position, scanner.line)
  }

  private func scanner(from start: Int, to end: Int, line: Int) -> RecordScanner {
    RecordScanner(
      bytes: bytes, from: start, to: end, separator: separator, comment: comment, line: line,
      isEnd: isEnd && end == bytes.count, fieldLimit: fieldLimit)
  }

  // MARK: - Pieces

  /// What scanning a piece gave.
  private struct Piece {
    let range: Range<Int>
    var records = Records()
    /// Where the last of its records ends.
    var position = 0
    /// The number of line ends up to there.
    var lines = 0
  }

  private func scannedPieces() -> [Piece] {
    var pieces = ranges().map { Piece(range: $0) }
    pieces.withUnsafeMutableBufferPointer { pieces in
      // Sound: each iteration changes a piece of its own.
      let pieces = pieces
      plan.forEach(pieces.count) { index in
        let range = pieces[index].range
        // A piece that does not begin with a record may run on and on: the work stays in proportion.
        let end = pieces.count == 1 ? bytes.count : min(range.upperBound + range.count, bytes.count)
        var scanner = scanner(from: range.lowerBound, to: end, line: 0)
        pieces[index].records = scanner.scan(before: range.upperBound)
        (pieces[index].position, pieces[index].lines) = (scanner.position, scanner.line)
      }
    }
    return pieces
  }

  private func ranges() -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = position
    while bytes.count - start > plan.pieceBytes, let end = lineEnd(from: start + plan.pieceBytes),
      end < bytes.count
    {
      ranges.append(start..<end)
      start = end
    }
    if start < bytes.count { ranges.append(start..<bytes.count) }
    return ranges
  }

  /// The place after the next line feed.
  private func lineEnd(from start: Int) -> Int? {
    bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress,
        let found = memchr(base + start, Int32(Ascii.lineFeed), bytes.count - start)
      else { return nil }
      return UnsafeRawPointer(found) - base + 1
    }
  }
}
