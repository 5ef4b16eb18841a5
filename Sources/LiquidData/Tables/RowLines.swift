/// The line that each row of a table begins on, which mostly is the one after that of the row before: lists of lines would
/// take as much memory as a column.
package struct RowLines: RandomAccessCollection, Sendable, Hashable, Codable {
  /// The first row of each run of rows on lines that follow each other, and its line.
  private var rows: [Int] = []
  private var lines: [Int] = []
  package private(set) var endIndex = 0
  package var startIndex: Int { 0 }

  package init() {}

  package init(_ lines: some Sequence<Int>) {
    for line in lines { append(line) }
  }

  /// The lines from 1 on.
  init(count: Int) { append(from: 1, count: count) }

  package subscript(row: Int) -> Int {
    precondition(indices.contains(row), "row \(row) of \(count)")
    // The last run that begins no later than the row.
    var (low, high) = (0, rows.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if rows[middle] <= row { low = middle } else { high = middle }
    }
    return lines[low] + row - rows[low]
  }

  package mutating func append(_ line: Int) { append(from: line, count: 1) }

  /// Appends the lines of records, each of which begins after the one before.
  mutating func append(ascending next: ArraySlice<Int>) {
    guard let first = next.first, let last = next.last else { return }
    if last - first == next.count - 1 {
      append(from: first, count: next.count)
    } else {
      for line in next { append(line) }
    }
  }

  mutating func append(_ next: RowLines) {
    for (place, row) in next.rows.enumerated() {
      let end = place + 1 < next.rows.count ? next.rows[place + 1] : next.endIndex
      append(from: next.lines[place], count: end - row)
    }
  }

  private mutating func append(from line: Int, count: Int) {
    guard count > 0 else { return }
    if let row = rows.last, let first = lines.last, first + endIndex - row == line {
      endIndex += count
      return
    }
    rows.append(endIndex)
    lines.append(line)
    endIndex += count
  }

  /// An estimate; see `MemoryBudget`.
  var heldBytes: Int { 16 * rows.count }

  /// Whether the runs can be those of so many rows: lines that were read from a file may say anything.
  func isOf(rows count: Int) -> Bool {
    endIndex == count && rows.count == lines.count && (rows.first == 0 || count == 0)
      && zip(rows, rows.dropFirst()).allSatisfy(<) && rows.last.map { $0 < count } ?? (count == 0)
      && lines.allSatisfy { (0..<1 << 60).contains($0) }
  }
}

extension RowLines: ExpressibleByArrayLiteral {
  package init(arrayLiteral lines: Int...) { self.init(lines) }
}
