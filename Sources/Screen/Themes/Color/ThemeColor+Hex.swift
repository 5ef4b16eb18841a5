extension Theme.Color {
  /// A colour written as six hexadecimal digits, with or without a leading `#`.
  public init?(hex: String) {
    let digits = hex.hasPrefix("#") ? hex.dropFirst() : Substring(hex)
    guard digits.utf8.count == 6, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }),
      let value = UInt32(digits, radix: 16)
    else { return nil }
    self.init(packed: value)
  }

  /// A colour from `0xRRGGBB`.
  public init(packed value: UInt32) {
    self.init(
      red: UInt8(truncatingIfNeeded: value >> 16), green: UInt8(truncatingIfNeeded: value >> 8),
      blue: UInt8(truncatingIfNeeded: value))
  }

  /// `0xRRGGBB`.
  public var packed: UInt32 { UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue) }

  /// Six lower-case hexadecimal digits, without `#`.
  public var hex: String {
    let digits = String(packed, radix: 16)
    return String(repeating: "0", count: 6 - digits.count) + digits
  }
}
