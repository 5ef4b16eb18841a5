import Liquid

/// Damages a file's bytes at random, in the ways files are damaged and in the ways an attacker would.
struct FileDamage {
  var random: SeededGenerator

  mutating func damaged(_ original: [UInt8]) -> [UInt8] {
    var bytes = original
    for _ in 0...random.integer(below: 4) where !bytes.isEmpty { damage(&bytes) }
    return bytes
  }

  private mutating func damage(_ bytes: inout [UInt8]) {
    let place = random.integer(below: bytes.count)
    switch random.integer(below: 9) {
    case 0: bytes[place] ^= 1 << UInt8(random.integer(below: 8))
    case 1: bytes.removeSubrange(place...)
    case 2: bytes.insert(contentsOf: bytes[place...].prefix(1 + random.integer(below: 60)), at: place)
    case 3: enlargeNumber(in: &bytes, from: place)
    case 4: bytes.insert(contentsOf: hostileBytes(), at: place)
    case 5: changeLineEnds(in: &bytes)
    case 6: bytes.removeSubrange(place..<min(place + 1 + random.integer(below: 30), bytes.count))
    case 7: bytes.replaceSubrange(place..<min(place + 4, bytes.count), with: hostileCount())
    default: bytes[place] = UInt8(random.integer(below: 256))
    }
  }

  /// Puts a number that no memory holds where digits stand.
  private mutating func enlargeNumber(in bytes: inout [UInt8], from place: Int) {
    let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
    guard let first = bytes[place...].firstIndex(where: isDigit) else { return }
    let end = bytes[first...].firstIndex { !isDigit($0) } ?? bytes.count
    let numbers = [
      "-1", "0", "4611686018427387904", "18446744073709551616", "99999999", "1e999", "nan", "-", "(", "1:",
    ]
    bytes.replaceSubrange(first..<end, with: numbers[random.integer(below: numbers.count)].utf8)
  }

  private mutating func hostileBytes() -> [UInt8] {
    let texts: [[UInt8]] = [
      [0], [0xFF, 0xFE], [0xC3], [0xEF, 0xBB, 0xBF], Array("\"".utf8), Array("\"\"".utf8), Array(",,,,".utf8),
      Array("\r".utf8), Array("\n\n".utf8), Array("\u{1B}[2J".utf8), Array(":(".utf8), Array(")".utf8),
      Array("@data\n".utf8), Array("@dimensions 99999999999\n".utf8), Array("?".utf8), Array("inf".utf8),
    ]
    return texts[random.integer(below: texts.count)]
  }

  private mutating func hostileCount() -> [UInt8] {
    let counts: [[UInt8]] = [
      [0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0], [0x80, 0, 0, 0], [0, 0, 0, 0x80],
      [0, 0, 0xFF, 0xFF],
    ]
    return counts[random.integer(below: counts.count)]
  }

  private mutating func changeLineEnds(in bytes: inout [UInt8]) {
    let ends: [[UInt8]] = [[13], [13, 10], [10, 13], []]
    let end = ends[random.integer(below: ends.count)]
    bytes = bytes.flatMap { $0 == 10 ? end : [$0] }
  }
}
