import CReading

/// Reads decimal numbers from bytes.
package struct NumberParser: Sendable {
  /// The marks within the numbers.
  let marks: NumberMarks

  init(marks: NumberMarks = .plain) { self.marks = marks }

  /// - Parameter decimal: the mark before the decimals.
  package init(decimal: ReadingOptions.DecimalMark) {
    self.init(marks: NumberMarks(decimal: decimal, group: .none))
  }

  /// The number that bytes spell, without units and groups: NaN for infinities and what is too large; nil for what is no
  /// number.
  package func value(of bytes: UnsafeBufferPointer<UInt8>) -> Double? { read(bytes, 0, bytes.count)?.value }

  /// A number with all marks that read its spelling, although others may read another value.
  struct Reading {
    let value: Double
    let marks: NumberMarksSet
  }

  /// The most characters of a number, which may have more digits than any calculation gives. Other texts are not
  /// tried at this length.
  private static let longest = 4096

  /// The number that the bytes `start ..< end` spell: NaN for infinities, which no series can hold, and `nil`
  /// for anything that is not a number. Signs of currencies and of percent are skipped.
  func parse(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Double? {
    if let reading = read(bytes, start, end) { return reading.value }
    guard mayHaveMore(bytes, start, end) else { return nil }
    let bare = Self.withoutUnits(bytes, start, end)
    if marks.group == .none {
      return bare.count < end - start ? read(bare, 0, bare.count)?.value : nil
    }
    guard let joined = withoutGroups(bare) else { return nil }
    return read(joined, 0, joined.count)?.value
  }

  /// A number without units and groups; nil for anything else.
  @inline(never)
  func read(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Reading? {
    precondition(start >= 0 && end <= bytes.count, "\(start) ..< \(end) of \(bytes.count)")
    return bytes.withUnsafeBufferPointer { read($0, start, end) }
  }

  /// The same of bytes that do not move, of which `start ..< end` is a range.
  ///
  /// Up to 19 digits with a small exponent are exact in a few operations (Clinger 1990); all others are read by
  /// fast_float (Lemire 2021). Both give the nearest double.
  @inline(__always)
  func read(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Reading? {
    guard start < end, end - start <= Self.longest else { return nil }
    let isNegative = bytes[start] == Ascii.minus
    // Added, not branched on: signs come at random.
    let first = start &+ (isNegative ? 1 : 0) &+ (bytes[start] == Ascii.plus ? 1 : 0)
    var mantissa: UInt64 = 0
    var i = Self.takeDigits(bytes, first, end, &mantissa)
    let whole = i - first
    var decimals = 0
    let hasMark = i < end && bytes[i] == marks.decimalByte
    if hasMark {
      let begin = i + 1
      i = Self.takeDigits(bytes, begin, end, &mantissa)
      decimals = i - begin
    }
    guard whole + decimals > 0 else { return hasMark ? nil : infinity(bytes, i, end) }
    // Three digits after a mark that follows up to three may also be a group of thousands.
    let mayBeGroup =
      hasMark && i == end && decimals == 3 && (1...3).contains(whole) && bytes[first] != Ascii.zero
    var exponent = -decimals
    if i < end {
      guard let written = parseExponent(bytes, i, end) else { return nil }
      exponent += written
    }
    let value =
      whole + decimals <= 19 ? Self.exact(mantissa, exponent) : nil
    let size = value ?? parseSlowly(bytes, first, end)
    return Reading(
      value: isNegative ? -size : size, marks: set(hasDecimals: hasMark, mayBeGroup: mayBeGroup))
  }

  /// The double nearest to a decimal number where one operation on exact numbers gives it.
  @inline(__always)
  private static func exact(_ mantissa: UInt64, _ exponent: Int) -> Double? {
    guard mantissa <= 1 << 53, exponent.magnitude <= 22 else { return nil }
    // Sound: the index is at most 22.
    let power = powersOfTen.withUnsafeBufferPointer { $0[Int(exponent.magnitude)] }
    return exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
  }

  /// Goes on to the first byte that is no digit. More than 19 digits overflow.
  @inline(__always)
  private static func takeDigits(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ number: inout UInt64
  ) -> Int {
    var i = start
    while end &- i >= 8, let eight = eightDigits(bytes, i) {
      number = number &* 100_000_000 &+ eight
      i &+= 8
    }
    while i < end {
      let digit = bytes[i] &- Ascii.zero
      guard digit < 10 else { break }
      number = number &* 10 &+ UInt64(digit)
      i &+= 1
    }
    return i
  }

  /// The number of eight digits, added up in pairs, fours and eights at once; nil where not all are digits.
  @inline(__always)
  private static func eightDigits(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> UInt64? {
    let word = UInt64(
      littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: start, as: UInt64.self))
    let values = word ^ 0x3030_3030_3030_3030
    // A byte above nine carries into its high half.
    guard (values | (values &+ 0x0606_0606_0606_0606)) & 0xF0F0_F0F0_F0F0_F0F0 == 0 else { return nil }
    let pairs = (values &* 10) &+ (values >> 8)
    let fours = (pairs & 0x00FF_00FF_00FF_00FF) &* 100 &+ ((pairs & 0x00FF_00FF_00FF_00FF) >> 16)
    return ((fours & 0x0000_FFFF_0000_FFFF) &* 10_000 &+ ((fours & 0x0000_FFFF_0000_FFFF) >> 32))
      & 0xFFFF_FFFF
  }

  @inline(__always)
  private func set(hasDecimals: Bool, mayBeGroup: Bool) -> NumberMarksSet {
    guard hasDecimals else { return .everything }
    if marks.decimal == .point {
      return mayBeGroup ? [.withPoint, .groupingByPoint] : .withPoint
    }
    return mayBeGroup ? [.withComma, .groupingByComma] : .withComma
  }

  /// All marks that read a spelling; empty for what is no number.
  static func marks(reading bytes: [UInt8], _ start: Int, _ end: Int) -> NumberMarksSet {
    guard end - start <= 60, bytes[start..<end].contains(where: { digitValue($0) != nil }) else { return [] }
    return NumberMarksSet { NumberParser(marks: $0).parse(bytes, start, end) != nil }
  }

  // MARK: - Units and groups

  private static let currencies: [[UInt8]] = ["$", "€", "£", "¥"].map { Array($0.utf8) }

  /// Whether the bytes may be a number with a unit or with groups: most texts are not.
  private func mayHaveMore(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Bool {
    guard end - start >= 2, end - start <= 60 else { return false }
    return bytes[start..<end].contains { digitValue($0) != nil }
  }

  /// The bytes without a currency before or after the number, or a percent sign after it, and the spaces between.
  private static func withoutUnits(_ bytes: [UInt8], _ start: Int, _ end: Int) -> [UInt8] {
    var text = bytes[start..<end]
    var sign: [UInt8] = []
    if text.first == Ascii.minus || text.first == Ascii.plus { sign = [text.removeFirst()] }
    if let currency = currencies.first(where: text.starts(with:)) {
      text = text.dropFirst(currency.count)
      if sign.isEmpty, text.first == Ascii.minus { sign = [text.removeFirst()] }
    } else if text.last == UInt8(ascii: "%") {
      text = text.dropLast()
    } else if let currency = currencies.first(where: { text.suffix($0.count).elementsEqual($0) }) {
      text = text.dropLast(currency.count)
    }
    while text.first == Ascii.space { text = text.dropFirst() }
    while text.last == Ascii.space { text = text.dropLast() }
    return sign + text
  }

  /// The bytes without the marks between groups of three digits; nil where the groups are not of three.
  private func withoutGroups(_ bytes: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    var i = 0
    if let sign = bytes.first, sign == Ascii.minus || sign == Ascii.plus {
      result.append(sign)
      i = 1
    }
    var digits = 0
    var mark: ArraySlice<UInt8>?
    while i < bytes.count {
      if digitValue(bytes[i]) != nil {
        result.append(bytes[i])
        digits += 1
        i += 1
      } else if let found = groupMark(bytes[i...]) {
        // One mark throughout, after one to three digits, then after three.
        guard mark.map({ $0.elementsEqual(found) && digits == 3 }) ?? (1...3).contains(digits) else {
          return nil
        }
        mark = found
        digits = 0
        i += found.count
      } else {
        break
      }
    }
    guard mark == nil || digits == 3 else { return nil }
    result += bytes[i...]
    return result
  }

  private static let spaces: [[UInt8]] = [" ", "'", "\u{A0}", "\u{202F}", "\u{2019}"].map {
    Array($0.utf8)
  }

  private func groupMark(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    switch marks.group {
    case .none: nil
    case .comma: bytes.first == Ascii.comma ? bytes.prefix(1) : nil
    case .point: bytes.first == Ascii.point ? bytes.prefix(1) : nil
    case .space: Self.spaces.first(where: bytes.starts(with:)).map { bytes.prefix($0.count) }
    }
  }

  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19,
    1e20, 1e21, 1e22,
  ]

  /// Reads `e-5` or `E+07`; nil for anything else.
  @inline(never)
  private func parseExponent(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int? {
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

  /// Digits with a mark or an exponent, which are known to be a number; NaN where it is too large.
  @inline(never)
  private func parseSlowly(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Double {
    guard let base = bytes.baseAddress else { return .nan }
    var value = 0.0
    let isNumber = reading_number(base + start, base + end, CChar(bitPattern: marks.decimalByte), &value)
    return isNumber && value.isFinite ? value : .nan
  }

  @inline(never)
  private func infinity(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Reading? {
    guard end - start == 3 || end - start == 8 else { return nil }
    let word = String(decoding: bytes[start..<end], as: UTF8.self).lowercased()
    return word == "inf" || word == "infinity" ? Reading(value: .nan, marks: .everything) : nil
  }
}

/// 0 to 9, or nil if the byte is not a digit.
@inline(__always)
func digitValue(_ byte: UInt8) -> Int? {
  let digit = byte &- Ascii.zero
  return digit < 10 ? Int(digit) : nil
}
