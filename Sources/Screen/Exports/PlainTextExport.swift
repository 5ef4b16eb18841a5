/// A screen as characters alone: a line a row, without the blanks at its end.
public enum PlainTextExport {
  public static func text(of grid: Grid) -> String {
    var text = ""
    for y in 0..<grid.size.rows {
      var line = ""
      for cell in grid.row(y) where !cell.isContinuation { line += cell.exportText }
      while line.last == " " { line.removeLast() }
      text += line + "\n"
    }
    return text
  }
}

extension Grid.Cell {
  /// What the cell shows, in characters that a file may hold: drawing lets no others in, a cell set by hand might.
  var exportText: String {
    let scalars = character.unicodeScalars
    if scalars.allSatisfy(\.isFitForFiles) { return String(character) }
    var text = String.UnicodeScalarView()
    for scalar in scalars { text.append(scalar.isFitForFiles ? scalar : "?") }
    return String(text)
  }
}

extension Unicode.Scalar {
  /// False for control characters, and for what XML does not allow.
  fileprivate var isFitForFiles: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: false
    default: true
    }
  }
}
