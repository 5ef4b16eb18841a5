import Screen

extension Grid {
  /// What a terminal could not show as the grid says, as sentences; empty for a sound grid: each character takes
  /// the cells it is given, and none is a control character.
  public var faults: [String] {
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
