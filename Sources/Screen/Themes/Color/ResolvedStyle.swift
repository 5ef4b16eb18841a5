/// A style turned into what a terminal understands.
public struct ResolvedStyle: Sendable, Hashable {
  public struct Attributes: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let bold = Attributes(rawValue: 1)
    public static let dim = Attributes(rawValue: 2)
    public static let reversed = Attributes(rawValue: 4)
    public static let underlined = Attributes(rawValue: 8)
  }

  /// The terminal's own colour.
  public static let terminalDefault = -1

  /// A palette index, `0xRRGGBB` with direct colour, or `terminalDefault`.
  public var foreground: Int
  public var background: Int
  public var attributes: Attributes
  /// What is drawn instead of the cell's character: half a block, for two values in one cell. Nil: the character itself.
  public var character: Character?

  public init(foreground: Int = -1, background: Int = -1, attributes: Attributes = []) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}

extension ResolvedStyle.Attributes {
  init(_ style: Style) {
    self = []
    if style.isBold { insert(.bold) }
    if style.isDim { insert(.dim) }
    if style.isReversed { insert(.reversed) }
    if style.isUnderlined { insert(.underlined) }
  }
}
