/// A size in character cells.
public struct Size: Sendable, Hashable {
  public var columns: Int
  public var rows: Int

  public init(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }
}

/// A size in pixels: of a cell, or of an image.
public struct PixelSize: Sendable, Hashable {
  public var width: Int
  public var height: Int

  public init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// Of what a terminal claims: nil where no screen has so many pixels, or so few.
  public init?(checking width: Int, _ height: Int) {
    guard (1...32_768).contains(width), (1...32_768).contains(height) else { return nil }
    self.init(width: width, height: height)
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

/// The direction in which a rectangle is divided.
public enum Axis: Sendable, Hashable {
  /// Parts side by side.
  case horizontal
  /// Parts on top of one another.
  case vertical
}

/// How much of a divided rectangle a part asks for.
public enum Extent: Sendable, Hashable {
  /// This many cells, or what is left where there are fewer.
  case fixed(Int)
  /// A share of what the fixed parts and minimums leave.
  case weight(Int)
  /// At least this many cells, then a share like a weight's.
  case minimum(Int, weight: Int)

  var leastCells: Int {
    switch self {
    case .fixed(let cells): max(0, cells)
    case .weight: 0
    case .minimum(let cells, _): max(0, cells)
    }
  }

  var share: Int {
    switch self {
    case .fixed: 0
    case .weight(let share), .minimum(_, let share): max(0, share)
    }
  }
}

extension Rect {
  /// Divides the rectangle into one part per extent, in order, `spacing` cells apart.
  ///
  /// Parts never overlap and never leave the rectangle. Where there is too little room the last parts get less, down
  /// to nothing.
  public func split(_ axis: Axis, _ extents: [Extent], spacing: Int = 0) -> [Rect] {
    let total = axis == .horizontal ? columns : rows
    let lengths = Self.lengths(of: extents, in: total - spacing * max(0, extents.count - 1))
    var position = 0
    return lengths.map { length in
      let start = min(position, total)
      let length = min(length, total - start)
      position = start + length + spacing
      switch axis {
      case .horizontal: return Rect(x: x + start, y: y, columns: length, rows: rows)
      case .vertical: return Rect(x: x, y: y + start, columns: columns, rows: length)
      }
    }
  }

  private static func lengths(of extents: [Extent], in total: Int) -> [Int] {
    var free = max(0, total)
    var lengths = extents.map { extent -> Int in
      let length = min(extent.leastCells, free)
      free -= length
      return length
    }
    var shares = extents.reduce(0) { $0 + $1.share }
    for (index, extent) in extents.enumerated() where extent.share > 0 {
      // Dividing what remains among the shares that remain never loses a cell to rounding.
      let part = free * extent.share / shares
      lengths[index] += part
      free -= part
      shares -= extent.share
    }
    return lengths
  }

  /// The rectangle without a border; empty where nothing is left.
  public func inset(horizontal: Int = 1, vertical: Int = 1) -> Rect {
    Rect(
      x: x + min(horizontal, columns), y: y + min(vertical, rows), columns: columns - 2 * horizontal,
      rows: rows - 2 * vertical)
  }

  /// The first `count` rows.
  public func top(_ count: Int) -> Rect { Rect(x: x, y: y, columns: columns, rows: min(count, rows)) }

  /// What is left below the first `count` rows.
  public func dropTop(_ count: Int) -> Rect {
    let cut = min(max(0, count), rows)
    return Rect(x: x, y: y + cut, columns: columns, rows: rows - cut)
  }

  /// The cells both rectangles share; empty where they are apart.
  public func intersection(_ other: Rect) -> Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rect(
      x: left, y: top, columns: min(maxX, other.maxX) - left, rows: min(maxY, other.maxY) - top)
  }
}
