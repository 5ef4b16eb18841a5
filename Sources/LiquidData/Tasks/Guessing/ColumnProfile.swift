/// What a column's values look like, for guesses about its role.
struct ColumnProfile {
  let column: Table.Column
  /// Different values, not counting missing ones.
  let levels: [String]
  /// Per row; -1 where missing.
  let codes: [Int32]
  let missing: Int
  let isWhole: Bool

  init(_ column: Table.Column) {
    self.column = column
    (codes, levels) = column.categories()
    missing = codes.count { $0 < 0 }
    if case .numbers(let values) = column.values {
      isWhole = values.allSatisfy { $0.isNaN || $0 == $0.rounded() }
    } else {
      isWhole = false
    }
  }

  var name: String { column.name }
  var isConstant: Bool { levels.count < 2 }
  var isText: Bool { if case .text = column.values { column.stray == nil } else { false } }
  var isDate: Bool { if case .dates = column.values { true } else { false } }

  /// Numbers, or dates as seconds; nil for text.
  var numbers: [Double]? {
    switch column.values {
    case .numbers(let values), .dates(let values): values
    case .text: nil
    }
  }

  /// The rows in which a stretch of one value begins.
  var starts: [Int] { codes.indices.filter { $0 == 0 || codes[$0] != codes[$0 - 1] } }

  /// Whether each value stands in one stretch of rows.
  var isInBlocks: Bool { missing == 0 && starts.count == levels.count }

  /// Whether the rows are numbered one by one, in each file anew or through all of them.
  func countsRows(files: Set<Int>) -> Bool {
    guard isWhole, missing == 0, let numbers, numbers.count > 2 else { return false }
    return numbers.indices.allSatisfy { $0 == 0 || files.contains($0) || numbers[$0] == numbers[$0 - 1] + 1 }
  }

  /// Whether the numbers never fall within a sequence.
  ///
  /// - Parameters:
  ///   - sequence: nil: all rows of a file are one.
  ///   - files: the rows in which a file begins.
  func ascends(in sequence: ColumnProfile?, files: Set<Int>) -> Bool {
    guard missing == 0, let numbers else { return false }
    var last = [Double](repeating: -.infinity, count: max(1, sequence?.levels.count ?? 1))
    for (row, value) in numbers.enumerated() {
      if files.contains(row) { last = last.map { _ in -.infinity } }
      let code = sequence.map { Int($0.codes[row]) } ?? 0
      guard value >= last[code] else { return false }
      last[code] = value
    }
    return true
  }
}
