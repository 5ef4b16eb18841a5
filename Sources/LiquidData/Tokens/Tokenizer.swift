import Foundation
import Text

/// Makes texts lists of codes, which are indices into all tokens that were found so far; the first one is padding.
///
/// Texts that Unicode takes for the same, such as an accented letter in one piece and in two, are one token.
package struct Tokenizer {
  private let tokens: TextTokens
  private var found = TextCodes()
  /// The codes of words that are short and were seen before: nearly all.
  private var known: [ShortWord: Int32] = [:]
  /// The codes of ASCII characters; -1: not seen yet.
  private var plain = [Int32](repeating: -1, count: 128)

  package init(_ tokens: TextTokens) {
    self.tokens = tokens
    _ = found.code(of: TextTokens.padding)
    if tokens.kind == .bytes {
      for byte in UInt8.min...UInt8.max { _ = found.code(of: Self.name(of: byte)) }
    }
  }

  /// All tokens that were found, by their codes.
  package var levels: [String] { found.levels }

  /// The code of padding.
  static let padding: Int32 = 0

  /// A byte as a token: the character that it is in ASCII, else its number.
  static func name(of byte: UInt8) -> String {
    if (UInt8(ascii: " ")...UInt8(ascii: "~")).contains(byte) {
      return String(Character(Unicode.Scalar(byte)))
    }
    let digits = String(byte, radix: 16, uppercase: true)
    return "0x" + (byte < 16 ? "0" : "") + digits
  }

  /// The names of all bytes, in their order.
  static var byteNames: [String] { (UInt8.min...UInt8.max).map(name) }

  /// Appends the codes of a text's tokens, cut to the most that it may have; that of padding where there are none.
  ///
  /// - Returns: whether the text was cut.
  package mutating func append(_ text: String, to codes: inout [Int32]) -> Bool {
    let first = codes.count
    let wasCut =
      switch tokens.kind {
      case .words: appendWords(text, to: &codes)
      case .characters: appendCharacters(text, to: &codes)
      case .bytes: appendBytes(text, to: &codes)
      }
    if codes.count == first { codes.append(Self.padding) }
    return wasCut
  }

  private mutating func appendWords(_ text: String, to codes: inout [Int32]) -> Bool {
    let first = codes.count
    let length = tokens.length ?? .max
    var splitter = WordSplitter(text)
    while let token = splitter.next() {
      if tokens.keep == .beginning, codes.count - first == length { return true }
      codes.append(code(of: token))
    }
    let extra = codes.count - first - length
    guard extra > 0 else { return false }
    codes.removeSubrange(first..<first + extra)
    return true
  }

  private mutating func code(of token: WordSplitter.Token) -> Int32 {
    guard let short = ShortWord(token.bytes) else { return found.code(of: Self.text(of: token)) }
    if let code = known[short] { return code }
    let code = found.code(of: Self.text(of: token))
    known[short] = code
    return code
  }

  private static func text(of token: WordSplitter.Token) -> String {
    let text = String(decoding: token.bytes, as: UTF8.self)
    return token.isPlain ? text : text.precomposedStringWithCanonicalMapping
  }

  private mutating func appendCharacters(_ text: String, to codes: inout [Int32]) -> Bool {
    let length = tokens.length ?? .max
    let kept = tokens.keep == .beginning ? text.prefix(length) : text.suffix(length)
    for character in kept { codes.append(code(of: character)) }
    return kept.utf8.count < text.utf8.count
  }

  private mutating func code(of character: Character) -> Int32 {
    // A line end of two characters is one, and its value that of the second.
    guard let value = character.asciiValue, character.utf8.count == 1 else {
      return found.code(of: String(character).precomposedStringWithCanonicalMapping)
    }
    if plain[Int(value)] < 0 { plain[Int(value)] = found.code(of: String(character)) }
    return plain[Int(value)]
  }

  private func appendBytes(_ text: String, to codes: inout [Int32]) -> Bool {
    let length = tokens.length ?? .max
    let kept = tokens.keep == .beginning ? text.utf8.prefix(length) : text.utf8.suffix(length)
    for byte in kept { codes.append(Int32(byte) + 1) }
    return kept.count < text.utf8.count
  }
}

/// A word of up to sixteen bytes, none of which is 0.
private struct ShortWord: Hashable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  init?(_ bytes: [UInt8]) {
    guard bytes.count <= 16 else { return nil }
    for (place, byte) in bytes.enumerated() {
      if place < 8 {
        low |= UInt64(byte) << UInt64(8 * place)
      } else {
        high |= UInt64(byte) << UInt64(8 * (place - 8))
      }
    }
  }
}
