/// Turns roles into a terminal's colours: the theme's where the terminal has enough colours, else the terminal's own
/// sixteen or eight, else attributes alone.
public struct ColorResolver: Sendable, Hashable {
  public let mode: ColorMode
  public let paintsBackground: Bool
  private let colors: [Int]
  /// For bold text.
  private let boldColors: [Int]
  private let heat: HeatColors?
  private let isDark: Bool

  /// - Parameter paintsBackground: Paint the theme's background instead of leaving the terminal's own. Only where
  ///   the theme's colours are used.
  public init(theme: Theme, mode: ColorMode, paintsBackground: Bool = false) {
    self.mode = mode
    self.paintsBackground = paintsBackground
    isDark = theme.variant == .dark
    switch mode {
    case .palette256, .direct:
      let number = mode == .direct ? Self.direct : XtermPalette.nearest(to:)
      colors = theme.palette.map(number)
      boldColors =
        theme.extendedPalette.isEmpty ? colors : Role.allCases.map { number(theme.boldColor(of: $0)) }
    case .ansi16, .ansi8, .mono:
      colors = []
      boldColors = []
    }
    heat = HeatColors(theme: theme, mode: mode, paintsBackground: paintsBackground)
  }

  /// Terminfo's direct colours take 0 to 7 for the terminal's own first eight.
  private static func direct(_ color: Theme.Color) -> Int { max(8, Int(color.packed)) }

  public func resolve(_ style: Style) -> ResolvedStyle {
    if let heat, let shown = style.heat { return heat.resolve(shown) }
    return switch mode {
    case .palette256, .direct: themed(style)
    case .ansi16, .ansi8: ansi(style)
    case .mono: monochrome(style)
    }
  }

  private func themed(_ style: Style) -> ResolvedStyle {
    let isTerminalBackground = style.background == .background && !paintsBackground
    return ResolvedStyle(
      foreground: (style.isBold ? boldColors : colors)[style.foreground.rawValue],
      background: isTerminalBackground ? ResolvedStyle.terminalDefault : colors[style.background.rawValue],
      attributes: ResolvedStyle.Attributes(style))
  }

  /// The terminal's background is unknown here, so plain text keeps the terminal's own colour and bars are reversed:
  /// both can be read on any background.
  private func ansi(_ style: Style) -> ResolvedStyle {
    var resolved = ResolvedStyle(attributes: ResolvedStyle.Attributes(style))
    if let hue = style.foreground.ansiHue {
      let isBright = mode == .ansi16 && isDark
      resolved.foreground = isBright ? hue + 8 : hue
      // Dark blue on black is too dark to read; bold brightens it on eight colours.
      if mode == .ansi8, isDark, hue == 4 { resolved.attributes.insert(.bold) }
    }
    resolved.attributes.formUnion(style.foreground.plainAttributes(hasHue: style.foreground.ansiHue != nil))
    resolved.reverseBars(style)
    return resolved
  }

  private func monochrome(_ style: Style) -> ResolvedStyle {
    var resolved = ResolvedStyle(attributes: ResolvedStyle.Attributes(style))
    resolved.attributes.formUnion(style.foreground.plainAttributes(hasHue: false))
    resolved.reverseBars(style)
    return resolved
  }
}

extension ResolvedStyle {
  /// Every background but the screen's own becomes reverse video; text reversed on a bar is thus plain.
  fileprivate mutating func reverseBars(_ style: Style) {
    guard style.background != .background else { return }
    attributes.formSymmetricDifference(.reversed)
    // Dim text on a bar cannot be read.
    attributes.remove(.dim)
  }
}

extension Role {
  /// One of the terminal's six hues (1 red to 6 cyan), nil for roles in the terminal's own text colour.
  fileprivate var ansiHue: Int? {
    switch self {
    case .error: 1
    case .validation: 2
    case .perturbed, .paused: 3
    case .focus: 4
    case .comparison, .stale: 5
    case .timeConstant: 6
    case .background, .statusBar, .selection, .axis, .label, .value, .title, .bright: nil
    }
  }

  /// Attributes for roles without a hue, and to tell apart roles that share one.
  fileprivate func plainAttributes(hasHue: Bool) -> ResolvedStyle.Attributes {
    switch self {
    case .title, .bright: [.bold]
    case .axis: [.dim]
    case .paused: [.bold]
    case .stale: [.dim]
    case .error: hasHue ? [.bold] : [.bold, .underlined]
    case .perturbed: hasHue ? [] : [.underlined]
    case .focus: hasHue ? [] : [.bold]
    case .background, .statusBar, .selection, .label, .value, .validation, .timeConstant, .comparison: []
    }
  }
}

/// A style as a terminal's colours and attributes.
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
  /// Drawn instead of the cell's character: half a block, for two values in one cell.
  public var character: Character?

  public init(foreground: Int = -1, background: Int = -1, attributes: Attributes = []) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}

extension ResolvedStyle.Attributes {
  fileprivate init(_ style: Style) {
    self = []
    if style.isBold { insert(.bold) }
    if style.isDim { insert(.dim) }
    if style.isReversed { insert(.reversed) }
    if style.isUnderlined { insert(.underlined) }
  }
}

/// A theme's colours for heat maps.
private struct HeatColors: Sendable, Hashable {
  private let paintsBackground: Bool
  /// `[roles][levels]`
  private let colors: [[Int]]
  private let textOnHeat: [[Int]]

  /// Nil where the terminal has too few colours; the shades of the characters then show the values.
  init?(theme: Theme, mode: ColorMode, paintsBackground: Bool) {
    guard mode >= .palette256 else { return nil }
    self.paintsBackground = paintsBackground
    func code(_ color: Theme.Color) -> Int {
      mode == .direct ? max(8, Int(color.packed)) : XtermPalette.nearestTinted(to: color)
    }
    let (background, bright) = (theme.color(of: .background), theme.color(of: .bright))
    let tones = Role.allCases.map { role in
      (0...Heat.levels).map { level in
        background.mixed(with: theme.color(of: role), share: Double(level) / Double(Heat.levels))
      }
    }
    let texts = (dark: code(background), light: code(bright))
    colors = tones.map { $0.map(code) }
    textOnHeat = tones.map { row in
      row.map { $0.contrast(with: background) > $0.contrast(with: bright) ? texts.dark : texts.light }
    }
  }

  func resolve(_ heat: Heat) -> ResolvedStyle {
    let (upper, lower) = (color(heat.upper), color(heat.lower))
    if heat.isTextShown {
      let text = textOnHeat[heat.upper.role.rawValue][Int(heat.upper.level)]
      return ResolvedStyle(foreground: text, background: upper, attributes: .bold)
    }
    // A shade in the colour of its background is a solid block.
    guard upper != lower else { return ResolvedStyle(foreground: upper, background: upper) }
    // The terminal's own background cannot be a foreground, so that half has to be the background.
    let isUpperBlank = upper == ResolvedStyle.terminalDefault
    var style = ResolvedStyle(
      foreground: isUpperBlank ? lower : upper, background: isUpperBlank ? upper : lower)
    style.character = isUpperBlank ? "▄" : "▀"
    return style
  }

  private func color(_ tone: Heat.Tone) -> Int {
    if tone.level == 0, !paintsBackground { return ResolvedStyle.terminalDefault }
    return colors[tone.role.rawValue][Int(tone.level)]
  }
}
