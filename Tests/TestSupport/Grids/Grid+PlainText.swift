import Screen

extension Grid {
  /// The characters of a row; the right halves of wide characters are left out.
  public func text(row: Int) -> String {
    String(self.row(row).filter { !$0.isContinuation }.map(\.character))
  }

  /// The whole grid as lines, spaces at their ends removed.
  public var plainText: String {
    (0..<size.rows).map { row in
      var line = text(row: row)
      while line.last == " " { line.removeLast() }
      return line
    }
    .joined(separator: "\n")
  }

  /// The places where a text begins, as (x, y).
  public func positions(of needle: String) -> [(x: Int, y: Int)] {
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

  public func contains(_ needle: String) -> Bool { !positions(of: needle).isEmpty }
}
