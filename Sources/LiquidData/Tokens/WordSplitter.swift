/// Splits a text into words and marks.
///
/// * A word is a run of letters, digits and the marks that combine with them, in lower case, with apostrophes inside:
///   `don't`, `été`, `1984`. Both forms of the apostrophe are `'`.
/// * An ideograph, as of Chinese, is a word of its own, because such texts have no spaces.
/// * Every other character that can be seen is a token of its own: `.`, `$`, an emoji with all its parts.
/// * Spaces and control characters separate. Characters that only say how a text is laid out, such as soft hyphens and
///   marks of direction, are left out. `<br>`, `<br/>` and `<br />` are spaces.
struct WordSplitter {
  private let text: String
  private let bytes: [UInt8]
  private var index = 0
  /// The word so far, in UTF-8.
  private var word: [UInt8] = []
  private var isPlain = true
  /// Tokens that wait for being taken: a mark ends the word before it.
  private var waiting: Token?

  /// A token in UTF-8.
  struct Token {
    let bytes: [UInt8]
    /// Whether all of its characters are ASCII.
    let isPlain: Bool
  }

  init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  /// The next token; nil at the end of the text.
  mutating func next() -> Token? {
    if let token = waiting {
      waiting = nil
      return token
    }
    while index < bytes.count {
      let byte = bytes[index]
      let mark = byte < 0x80 ? readPlain(byte) : readScalar()
      switch mark {
      case .inWord: continue
      case .separator:
        if let token = takeWord() { return token }
      case .token(let token):
        guard let word = takeWord() else { return token }
        waiting = token
        return word
      }
    }
    return takeWord()
  }

  private enum Step {
    /// Part of a word, or nothing at all.
    case inWord
    case separator
    case token(Token)
  }

  private mutating func takeWord() -> Token? {
    if word.isEmpty { return nil }
    defer {
      word.removeAll(keepingCapacity: true)
      isPlain = true
    }
    return Token(bytes: word, isPlain: isPlain)
  }

  // MARK: - ASCII

  private mutating func readPlain(_ byte: UInt8) -> Step {
    index += 1
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      word.append(byte)
      return .inWord
    case UInt8(ascii: "A")...UInt8(ascii: "Z"):
      word.append(byte | 0x20)
      return .inWord
    case 0...UInt8(ascii: " "), 0x7F: return .separator
    case UInt8(ascii: "'"): return apostrophe()
    case UInt8(ascii: "<"):
      if let end = endOfBreak() {
        index = end
        return .separator
      }
      return .token(Token(bytes: [byte], isPlain: true))
    default: return .token(Token(bytes: [byte], isPlain: true))
    }
  }

  /// An apostrophe that was just read: part of a word between two letters or digits, else a token.
  private mutating func apostrophe() -> Step {
    let token = Token(bytes: [UInt8(ascii: "'")], isPlain: true)
    guard !word.isEmpty, index < bytes.count else { return .token(token) }
    let next = bytes[index]
    let isInside =
      next < 0x80
      ? next.isLetterOrDigit : Self.role(of: scalar(at: index).scalar) == .letter
    guard isInside else { return .token(token) }
    word.append(UInt8(ascii: "'"))
    return .inWord
  }

  /// Where a line break of HTML ends whose `<` was just read; nil where it is none.
  private func endOfBreak() -> Int? {
    var place = index
    for letter in "br".utf8 {
      guard place < bytes.count, bytes[place] | 0x20 == letter else { return nil }
      place += 1
    }
    while place < bytes.count, bytes[place] == UInt8(ascii: " ") { place += 1 }
    if place < bytes.count, bytes[place] == UInt8(ascii: "/") { place += 1 }
    while place < bytes.count, bytes[place] == UInt8(ascii: " ") { place += 1 }
    return place < bytes.count && bytes[place] == UInt8(ascii: ">") ? place + 1 : nil
  }

  // MARK: - Other characters

  private enum Role {
    case letter, ideograph, combining, space, layout, mark
  }

  private mutating func readScalar() -> Step {
    let (scalar, length) = scalar(at: index)
    let start = index
    index += length
    if scalar == "\u{2019}" { return apostrophe() }
    switch Self.role(of: scalar) {
    case .letter:
      append(scalar.properties.lowercaseMapping.utf8)
      return .inWord
    case .combining:
      // Without a letter before it, it has nothing to combine with.
      if !word.isEmpty { append(bytes[start..<index]) }
      return .inWord
    case .layout: return .inWord
    case .space: return .separator
    case .ideograph: return .token(Token(bytes: Array(bytes[start..<index]), isPlain: false))
    case .mark:
      index = endOfCluster(from: start)
      return .token(Token(bytes: Array(bytes[start..<index]), isPlain: false))
    }
  }

  private mutating func append(_ more: some Sequence<UInt8>) {
    word += more
    isPlain = false
  }

  /// Where the grapheme cluster ends that a mark begins, as an emoji with a colour of skin.
  private func endOfCluster(from start: Int) -> Int {
    let first = text.utf8.index(text.startIndex, offsetBy: start)
    // The text itself would look back from there, over all flags of a run of them. Tokens end where clusters do, so that
    // the flags of what follows pair up as they do in the whole.
    let rest = text[first...]
    return text.utf8.distance(from: text.startIndex, to: rest.index(after: rest.startIndex))
  }

  /// The scalar that begins at a byte, and its length in bytes. The bytes are those of a `String`, so they are valid.
  private func scalar(at place: Int) -> (scalar: Unicode.Scalar, length: Int) {
    let lead = bytes[place]
    let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    var value = UInt32(lead) & (0x7F >> UInt32(length))
    for byte in bytes[place + 1..<place + length] { value = value << 6 | UInt32(byte & 0x3F) }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
  }

  private static func role(of scalar: Unicode.Scalar) -> Role {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber:
      scalar.properties.isIdeographic ? .ideograph : .letter
    case .nonspacingMark, .spacingMark, .enclosingMark: .combining
    case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control: .space
    case .format: .layout
    default: .mark
    }
  }
}

extension UInt8 {
  /// Of ASCII.
  fileprivate var isLetterOrDigit: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
