import Text

/// The bytes of a file or of a chunk of it, with the ranges of its fields and the means to read them.
struct FieldText {
  let bytes: [UInt8]
  let records: Records
  let numbers: NumberParser

  /// The field's text without its quotes, with doubled quotes made single and invalid UTF-8 replaced by U+FFFD.
  func text(_ field: FieldRange) -> String {
    let range = Int(field.start)..<Int(field.end)
    guard field.form == .encoded else { return String(decoding: bytes[range], as: UTF8.self) }
    return String(decoding: decoded(range), as: UTF8.self)
  }

  private func decoded(_ range: Range<Int>) -> [UInt8] {
    var result: [UInt8] = []
    var i = range.lowerBound + 1
    var isOpen = true
    while i < range.upperBound {
      if isOpen, bytes[i] == Ascii.quote {
        if i + 1 < range.upperBound, bytes[i + 1] == Ascii.quote {
          i += 1
        } else {
          isOpen = false
          i += 1
          continue
        }
      }
      result.append(bytes[i])
      i += 1
    }
    return result
  }

  /// Whether the value is missing; see `isMissingWord`.
  func isMissing(_ field: FieldRange) -> Bool {
    guard field.form != .encoded else { return text(field).isEmpty }
    return isMissingWord(bytes, Int(field.start)..<Int(field.end))
  }

  func number(_ field: FieldRange) -> Double? {
    guard field.form != .encoded else { return nil }
    var (start, end) = (Int(field.start), Int(field.end))
    if field.form == .quoted {
      while start < end, bytes[start] == Ascii.space { start += 1 }
      while end > start, bytes[end - 1] == Ascii.space { end -= 1 }
    }
    return numbers.parse(bytes, start, end)
  }

  func date(_ field: FieldRange, _ order: DateParser.Order) -> Double? {
    guard field.form != .encoded else { return nil }
    return DateParser(order: order).parse(bytes, Int(field.start), Int(field.end))
  }

  /// Whether the field, a date, begins with a year of four digits.
  func beginsWithYear(_ field: FieldRange) -> Bool {
    let start = Int(field.start)
    return field.end - field.start > 4 && digitValue(bytes[start + 2]) != nil
      && digitValue(bytes[start + 3]) != nil
  }

  func duration(_ field: FieldRange) -> Double? {
    guard field.form != .encoded else { return nil }
    return parseDuration(bytes, Int(field.start), Int(field.end))
  }
}

/// Whether the bytes stand for a missing value: empty, `NA`, `N/A`, `NaN`, `null`, `?` or `-`. C writes `-nan`.
func isMissingWord(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
  let start = range.lowerBound
  switch range.count {
  case 0: return true
  case 1: return bytes[start] == UInt8(ascii: "?") || bytes[start] == Ascii.minus
  case 2: return matches(bytes, start, "na")
  case 3: return matches(bytes, start, "nan") || matches(bytes, start, "n/a")
  case 4:
    let isSigned = bytes[start] == Ascii.minus || bytes[start] == Ascii.plus
    return matches(bytes, start, "null") || isSigned && matches(bytes, start + 1, "nan")
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
