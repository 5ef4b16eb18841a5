/// Which characters charts are drawn with.
public enum GlyphSet: String, Sendable, Hashable, Codable, CaseIterable {
  /// 2 by 4 dots a cell.
  case braille
  /// Eighth blocks and quadrants.
  case block
  /// 7-bit characters only: safe on every terminal.
  case ascii
}

/// What a person wants charts to be drawn with.
public enum GlyphChoice: String, Sendable, Hashable, CaseIterable {
  /// Pixels where the terminal says that it shows images, elsewhere braille.
  case pixels
  case braille
  case block
  case ascii

  /// The characters, also of what is no image.
  public var glyphs: GlyphSet {
    switch self {
    case .pixels, .braille: .braille
    case .block: .block
    case .ascii: .ascii
    }
  }
}

extension GlyphSet {
  /// The characters that stand alone: boxes, markers and bars. All take one column.
  public struct Symbols: Sendable {
    public let ellipsis: Character
    public let horizontal: Character
    public let vertical: Character
    public let topLeft: Character
    public let topRight: Character
    public let bottomLeft: Character
    public let bottomRight: Character
    /// Where a tick meets the y axis, and the x axis.
    public let yTick: Character
    public let xTick: Character
    public let bullet: Character
    /// The mark of something perturbed.
    public let perturbed: Character
    public let selected: Character
    /// The mark of an alarm.
    public let alarm: Character
    public let sortAscending: Character
    public let sortDescending: Character
    public let barFull: Character
    public let barEmpty: Character
    /// A point on a bar.
    public let point: Character
    /// Legend samples of the five strokes.
    public let solid: String
    public let dashed: String
    public let dotted: String
    public let dashDotted: String
    public let sparse: String
    /// A measured point of a chart, and the place of a value that was not finite.
    public let mark: Character
    public let notFinite: Character
    public let notAbove: String
    /// The mark of a value above the end of an axis.
    public let above: Character
    /// A change, put before a difference.
    public let delta: String
    public let arrow: String
    public let gradient: String
    public let timeConstant: String
    public let times: Character
  }

  /// This set's characters.
  public var symbols: Symbols { self == .ascii ? Self.asciiSymbols : Self.unicodeSymbols }

  private static let unicodeSymbols = Symbols(
    ellipsis: "…", horizontal: "─", vertical: "│", topLeft: "╭", topRight: "╮", bottomLeft: "╰",
    bottomRight: "╯", yTick: "┤", xTick: "┬", bullet: "●", perturbed: "▲", selected: "▶", alarm: "▼",
    sortAscending: "↑", sortDescending: "↓", barFull: "━", barEmpty: "─", point: "●", solid: "──",
    dashed: "╌╌", dotted: "··", dashDotted: "─·",
    sparse: "╌ ", mark: "•", notFinite: "×", notAbove: "≤", above: "↑", delta: "Δ", arrow: "→",
    gradient: "|∇|",
    timeConstant: "τ", times: "×")

  private static let asciiSymbols = Symbols(
    ellipsis: "~", horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+",
    bottomRight: "+", yTick: "+", xTick: "+", bullet: "*", perturbed: "!", selected: ">", alarm: "v",
    sortAscending: "^", sortDescending: "v", barFull: "#", barEmpty: "-", point: "o", solid: "--",
    dashed: "- -", dotted: "..", dashDotted: "-.",
    sparse: "- ", mark: "o", notFinite: "x", notAbove: "<=", above: "^", delta: "d", arrow: "->",
    gradient: "|g|",
    timeConstant: "tau", times: "x")
}

extension GlyphSet {
  /// Dots per cell, across and down.
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

  /// Braille numbers its dots down the columns, the fourth row last: bits 0, 1, 2, 6 and 3, 4, 5, 7.
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

  /// A character of intensity 0 to 4. Negative values are hatched and positive ones dotted, so that they differ
  /// without colour.
  func shade(_ intensity: Int, isNegative: Bool) -> Character {
    let shades =
      self == .ascii
      ? (isNegative ? Self.asciiHatches : Self.asciiShades) : isNegative ? Self.hatches : Self.shades
    return shades[min(max(0, intensity), shades.count - 1)]
  }

  private static let shades: [Character] = Array(" ░▒▓█")
  private static let hatches: [Character] = Array(" ·-=≡")
  private static let asciiShades: [Character] = Array(" .+*#")
  private static let asciiHatches: [Character] = Array(" ,-=%")
}
