import Screen

/// How a list is scrolled: it shows its selection until the wheel has moved it elsewhere.
public struct ListScroll: Sendable, Hashable {
  /// The first row shown, where the selection allows it.
  public internal(set) var first = 0
  /// True from a turn of the wheel, which may leave the selection out of sight, to the next move of the selection.
  public internal(set) var isFree = false

  /// Scrolls from the first row that is on the screen.
  mutating func turn(by rows: Int, from window: ListWindow, count: Int) {
    first = min(max(0, window.first + rows), max(0, count - max(1, window.visible.count)))
    isFree = true
  }

  func window(count: Int, rows: Int, selected: Int?) -> ListWindow {
    ListWindow(count: count, rows: rows, selected: isFree ? nil : selected, preferred: first)
  }
}

extension TableView {
  init(columns: [Column], rowCount: Int, selected: Int?, scroll: ListScroll) {
    self.init(
      columns: columns, rowCount: rowCount, selected: selected, firstRow: scroll.first,
      followsSelection: !scroll.isFree)
  }
}

/// A step through a list or a page of text.
enum ListMove: Sendable, Hashable {
  case up
  case down
  case pageUp
  case pageDown
  case first
  case last

  /// The row reached from another one, within the list; 0 where that is empty.
  func from(_ row: Int, count: Int, page: Int) -> Int {
    guard count > 0 else { return 0 }
    let target =
      switch self {
      case .up: row - 1
      case .down: row + 1
      case .pageUp: row - page
      case .pageDown: row + page
      case .first: 0
      case .last: count - 1
      }
    return min(max(0, target), count - 1)
  }
}

/// Something by which a list can be sorted.
protocol SortColumn: Hashable, CaseIterable, RawRepresentable where RawValue == Int {
  /// Whether the smallest comes first when the column is chosen.
  var isAscendingAtFirst: Bool { get }
}

/// A list that is sorted by one of its columns. Its owner puts it in order after a change.
protocol SortedList {
  associatedtype Column: SortColumn
  var sortColumn: Column { get set }
  var isAscending: Bool { get set }
}

extension SortedList {
  /// Choosing the column by which the list is sorted already reverses the order.
  mutating func sort(by column: Column) {
    if sortColumn == column {
      isAscending.toggle()
    } else {
      sortColumn = column
      isAscending = column.isAscendingAtFirst
    }
  }

  mutating func sortByNextColumn() {
    let all = Array(Column.allCases)
    sort(by: all[(sortColumn.rawValue + 1) % all.count])
  }
}
