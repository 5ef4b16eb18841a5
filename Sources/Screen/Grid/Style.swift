/// What a piece of the screen means; a theme gives each role its colour. The raw value is the base16 slot
/// (base00 to base0F) that colours it.
public enum Role: Int, Sendable, Hashable, Codable, CaseIterable {
  case background = 0x0
  case statusBar = 0x1
  case selection = 0x2
  /// Axes, borders, grid lines, keys that do nothing.
  case axis = 0x3
  case label = 0x4
  case value = 0x5
  case title = 0x6
  /// The brightest text.
  case bright = 0x7
  /// Errors, NaN, diverged.
  case error = 0x8
  case perturbed = 0x9
  /// Paused, search hits.
  case paused = 0xA
  /// Healthy, validation.
  case validation = 0xB
  case timeConstant = 0xC
  /// Focus, training loss.
  case focus = 0xD
  /// A comparison run.
  case comparison = 0xE
  case stale = 0xF
}

/// How a cell looks, in roles. Hue alone never carries meaning: attributes survive where there is no colour.
public struct Style: Sendable, Hashable {
  public var foreground: Role
  public var background: Role
  public var isBold: Bool
  public var isDim: Bool
  public var isReversed: Bool
  public var isUnderlined: Bool
  /// The colour of a heat map, in place of foreground and background where the terminal can show it.
  public var heat: Heat?

  public init(
    _ foreground: Role = .value, on background: Role = .background, bold: Bool = false, dim: Bool = false,
    reversed: Bool = false, underlined: Bool = false, heat: Heat? = nil
  ) {
    self.foreground = foreground
    self.background = background
    isBold = bold
    isDim = dim
    isReversed = reversed
    isUnderlined = underlined
    self.heat = heat
  }
}

/// A piece of text in one style; a line is a list of them.
public struct TextRun: Sendable, Hashable {
  public var text: String
  public var style: Style

  public init(_ text: String, _ style: Style = Style()) {
    self.text = text
    self.style = style
  }

  public init(
    _ text: String, _ role: Role, bold: Bool = false, dim: Bool = false, reversed: Bool = false
  ) {
    self.text = text
    style = Style(role, bold: bold, dim: dim, reversed: reversed)
  }

  /// In columns.
  public var width: Int { DisplayWidth.of(text) }
}

extension [TextRun] {
  /// In columns, all runs together.
  public var width: Int { reduce(0) { $0 + $1.width } }
}
