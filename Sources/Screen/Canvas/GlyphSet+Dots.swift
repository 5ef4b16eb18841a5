extension GlyphSet {
  /// Dots a cell, across and down.
  public var dotsPerCell: (across: Int, down: Int) {
    switch self {
    case .braille: (2, 4)
    case .block: (2, 2)
    case .ascii: (1, 3)
    }
  }

  /// The character that shows these dots; bit `row * across + column` is the dot at that place.
  func character(forDots mask: UInt8) -> Character {
    switch self {
    case .braille: Self.brailleDots[Int(mask)]
    case .block: Self.quadrants[Int(mask & 0xF)]
    case .ascii: Self.thirds[Int(mask & 0x7)]
    }
  }

  /// A level from 0 (lowest) to `levelCount` - 1 as one character.
  func character(forLevel level: Int) -> Character {
    let levels = self == .ascii ? Self.asciiLevels : Self.blockLevels
    return levels[min(max(0, level), levels.count - 1)]
  }

  /// How many levels one character can show.
  var levelCount: Int { self == .ascii ? Self.asciiLevels.count : Self.blockLevels.count }

  /// Braille numbers its dots down the columns, with the fourth row added later: bits 0, 1, 2, 6 and 3, 4, 5, 7.
  private static let brailleDots: [Character] = (0..<256).map { mask in
    let bits = [0, 3, 1, 4, 2, 5, 6, 7]
    let pattern = bits.indices.reduce(0) { mask & (1 << $1) == 0 ? $0 : $0 | 1 << bits[$1] }
    return Unicode.Scalar(UInt32(0x2800 + pattern)).map(Character.init) ?? " "
  }

  private static let quadrants: [Character] = Array(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█")
  /// Top, middle and bottom third.
  private static let thirds: [Character] = Array(" '-|.:||")
  private static let blockLevels: [Character] = Array("▁▂▃▄▅▆▇█")
  private static let asciiLevels: [Character] = Array("_.-^")
}
