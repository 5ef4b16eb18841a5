/// Whole numbers as bytes, least significant first, whatever the machine's own order.
enum LittleEndian {
  static func append<Word: FixedWidthInteger>(_ word: Word, to bytes: inout [UInt8]) {
    for shift in stride(from: 0, to: Word.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: word >> Word(truncatingIfNeeded: shift)))
    }
  }

  /// Reads the number that starts at `position`; all its bytes must lie within `bytes`.
  static func read<Word: FixedWidthInteger>(_ bytes: ArraySlice<UInt8>, at position: Int) -> Word {
    var word: Word = 0
    for offset in 0..<(Word.bitWidth / 8) {
      word |= Word(truncatingIfNeeded: bytes[position + offset]) << Word(truncatingIfNeeded: 8 * offset)
    }
    return word
  }
}
