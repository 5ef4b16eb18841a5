/// A position in bytes that moves forward.
struct Cursor {
  let bytes: [UInt8]
  var position: Int
  let end: Int

  var isAtEnd: Bool { position >= end }
  var peek: UInt8? { isAtEnd ? nil : bytes[position] }

  mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    position += 1
    return true
  }

  mutating func takeSpaces() -> Bool {
    let start = position
    while take(Ascii.space) {}
    return position > start
  }

  /// Takes a whole number of up to `maxDigits` digits; also returns the number of its digits.
  mutating func takeNumber(maxDigits: Int) -> (value: Int, digits: Int)? {
    var value = 0
    var digits = 0
    while digits < maxDigits, let digit = peek.flatMap(digitValue) {
      value = value * 10 + digit
      digits += 1
      position += 1
    }
    return digits > 0 ? (value, digits) : nil
  }

  /// Takes a word of letters, in lower case; nil where there is none, or one longer than any month or zone.
  mutating func takeWord() -> String? {
    let start = position
    while let byte = peek, (0x61...0x7A).contains(byte | 0x20) { position += 1 }
    guard (1...12).contains(position - start) else { return nil }
    return String(decoding: bytes[start..<position], as: UTF8.self).lowercased()
  }
}
