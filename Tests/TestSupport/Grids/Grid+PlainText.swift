import Screen

extension Grid {
  /// The characters of a row; the right halves of wide characters are left out.
  package func text(row: Int) -> String {
    String(self.row(row).filter { !$0.isContinuation }.map(\.character))
  }

  /// The whole grid as lines, spaces at their ends removed.
  package var plainText: String {
    (0..<size.rows).map { row in
      var line = text(row: row)
      while line.last == " " { line.removeLast() }
      return line
    }
    .joined(separator: "\n")
  }

  /// The places where a text begins, as (x, y).
  package func positions(of needle: String) -> [(x: Int, y: Int)] {
    let wanted = Array(needle)
    guard !wanted.isEmpty, size.columns >= wanted.count else { return [] }
    return (0..<size.rows).flatMap { y -> [(x: Int, y: Int)] in
      let characters = row(y).map(\.character)
      return (0...(size.columns - wanted.count)).filter {
        Array(characters[$0..<($0 + wanted.count)]) == wanted
      }
      .map { ($0, y) }
    }
  }

  package func contains(_ needle: String) -> Bool { !positions(of: needle).isEmpty }
}

extension Grid {
  /// What colours each cell, as lines of base16 digits (`D` is role 0x0D), spaces at their ends removed. Blank cells on
  /// the terminal's background stay blank; one on a background of its own has that background's digit.
  package var rolesText: String {
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

extension Grid {
  /// What a terminal could not show as the grid says, as sentences; empty for a sound grid: each character takes
  /// the cells it is given, and none is a control character.
  package var faults: [String] {
    var faults: [String] = []
    for y in 0..<size.rows {
      for x in 0..<size.columns {
        let cell = self[x, y]
        let width = cell.character.unicodeScalars.reduce(0) { $0 + DisplayWidth.of($1) }
        if cell.isContinuation {
          let left =
            x > 0 ? self[x - 1, y].character.unicodeScalars.reduce(0) { $0 + DisplayWidth.of($1) } : 0
          if left != 2 { faults.append("(\(x), \(y)) continues nothing") }
        } else if width == 2, !self[x + 1, y].isContinuation || x + 1 >= size.columns {
          faults.append("(\(x), \(y)) is wide but has one cell")
        } else if width != 1 && width != 2 {
          faults.append(
            "(\(x), \(y)) holds \(cell.character.unicodeScalars.map(\.value)), which has no width")
        }
      }
    }
    return faults
  }
}
