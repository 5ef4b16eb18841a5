import Screen

/// Grids as lines of text with the sequences (SGR) that colour them, for output that scrolls.
public enum GridText {
  /// One line a row, without blanks at its end; each line ends with the terminal's own look. In monochrome, no
  /// sequence is written.
  public static func lines(_ grid: Grid, resolver: ColorResolver) -> [String] {
    (0..<grid.size.rows).map { line(grid.row($0), resolver) }
  }

  private static func line(_ row: ArraySlice<Grid.Cell>, _ resolver: ColorResolver) -> String {
    let isColored = resolver.mode != .mono
    var cells = row
    while let last = cells.last, last.character == " ", !isColored || resolver.resolve(last.style).isPlain {
      cells.removeLast()
    }
    var text = ""
    var current = ResolvedStyle()
    for cell in cells where !cell.isContinuation {
      let look = resolver.resolve(cell.style)
      if isColored, look != current {
        text += sequence(look, mode: resolver.mode)
        current = look
      }
      text.append(cell.character)
    }
    return current == ResolvedStyle() ? text : text + "\u{1B}[0m"
  }

  /// From scratch: attributes have no reliable sequences of their own to end them.
  private static func sequence(_ look: ResolvedStyle, mode: ColorMode) -> String {
    var codes = ["0"]
    let attributes: [(ResolvedStyle.Attributes, String)] = [
      (.bold, "1"), (.dim, "2"), (.underlined, "4"), (.reversed, "7"),
    ]
    codes += attributes.filter { look.attributes.contains($0.0) }.map(\.1)
    codes += color(look.foreground, base: 30, mode: mode)
    codes += color(look.background, base: 40, mode: mode)
    return "\u{1B}[\(codes.joined(separator: ";"))m"
  }

  private static func color(_ color: Int, base: Int, mode: ColorMode) -> [String] {
    guard color >= 0 else { return [] }
    switch mode {
    case .direct: return ["\(base + 8)", "2", "\(color >> 16)", "\(color >> 8 & 255)", "\(color & 255)"]
    case .palette256: return ["\(base + 8)", "5", "\(color)"]
    case .ansi16, .ansi8: return ["\(color < 8 ? base + color : base + 52 + color)"]
    case .mono: return []
    }
  }
}

extension ResolvedStyle {
  fileprivate var isPlain: Bool {
    background == Self.terminalDefault && attributes.isDisjoint(with: [.reversed, .underlined])
  }
}
