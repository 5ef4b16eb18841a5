/// Reads decimal numbers from bytes.
struct NumberParser {
  /// The marks within the numbers.
  let marks: NumberMarks

  init(marks: NumberMarks = .plain) { self.marks = marks }

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
  ///
  /// Up to 19 digits with a small exponent are exact in a few operations (Clinger 1990); the standard library reads
  /// all others.
  func read(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Reading? {
    guard start < end, end - start <= Self.longest else { return nil }
    let decimal = marks.decimalByte
    var i = start
    let isNegative = bytes[i] == Ascii.minus
    if isNegative || bytes[i] == Ascii.plus { i += 1 }
    let first = i
    var mantissa: UInt64 = 0
    var digits = 0
    var exponent = 0
    var whole = -1
    var isLong = false
    while i < end {
      let byte = bytes[i]
      if let digit = digitValue(byte) {
        digits += 1
        if mantissa < 1_000_000_000_000_000_000 {
          mantissa = mantissa * 10 + UInt64(digit)
          if whole >= 0 { exponent -= 1 }
        } else {
          isLong = true
        }
      } else if whole < 0, byte == decimal {
        whole = digits
      } else {
        break
      }
      i += 1
    }
    guard digits > 0 else {
      return whole < 0 && isInfinity(bytes, i, end) ? Reading(value: .nan, marks: .everything) : nil
    }
    // Three digits after a mark that follows up to three may also be a group of thousands.
    let mayBeGroup = i == end && digits - whole == 3 && (1...3).contains(whole) && bytes[first] != Ascii.zero
    if i < end {
      guard let written = parseExponent(bytes, i, end) else { return nil }
      exponent += written
    }
    let set = set(hasDecimals: whole >= 0, mayBeGroup: mayBeGroup)
    guard !isLong, mantissa <= 1 << 53, exponent.magnitude <= 22 else {
      return parseSlowly(bytes, start, end).map { Reading(value: $0, marks: set) }
    }
    let power = Self.powersOfTen[Int(exponent.magnitude)]
    let value = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
    return Reading(value: isNegative ? -value : value, marks: set)
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
    if marks.decimal == .comma { text = text.replacing(",", with: ".") }
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
  let digit = byte &- Ascii.zero
  return digit < 10 ? Int(digit) : nil
}
