/// Finds in which encoding a text is, and turns it into UTF-8 while it is read.
enum TextDecoding {
  /// How many bytes are looked at.
  static let headBytes = 1 << 20

  /// A form of text with the order of its bytes.
  enum Form: Hashable {
    case utf8
    case utf16(isBigEndian: Bool)
    case latin1
  }

  /// The form of a text, as told or as its first bytes show: a byte-order mark, zeros in every other byte, or bytes that
  /// no UTF-8 has.
  static func form(of head: [UInt8], told: ReadingOptions.Encoding?) -> Form {
    switch told {
    case .utf8: return .utf8
    case .latin1: return .latin1
    case .utf16: return .utf16(isBigEndian: isBigEndian(head) ?? false)
    case nil: break
    }
    if let isBigEndian = isBigEndian(head) { return .utf16(isBigEndian: isBigEndian) }
    return isUTF8(head) ? .utf8 : .latin1
  }

  /// Nil where the bytes do not look like UTF-16.
  private static func isBigEndian(_ head: [UInt8]) -> Bool? {
    if head.starts(with: [0xFE, 0xFF]) { return true }
    if head.starts(with: [0xFF, 0xFE]) { return false }
    let pairs = head.prefix(2048).count / 2
    guard pairs >= 4 else { return nil }
    var zeros = (high: 0, low: 0)
    for pair in 0..<pairs {
      if head[2 * pair] == 0 { zeros.high += 1 }
      if head[2 * pair + 1] == 0 { zeros.low += 1 }
    }
    if zeros.high * 10 >= pairs * 8, zeros.low == 0 { return true }
    return zeros.low * 10 >= pairs * 8 && zeros.high == 0 ? false : nil
  }

  /// Whether the bytes are UTF-8, but for a character that their end cuts.
  private static func isUTF8(_ head: [UInt8]) -> Bool {
    var end = head.count
    // No character is longer than four bytes.
    while end > 0, head.count - end < 4, head[end - 1] & 0xC0 == 0x80 { end -= 1 }
    if end > 0, head[end - 1] >= 0xC0 { end -= 1 }
    return head[..<end].allSatisfy { $0 < 0x80 } || String(validating: head[..<end], as: UTF8.self) != nil
  }

  /// The bytes as UTF-8.
  static func stream(_ bytes: ByteStream, form: Form) -> ByteStream {
    switch form {
    case .utf8: return bytes
    case .latin1:
      return transcoding(bytes) { chunk, _, target in
        for byte in chunk { target.append(contentsOf: latin1[Int(byte)]) }
        return []
      }
    case .utf16(let isBigEndian):
      return transcoding(bytes) { chunk, isLast, target in
        decode(chunk, isBigEndian: isBigEndian, isLast: isLast, into: &target)
      }
    }
  }

  /// - Parameter decode: appends what it decodes of a chunk and returns what belongs to the next.
  private static func transcoding(
    _ bytes: ByteStream, decode: @escaping ([UInt8], Bool, inout [UInt8]) -> [UInt8]
  ) -> ByteStream {
    var rest: [UInt8] = []
    var isAtEnd = false
    return ByteStream { (target: inout [UInt8]) throws(DataError) -> Bool in
      let before = target.count
      while target.count == before, !isAtEnd {
        isAtEnd = try !bytes.append(to: &rest)
        rest = decode(rest, isAtEnd, &target)
      }
      return target.count > before
    }
  }

  private static func decode(
    _ chunk: [UInt8], isBigEndian: Bool, isLast: Bool, into target: inout [UInt8]
  ) -> [UInt8] {
    var units: [UInt16] = []
    units.reserveCapacity(chunk.count / 2)
    for pair in 0..<chunk.count / 2 {
      let (first, second) = (UInt16(chunk[2 * pair]), UInt16(chunk[2 * pair + 1]))
      units.append(isBigEndian ? first << 8 | second : second << 8 | first)
    }
    var used = units.count * 2
    // The second half of a pair is in the next chunk.
    if !isLast, let last = units.last, UTF16.isLeadSurrogate(last) {
      units.removeLast()
      used -= 2
    }
    target.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
    return isLast ? [] : Array(chunk[used...])
  }

  /// Where Windows has letters and signs instead of control characters.
  private static let windows: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D,
    0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A,
    0x153, 0x9D, 0x17E, 0x178,
  ]

  private static let latin1: [[UInt8]] = (UInt32(0)..<256).map { code in
    let scalar = UnicodeScalar((0x80..<0xA0).contains(code) ? windows[Int(code) - 0x80] : code) ?? "?"
    return Array(String(scalar).utf8)
  }
}
