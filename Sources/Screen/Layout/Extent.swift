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
