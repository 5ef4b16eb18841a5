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
    public let sortAscending: Character
    public let sortDescending: Character
    public let barFull: Character
    public let barEmpty: Character
    /// A point on a bar.
    public let point: Character
    /// Legend samples of a solid, a dashed and a dotted line.
    public let solid: String
    public let dashed: String
    public let dotted: String
    public let dashDotted: String
    public let sparse: String
    /// A point of a chart that was measured, and one that was not a number.
    public let mark: Character
    public let notFinite: Character
    public let notAbove: String
    /// A change, put before a difference.
    public let delta: String
    public let arrow: String
    public let gradient: String
    public let timeConstant: String
  }

  /// This set's characters.
  public var symbols: Symbols { self == .ascii ? Self.asciiSymbols : Self.unicodeSymbols }

  private static let unicodeSymbols = Symbols(
    ellipsis: "…", horizontal: "─", vertical: "│", topLeft: "╭", topRight: "╮", bottomLeft: "╰",
    bottomRight: "╯", yTick: "┤", xTick: "┬", bullet: "●", perturbed: "▲", selected: "▶",
    sortAscending: "↑", sortDescending: "↓", barFull: "━", barEmpty: "─", point: "●", solid: "──",
    dashed: "╌╌", dotted: "··", dashDotted: "─·",
    sparse: "╌ ", mark: "•", notFinite: "×", notAbove: "≤", delta: "Δ", arrow: "→", gradient: "|∇|",
    timeConstant: "τ")

  private static let asciiSymbols = Symbols(
    ellipsis: "~", horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+",
    bottomRight: "+", yTick: "+", xTick: "+", bullet: "*", perturbed: "!", selected: ">",
    sortAscending: "^", sortDescending: "v", barFull: "#", barEmpty: "-", point: "o", solid: "--",
    dashed: "- -", dotted: "..", dashDotted: "-.",
    sparse: "- ", mark: "o", notFinite: "x", notAbove: "<=", delta: "d", arrow: "->", gradient: "|g|",
    timeConstant: "tau")
}
