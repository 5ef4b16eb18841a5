/// Reads the values of the formats that have numbers only.
struct ValueText {
  let bytes: [UInt8]
  private let parser = NumberParser()

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// NaN where missing (empty, `?`, `NaN`, …) or infinite; nil for anything else that is no number.
  func number(_ range: Range<Int>) -> Double? {
    parser.parse(bytes, range.lowerBound, range.upperBound) ?? (isMissing(range) ? .nan : nil)
  }

  func isMissing(_ range: Range<Int>) -> Bool { isMissingWord(bytes, range) }

  /// The pieces between separators, trimmed; a single empty one where there is nothing.
  func split(_ range: Range<Int>, _ separator: UInt8) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = range.lowerBound
    for place in range where bytes[place] == separator {
      pieces.append(trimmedRange(bytes, start..<place))
      start = place + 1
    }
    pieces.append(trimmedRange(bytes, start..<range.upperBound))
    return pieces
  }
}
