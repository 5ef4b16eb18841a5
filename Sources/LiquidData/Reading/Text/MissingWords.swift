/// The words that stand for a missing value; an empty field always does.
package struct MissingWords: Sendable {
  /// Nil: the usual ones, in any case.
  private let own: Set<[UInt8]>?

  /// - Parameter words: exactly as they stand; nil: the usual ones.
  package init(_ words: [String]? = nil) {
    own = words.map { Set($0.map { Array($0.utf8) }) }
  }

  /// Whether these bytes stand for a missing value.
  package func has(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    // None of the usual words is longer: most texts are no reason to copy them.
    if own == nil, word.count > 4 { return false }
    return has(Array(word), 0..<word.count)
  }

  func has(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    guard let own else { return isMissingWord(bytes, range) }
    return range.isEmpty || own.contains(Array(bytes[range]))
  }
}

/// Whether the bytes stand for a missing value: empty, `NA`, `N/A`, `NaN`, `null`, `?` or `-`.
func isMissingWord(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
  let start = range.lowerBound
  switch range.count {
  case 0: return true
  case 1: return bytes[start] == UInt8(ascii: "?") || bytes[start] == Ascii.minus
  case 2: return matches(bytes, start, "na")
  case 3: return matches(bytes, start, "nan") || matches(bytes, start, "n/a")
  case 4:
    return matches(bytes, start, "null") || matches(bytes, start, "-nan") || matches(bytes, start, "+nan")
  default: return false
  }
}

/// Whether the bytes at `start` are `word` in any case; `word` is lowercase.
private func matches(_ bytes: [UInt8], _ start: Int, _ word: StaticString) -> Bool {
  word.withUTF8Buffer { letters in
    for (i, letter) in letters.enumerated() where bytes[start + i] | 0x20 != letter | 0x20 { return false }
    return true
  }
}
