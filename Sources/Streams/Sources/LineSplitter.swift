import Foundation

/// Cuts the bytes of a source into lines, wherever its blocks end.
///
/// A line ends with LF, CR LF or CR. A byte-order mark at the start is left out, and invalid UTF-8 becomes U+FFFD. Of a line that is
/// too long only the beginning is kept.
struct LineSplitter {
  /// The most bytes of a line: nothing that is longer is a row.
  static let longest = 1 << 20
  /// The bytes of a longer line that are kept, to show.
  private static let shown = 256

  /// After the last line.
  private(set) var position: SourcePosition
  /// The beginning of a line whose end has not come.
  private var partial: [UInt8] = []
  /// The bytes of that line, with those that were not kept.
  private var partialCount = 0
  /// A line ended with CR at the end of a block: an LF at the beginning of the next belongs to it.
  private var mayStartWithLineFeed = false

  /// - Parameter position: of the first byte.
  init(at position: SourcePosition = SourcePosition(offset: 0, line: 0)) {
    self.position = position
  }

  /// Whether there is the beginning of a line.
  var hasPartial: Bool { partialCount > 0 }

  /// Takes the next bytes; appends the lines that end in them.
  mutating func take(_ bytes: UnsafeBufferPointer<UInt8>, arrival: Double, into lines: inout [SourceLine]) {
    guard let base = bytes.baseAddress else { return }
    var start = 0
    if mayStartWithLineFeed, bytes.count > 0 {
      mayStartWithLineFeed = false
      if bytes[0] == UInt8(ascii: "\n") {
        position.offset += 1
        start = 1
      }
    }
    while start < bytes.count {
      // Sound: `start` is within the bytes, and what is found lies between it and their end.
      let feed = memchr(base + start, 0x0A, bytes.count - start).map {
        base.distance(to: $0.assumingMemoryBound(to: UInt8.self))
      }
      let rest = feed ?? bytes.count
      let mark = memchr(base + start, 0x0D, rest - start).map {
        base.distance(to: $0.assumingMemoryBound(to: UInt8.self))
      }
      guard let end = mark ?? feed else { break }
      var next = end + 1
      if end == mark {
        if next == bytes.count {
          mayStartWithLineFeed = true
        } else if bytes[next] == UInt8(ascii: "\n") {
          next += 1
        }
      }
      append(bytes, start..<end, ending: next - end, arrival, to: &lines)
      start = next
    }
    keep(UnsafeBufferPointer(rebasing: bytes[start...]))
  }

  /// What came after the last line end is a line, too.
  mutating func finish(arrival: Double, into lines: inout [SourceLine]) {
    guard hasPartial else { return }
    append(UnsafeBufferPointer(start: nil, count: 0), 0..<0, ending: 0, arrival, to: &lines)
  }

  /// Leaves out what came after the last line end.
  ///
  /// - Parameter position: where the next bytes are; nil: the count of bytes goes on after what was left out, which
  ///   counts as a line.
  mutating func restart(at position: SourcePosition?) {
    if let position {
      self.position = position
    } else {
      self.position.offset += partialCount
      self.position.line += 1
    }
    clearPartial()
    mayStartWithLineFeed = false
  }

  private mutating func clearPartial() {
    partial.removeAll(keepingCapacity: partial.capacity < 1 << 16)
    partialCount = 0
  }

  private mutating func keep(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard !bytes.isEmpty else { return }
    if partialCount <= Self.longest { partial.append(contentsOf: bytes) }
    partialCount += bytes.count
    if partialCount > Self.longest, partial.count > Self.shown { partial = Array(partial.prefix(Self.shown)) }
  }

  private mutating func append(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, ending: Int, _ arrival: Double,
    to lines: inout [SourceLine]
  ) {
    let isFirst = position.offset == 0
    let count = partialCount + range.count
    position.offset += count + ending
    position.line += 1
    let isCut = count > Self.longest
    var text: String
    if partialCount == 0, !isCut {
      text = String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    } else {
      keep(UnsafeBufferPointer(rebasing: bytes[range]))
      text = String(decoding: partial.prefix(isCut ? Self.shown : Self.longest), as: UTF8.self)
      clearPartial()
    }
    if isFirst, text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    lines.append(SourceLine(text: text, arrival: arrival, position: position, isCut: isCut))
  }
}
