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

  package mutating func add(_ bytes: some Collection<UInt8>) {
    add(UInt64(bytes.count))
    for byte in bytes { add(UInt64(byte)) }
  }

  /// Sixteen hexadecimal digits.
  package var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
