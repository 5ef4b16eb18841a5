extension Rect {
  /// Divides the rectangle into one part an extent, in order, `spacing` cells apart.
  ///
  /// Parts never overlap and never leave the rectangle. Where there is too little room the last parts get less,
  /// down to nothing.
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
      // What is left over the shares that are left: rounding never loses a cell.
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
