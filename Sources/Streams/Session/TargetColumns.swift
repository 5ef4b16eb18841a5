/// Finds the targets in rows.
struct TargetColumns {
  private let names: [String]
  private let areClasses: Bool
  /// In the rows; -1 where a column has not come yet.
  private var places: [Int] = []
  private var columnCount = -1

  init(layout: RowLayout) {
    names = layout.targets
    areClasses = layout.classes > 0
  }

  /// Finds the columns in rows that have these.
  mutating func locate(_ columns: [String]) {
    guard columns.count != columnCount else { return }
    columnCount = columns.count
    places = names.map { columns.firstIndex(of: $0) ?? -1 }
  }

  /// The row's targets as they stand there.
  ///
  /// A class for which there is no room is missing, and counted.
  func values(_ row: LiveRow, _ memory: inout TargetMemory) -> TargetMemory.Value {
    guard areClasses else {
      let numbers = places.map { place -> Double in
        if case .number(let number) = row[place] { number } else { .nan }
      }
      return numbers.contains(where: \.isFinite) ? .numbers(numbers) : .missing
    }
    return row[places[0]].label.flatMap { memory.classIndex(of: $0) }.map { .classIndex($0) } ?? .missing
  }
}
