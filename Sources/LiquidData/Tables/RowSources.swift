/// Where the rows of a table were in their files, each counted from 1 without the header.
///
/// A row that was resampled is made of several: their first and last in the order of their times.
struct RowSources: Sendable {
  /// The first row of each file that has rows, in order.
  private let starts: [Int]
  /// For each row, the first and the last one that it is made of, counted through all files; -1 for a row that is made
  /// of none. Nil where rows are as they were read.
  private let members: (first: [Int], last: [Int])?

  private init(starts: [Int], members: (first: [Int], last: [Int])) {
    self.starts = starts
    self.members = members
  }

  /// The rows as they were read.
  init(origins: [Table.Origin]) {
    starts = origins.filter { !$0.rows.isEmpty }.map(\.rows.lowerBound)
    members = nil
  }

  /// The numbers of the first and last row in the file; nil for a row that is made of none.
  func numbers(of row: Int) -> (first: Int, last: Int)? {
    let (first, last) = (self.first(of: row), self.last(of: row))
    return first < 0 ? nil : (number(of: first), number(of: last))
  }

  private func first(of row: Int) -> Int { members.map { $0.first[row] } ?? row }

  private func last(of row: Int) -> Int { members.map { $0.last[row] } ?? row }

  private func number(of row: Int) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= row { low = middle } else { high = middle }
    }
    return row - starts[low] + 1
  }

  func taking(_ rows: [Int]) -> RowSources {
    RowSources(starts: starts, members: (rows.map(first), rows.map(last)))
  }

  /// Rows that are each made of several of these.
  func joining(_ members: [(first: Int, last: Int)?]) -> RowSources {
    RowSources(
      starts: starts,
      members: (
        members.map { $0.map { first(of: $0.first) } ?? -1 },
        members.map { $0.map { last(of: $0.last) } ?? -1 }
      ))
  }
}
