/// Which rows of a long list are on the screen.
public struct ListWindow: Sendable, Hashable {
  /// The first visible row.
  public let first: Int
  public let visible: Range<Int>

  /// A window of `rows` rows that starts as near to `preferred` as showing the selected row allows.
  public init(count: Int, rows: Int, selected: Int?, preferred: Int) {
    let rows = max(0, rows)
    var first = min(max(0, preferred), max(0, count - rows))
    if let selected, rows > 0 {
      if selected < first { first = max(0, selected) }
      if selected >= first + rows { first = selected - rows + 1 }
    }
    self.first = first
    visible = min(first, count)..<min(first + rows, count)
  }
}
