import Text

/// The words of a line of an ARFF file, which may stand between quotes and have escaped characters.
struct ArffWords {
  struct Word {
    let text: String
    let isQuoted: Bool
  }

  private let bytes: ArraySlice<UInt8>
  private var place: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  private static func isQuote(_ byte: UInt8) -> Bool { byte == Ascii.quote || byte == UInt8(ascii: "'") }

  private var peek: UInt8? { place < bytes.endIndex ? bytes[place] : nil }

  private mutating func skipSpace() {
    while let byte = peek, byte <= Ascii.space { place += 1 }
  }

  /// Whether a brace follows; moves past it.
  mutating func takesBrace() -> Bool {
    skipSpace()
    guard peek == UInt8(ascii: "{") else { return false }
    place += 1
    return true
  }

  /// The next word; nil at the end.
  mutating func next(endsAtBrace: Bool = false) -> Word? {
    skipSpace()
    guard let first = peek else { return nil }
    if Self.isQuote(first) { return quoted(first) }
    let start = place
    while let byte = peek, byte > Ascii.space, !(endsAtBrace && byte == UInt8(ascii: "{")) { place += 1 }
    return Word(text: String(decoding: bytes[start..<place], as: UTF8.self), isQuoted: false)
  }

  private mutating func quoted(_ quote: UInt8) -> Word {
    var text: [UInt8] = []
    place += 1
    while let byte = peek, byte != quote {
      place += 1
      if byte == UInt8(ascii: "\\"), let escaped = peek {
        place += 1
        text.append(escaped)
      } else {
        text.append(byte)
      }
    }
    place = min(place + 1, bytes.endIndex)
    return Word(text: String(decoding: text, as: UTF8.self), isQuoted: true)
  }

  /// The values between commas, or tabs, up to a closing sign, a comment or the end.
  mutating func list(until closing: UInt8? = nil) -> [Word] {
    var words: [Word] = []
    skipBlanks()
    while let byte = peek, byte != closing, byte != UInt8(ascii: "%") {
      words.append(value(until: closing))
      skipBlanks()
      if peek == Ascii.comma || peek == Ascii.tab {
        place += 1
        skipBlanks()
        if peek == nil || peek == closing { words.append(Word(text: "", isQuoted: false)) }
      }
    }
    if let closing, peek == closing { place += 1 }
    return words
  }

  /// Up to the next comma or tab, without the spaces around it.
  private mutating func value(until closing: UInt8?) -> Word {
    if let first = peek, Self.isQuote(first) { return quoted(first) }
    let start = place
    while let byte = peek, byte != Ascii.comma, byte != Ascii.tab, byte != closing, byte != UInt8(ascii: "%")
    {
      place += 1
    }
    return Word(text: String(decoding: bytes[start..<place], as: UTF8.self).trimmed, isQuoted: false)
  }

  private mutating func skipBlanks() {
    while peek == Ascii.space { place += 1 }
  }

  /// The next value of a sparse row, `3 X`, with its place; nil at the end of the row. A missing value is empty.
  mutating func sparseValue() -> (place: String, value: Word)? {
    while let byte = peek, byte <= Ascii.space || byte == Ascii.comma { place += 1 }
    guard let byte = peek, byte != UInt8(ascii: "}"), let index = next() else { return nil }
    skipSpace()
    return (index.text, value(until: UInt8(ascii: "}")))
  }
}
