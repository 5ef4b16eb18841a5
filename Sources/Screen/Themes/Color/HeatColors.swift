/// A theme's colours for heat maps, for terminals with colours enough.
struct HeatColors: Sendable, Hashable {
  private let paintsBackground: Bool
  /// `[roles][levels]`
  private let colors: [[Int]]
  private let textOnHeat: [[Int]]

  /// Nil where the terminal has too few colours: shades alone tell the values there.
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
    // A shade in the colour of its background is a plain block of that colour.
    guard upper != lower else { return ResolvedStyle(foreground: upper, background: upper) }
    // The terminal's own background is no foreground: that half has to be the background's.
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
