/// A screenful of cells: what drawing produces, what tests compare and what the terminal copies.
///
/// Writing outside the grid is clipped, so a widget can draw without knowing the size. Wide (CJK) characters take
/// two cells: the first holds the character, the second is a continuation.
public struct Grid: Sendable, Hashable {
  public struct Cell: Sendable, Hashable {
    public var character: Character
    public var style: Style
    /// True for the right half of a wide character; its `character` is a space and is not printed.
    public var isContinuation: Bool

    public init(_ character: Character = " ", style: Style = Style(), isContinuation: Bool = false) {
      self.character = character
      self.style = style
      self.isContinuation = isContinuation
    }
  }

  public let size: Size
  private var cells: [Cell]

  public init(size: Size, style: Style = Style()) {
    self.size = size
    cells = Array(repeating: Cell(style: style), count: size.columns * size.rows)
  }

  public var bounds: Rect { Rect(x: 0, y: 0, columns: size.columns, rows: size.rows) }

  /// A cell; reading outside gives a blank, writing outside does nothing.
  public subscript(x: Int, y: Int) -> Cell {
    get { bounds.contains(x: x, y: y) ? cells[y * size.columns + x] : Cell() }
    set {
      guard bounds.contains(x: x, y: y) else { return }
      cells[y * size.columns + x] = newValue
    }
  }

  /// The cells of a row, left to right.
  public func row(_ y: Int) -> ArraySlice<Cell> {
    cells[(y * size.columns)..<((y + 1) * size.columns)]
  }

  /// Gives every cell of a rectangle the same character and style.
  public mutating func fill(_ rect: Rect, with character: Character = " ", style: Style) {
    for y in max(0, rect.y)..<max(0, rect.y, min(rect.maxY, size.rows)) {
      for x in max(0, rect.x)..<max(0, rect.x, min(rect.maxX, size.columns)) {
        cells[y * size.columns + x] = Cell(character, style: style)
      }
    }
  }
}
