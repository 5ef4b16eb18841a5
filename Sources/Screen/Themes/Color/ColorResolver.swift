/// Turns roles into a terminal's colours: a theme's where the terminal has enough, the sixteen or eight of the
/// terminal by role where not, attributes alone where there is none.
public struct ColorResolver: Sendable, Hashable {
  public let mode: ColorMode
  public let paintsBackground: Bool
  private let colors: [Int]
  /// Of bold text.
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
  /// both can be read on any.
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
  /// Every background but the screen's own becomes reverse video; reversed twice stands out of its bar.
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

  /// What tells the role where its hue cannot; two roles that share a hue differ here as well.
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
