import Screen

extension Grid {
  /// What colours each cell, as lines of base16 digits (`D` is role 0x0D), spaces at their ends removed. Blank cells on
  /// the terminal's background stay blank; one on a background of its own has that background's digit.
  public var rolesText: String {
    (0..<size.rows).map { y in
      var line = String(row(y).map(Self.roleDigit))
      while line.last == " " { line.removeLast() }
      return line
    }
    .joined(separator: "\n")
  }

  private static func roleDigit(_ cell: Cell) -> Character {
    let style = cell.style
    let isBlank = cell.character == " " && !cell.isContinuation
    guard isBlank, !style.isReversed else { return digit(style.heat?.upper.role ?? style.foreground) }
    return style.background == .background ? " " : digit(style.background)
  }

  private static func digit(_ role: Role) -> Character {
    String(role.rawValue, radix: 16, uppercase: true).first ?? "?"
  }
}
