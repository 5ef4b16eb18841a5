/// A 64-bit checksum of words, to notice damage and differences: one changed word always changes it. No protection
/// against forgery.
///
/// Source: Fowler, Noll and Vo, "The FNV non-cryptographic hash algorithm" (variant 1a, taken a word at a time).
package struct Checksum: Sendable {
  package private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  package init() {}

  package mutating func add(_ word: UInt64) {
    // The fold lets high bits reach low ones, which a multiplication alone does not.
    value = (value ^ word ^ (value >> 32)) &* 0x0000_0100_0000_01B3
  }

  package mutating func add(_ floats: [Float]) {
    add(UInt64(floats.count))
    for float in floats { add(UInt64(float.bitPattern)) }
  }

  package mutating func add(_ text: String) { add(ArraySlice(text.utf8)) }

  /// Eight bytes a word.
  package mutating func add(_ bytes: ArraySlice<UInt8>) {
    add(UInt64(bytes.count))
    bytes.withUnsafeBytes { buffer in
      for start in stride(from: 0, to: buffer.count, by: 8) {
        // Sound: no more bytes are copied than are left, and no more than a word has.
        var word: UInt64 = 0
        withUnsafeMutableBytes(of: &word) { $0.copyBytes(from: buffer[start..<min(start + 8, buffer.count)]) }
        add(UInt64(littleEndian: word))
      }
    }
  }

  /// Sixteen hexadecimal digits.
  package var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
