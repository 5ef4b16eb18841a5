/// Reads decimal numbers from bytes.
struct NumberParser {
  /// Whether a comma may be the decimal point (only if commas do not separate fields).
  let acceptsDecimalComma: Bool

  /// The most characters of a number, which may have more digits than any calculation gives. Other texts are not
  /// tried at this length.
  private static let longest = 4096

  /// The number that the bytes `start ..< end` spell: NaN for infinities, which no series can hold, and `nil`
  /// for anything that is not a number.
  ///
  /// Up to 19 digits with a small exponent are exact in a few operations (Clinger 1990); the standard library reads
  /// all others.
  func parse(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Double? {
    guard start < end, end - start <= Self.longest else { return nil }
    var i = start
    let isNegative = bytes[i] == Ascii.minus
    if isNegative || bytes[i] == Ascii.plus { i += 1 }
    var mantissa: UInt64 = 0
    var digits = 0
    var exponent = 0
    var sawPoint = false
    while i < end {
      let byte = bytes[i]
      if let digit = digitValue(byte) {
        digits += 1
        if mantissa < 1_000_000_000_000_000_000 {
          mantissa = mantissa * 10 + UInt64(digit)
          if sawPoint { exponent -= 1 }
        } else {
          return parseSlowly(bytes, start, end)
        }
      } else if !sawPoint, byte == Ascii.point || (acceptsDecimalComma && byte == Ascii.comma) {
        sawPoint = true
      } else {
        break
      }
      i += 1
    }
    guard digits > 0 else { return !sawPoint && isInfinity(bytes, i, end) ? .nan : nil }
    if i < end {
      guard let written = parseExponent(bytes, i, end) else { return nil }
      exponent += written
    }
    guard mantissa <= 1 << 53, exponent.magnitude <= 22 else { return parseSlowly(bytes, start, end) }
    let power = Self.powersOfTen[Int(exponent.magnitude)]
    let value = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
    return isNegative ? -value : value
  }

  private static let powersOfTen: [Double] = {
    var powers = [1.0]
    for _ in 1...22 { powers.append((powers.last ?? 1) * 10) }
    return powers
  }()

  /// Reads `e-5` or `E+07`; nil for anything else.
  private func parseExponent(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int? {
    guard bytes[start] | 0x20 == UInt8(ascii: "e") else { return nil }
    var i = start + 1
    guard i < end else { return nil }
    let isNegative = bytes[i] == Ascii.minus
    if isNegative || bytes[i] == Ascii.plus { i += 1 }
    guard i < end else { return nil }
    var value = 0
    while i < end {
      guard let digit = digitValue(bytes[i]) else { return nil }
      value = min(value * 10 + digit, 100_000)
      i += 1
    }
    return isNegative ? -value : value
  }

  private func parseSlowly(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Double? {
    var text = String(decoding: bytes[start..<end], as: UTF8.self)
    if acceptsDecimalComma { text = String(text.map { $0 == "," ? "." : $0 }) }
    guard text.utf8.allSatisfy({ digitValue($0) != nil || "+-.eE".utf8.contains($0) }) else { return nil }
    guard let value = Double(text) else { return nil }
    return value.isFinite ? value : .nan
  }

  private func isInfinity(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Bool {
    guard end - start == 3 || end - start == 8 else { return false }
    let word = String(decoding: bytes[start..<end], as: UTF8.self).lowercased()
    return word == "inf" || word == "infinity"
  }
}

/// 0 to 9, or nil if the byte is not a digit.
@inline(__always)
func digitValue(_ byte: UInt8) -> Int? {
  let value = byte &- Ascii.zero
  return value < 10 ? Int(value) : nil
}
