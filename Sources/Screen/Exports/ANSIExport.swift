/// A screen as text with escape sequences for colours (ECMA-48 SGR): `cat` shows it.
public struct ANSIExport: Sendable {
  private let resolver: ColorResolver

  /// - Parameter mode: How many colours the terminal has.
  public init(theme: Theme, mode: ColorMode = .palette256, paintsBackground: Bool = false) {
    resolver = ColorResolver(theme: theme, mode: mode, paintsBackground: paintsBackground)
  }

  /// One line per row; every line begins and ends with the terminal's own colours.
  public func text(of grid: Grid) -> String {
    (0..<grid.size.rows).map { line($0, of: grid) + "\n" }.joined()
  }

  /// The output that turns one screen into another of the same size: the rows that differ, each after moving the
  /// cursor there. Without a screen before, all rows.
  public func update(from before: Grid?, to grid: Grid) -> String {
    guard let before, before.size == grid.size else {
      return "\u{1B}[2J" + (0..<grid.size.rows).map { replacement(of: $0, by: grid) }.joined()
    }
    return (0..<grid.size.rows).filter { before.row($0) != grid.row($0) }
      .map { replacement(of: $0, by: grid) }.joined()
  }

  /// Writes a whole row and clears the rest of the line.
  private func replacement(of y: Int, by grid: Grid) -> String {
    "\u{1B}[\(y + 1);1H" + line(y, of: grid) + "\u{1B}[K"
  }

  private func line(_ y: Int, of grid: Grid) -> String {
    var text = ""
    let plain = ResolvedStyle()
    var present = plain
    for run in visibleRuns(of: grid, row: y) {
      let style = resolver.resolve(run.style)
      if style != present {
        text += style == plain ? "\u{1B}[0m" : "\u{1B}[" + codes(of: style).joined(separator: ";") + "m"
        present = style
      }
      text += style.character.map { String(repeating: $0, count: run.text.count) } ?? run.text
    }
    return present == plain ? text : text + "\u{1B}[0m"
  }

  /// The runs of a row without invisible blanks at its end.
  private func visibleRuns(of grid: Grid, row y: Int) -> [StyleRun] {
    var runs = StyleRun.runs(of: grid, row: y)
    while let last = runs.last {
      let style = resolver.resolve(last.style)
      let showsBlanks =
        style.background != ResolvedStyle.terminalDefault
        || !style.attributes.isDisjoint(with: [.reversed, .underlined])
      guard !showsBlanks else { break }
      var text = last.text
      while text.last == " " { text.removeLast() }
      guard text.isEmpty else {
        runs[runs.count - 1].text = text
        break
      }
      runs.removeLast()
    }
    return runs
  }

  /// Begins with a reset, after which attributes only have to be added.
  private func codes(of style: ResolvedStyle) -> [String] {
    var codes = ["0"]
    if style.attributes.contains(.bold) { codes.append("1") }
    if style.attributes.contains(.dim) { codes.append("2") }
    if style.attributes.contains(.underlined) { codes.append("4") }
    if style.attributes.contains(.reversed) { codes.append("7") }
    if let code = code(of: style.foreground, isForeground: true) { codes.append(code) }
    if let code = code(of: style.background, isForeground: false) { codes.append(code) }
    return codes
  }

  private func code(of color: Int, isForeground: Bool) -> String? {
    guard color != ResolvedStyle.terminalDefault else { return nil }
    let base = isForeground ? 30 : 40
    switch resolver.mode {
    case .mono: return nil
    case .ansi8, .ansi16: return "\(color < 8 ? base + color : base + 60 + color - 8)"
    case .palette256: return "\(base + 8);5;\(color)"
    case .direct: return "\(base + 8);2;\(color >> 16 & 255);\(color >> 8 & 255);\(color & 255)"
    }
  }
}
