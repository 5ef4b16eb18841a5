import LiquidData

/// Finds the targets in rows.
struct TargetColumns {
  private let names: [String]
  private let areClasses: Bool
  /// How training read them; nil: as they stand there.
  private let reader: TargetReader?
  /// In the rows; -1 where a column has not come yet.
  private var places: [Int] = []
  private var columnCount = -1

  init(layout: RowLayout) throws(DataError) {
    names = layout.targets
    areClasses = layout.classes > 0
    reader = try layout.trained.map { schema throws(DataError) in try TargetReader(schema) }
  }

  /// Finds the columns in rows that have these.
  mutating func locate(_ columns: [String]) {
    guard columns.count != columnCount else { return }
    columnCount = columns.count
    places = names.map { columns.firstIndex(of: $0) ?? -1 }
  }

  /// The row's targets.
  ///
  /// A class for which there is no room is missing, and counted.
  func values(_ row: LiveRow, _ memory: inout TargetMemory) -> TargetMemory.Value {
    guard areClasses else {
      let numbers = places.indices.map { number(row[places[$0]], target: $0) }
      return numbers.contains(where: \.isFinite) ? .numbers(numbers) : .missing
    }
    let field = row[places[0]]
    let label = reader.map { $0.label(field) } ?? field.label
    return label.flatMap { memory.classIndex(of: $0) }.map { .classIndex($0) } ?? .missing
  }

  private func number(_ field: InputValue, target: Int) -> Double {
    if let reader { return reader.number(field, target: target) }
    if case .number(let number) = field { return number }
    return .nan
  }
}
