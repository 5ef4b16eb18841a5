extension Theme {
  /// Whether the theme's background should be painted over the terminal's own: a light theme's dark text could not
  /// be read on a dark terminal, nor a dark theme's on a light one.
  ///
  /// Terminals that tell (rxvt, Konsole and others, through COLORFGBG) are believed; the rest are taken to be dark.
  public func needsBackground(environment: [String: String]) -> Bool {
    let index = (environment["COLORFGBG"] ?? "").split(separator: ";").last.flatMap { Int($0) }
    let terminal: Variant = index == 7 || index == 15 ? .light : .dark
    return terminal != variant
  }
}
