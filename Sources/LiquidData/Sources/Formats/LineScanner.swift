/// Cuts bytes into lines, whatever their line ends are.
struct LineScanner: Sequence, IteratorProtocol {
  private let bytes: [UInt8]
  private var position: Int
  private var number = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The next line without its end and the white space around it, and its number from 1.
  mutating func next() -> (range: Range<Int>, number: Int)? {
    guard position < bytes.count else { return nil }
    let start = position
    while position < bytes.count, bytes[position] != Ascii.lineFeed, bytes[position] != Ascii.carriageReturn {
      position += 1
    }
    let end = position
    if position < bytes.count {
      let isReturn = bytes[position] == Ascii.carriageReturn
      position += 1
      if isReturn, position < bytes.count, bytes[position] == Ascii.lineFeed { position += 1 }
    }
    number += 1
    return (trimmedRange(bytes, start..<end), number)
  }
}

/// The range without spaces and tabs at both ends.
func trimmedRange(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
  var (start, end) = (range.lowerBound, range.upperBound)
  while start < end, bytes[start] == Ascii.space || bytes[start] == Ascii.tab { start += 1 }
  while end > start, bytes[end - 1] == Ascii.space || bytes[end - 1] == Ascii.tab { end -= 1 }
  return start..<end
}
