/// Reads the literals that headers of NumPy consist of: `{'descr': '<f8', 'fortran_order': False, 'shape': (3,)}`.
struct PythonLiteral {
  enum Value {
    case text(String)
    case truth(Bool)
    case tuple([Int])
    /// Well formed, but not used.
    case other
  }

  private let bytes: ArraySlice<UInt8>
  private var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// Nil unless it is a dictionary whose keys are texts.
  mutating func dictionary() -> [String: Value]? {
    guard take("{") else { return nil }
    var values: [String: Value] = [:]
    while !take("}") {
      guard let key = text(), take(":"), let value = value() else { return nil }
      values[key] = value
      if !take(","), !isNext("}") { return nil }
    }
    return values
  }

  private mutating func value() -> Value? {
    if isNext("'") || isNext("\"") { return text().map(Value.text) }
    if isNext("(") { return tuple() }
    if isNext("[") { return list() }
    switch word() {
    case "True": return .truth(true)
    case "False": return .truth(false)
    default: return nil
    }
  }

  private mutating func text() -> String? {
    skipSpace()
    guard position < bytes.endIndex, bytes[position] == UInt8(ascii: "'") || bytes[position] == Ascii.quote
    else {
      return nil
    }
    let quote = bytes[position]
    guard let end = bytes[(position + 1)...].firstIndex(of: quote) else { return nil }
    defer { position = end + 1 }
    return String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
  }

  private mutating func tuple() -> Value? {
    guard take("(") else { return nil }
    var sizes: [Int] = []
    while !take(")") {
      // Python 2 wrote an L after long numbers.
      guard let size = Int(word().replacing("L", with: "")) else { return nil }
      sizes.append(size)
      if !take(","), !isNext(")") { return nil }
    }
    return .tuple(sizes)
  }

  /// Skips a list, which is the type of an array of records.
  private mutating func list() -> Value? {
    var depth = 0
    while position < bytes.endIndex {
      if bytes[position] == UInt8(ascii: "[") { depth += 1 }
      if bytes[position] == UInt8(ascii: "]") { depth -= 1 }
      position += 1
      if depth == 0 { return .other }
    }
    return nil
  }

  private mutating func word() -> String {
    skipSpace()
    let start = position
    while position < bytes.endIndex, isWordByte(bytes[position]) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    digitValue(byte) != nil || byte == Ascii.minus || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
  }

  private mutating func skipSpace() {
    while position < bytes.endIndex, bytes[position] == Ascii.space || bytes[position] == Ascii.lineFeed {
      position += 1
    }
  }

  private mutating func isNext(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    return position < bytes.endIndex && UInt32(bytes[position]) == character.value
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard isNext(character) else { return false }
    position += 1
    return true
  }
}
