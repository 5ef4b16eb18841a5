/// Something by which a list can be sorted.
protocol SortColumn: Hashable, CaseIterable, RawRepresentable where RawValue == Int {
  /// Whether the smallest comes first where the column is newly chosen.
  var isAscendingAtFirst: Bool { get }
}

/// A list that is sorted by one of its columns. What follows from a change is the owner's.
protocol SortedList {
  associatedtype Column: SortColumn
  var sortColumn: Column { get set }
  var isAscending: Bool { get set }
}

extension SortedList {
  /// The heading that it is sorted by already turns it round.
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
