/// A size in character cells.
public struct Size: Sendable, Hashable {
  public var columns: Int
  public var rows: Int

  public init(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }
}

/// A rectangle of character cells; x runs right, y runs down, both from 0.
public struct Rect: Sendable, Hashable {
  public var x: Int
  public var y: Int
  public var size: Size

  public init(x: Int, y: Int, columns: Int, rows: Int) {
    self.x = x
    self.y = y
    size = Size(columns: columns, rows: rows)
  }

  public var columns: Int { size.columns }
  public var rows: Int { size.rows }
  public var isEmpty: Bool { columns == 0 || rows == 0 }
  /// The first column right of the rectangle.
  public var maxX: Int { x + columns }
  /// The first row below the rectangle.
  public var maxY: Int { y + rows }

  public func contains(x px: Int, y py: Int) -> Bool {
    px >= x && px < maxX && py >= y && py < maxY
  }
}
