/// Where the rows of a table were in their files, each counted from 1 without the header.
///
/// A row that was resampled is made of several: their first and last in the order of their times.
struct RowSources: Sendable {
  /// 0 for a row that is made of none.
  private let first: [Int32]
  private let last: [Int32]

  private init(first: [Int32], last: [Int32]) {
    self.first = first
    self.last = last
  }

  /// The rows as they were read.
  init(origins: [Table.Origin]) {
    first = origins.flatMap { origin in origin.rows.map { Int32(clamping: $0 - origin.rows.lowerBound + 1) } }
    last = first
  }

  /// The numbers of the first and last row in the file; nil for a row that is made of none.
  func numbers(of row: Int) -> (first: Int, last: Int)? {
    first[row] > 0 ? (Int(first[row]), Int(last[row])) : nil
  }

  func taking(_ rows: [Int]) -> RowSources {
    RowSources(first: rows.map { first[$0] }, last: rows.map { last[$0] })
  }

  /// Rows that are each made of several of these.
  func joining(_ members: [(first: Int, last: Int)?]) -> RowSources {
    RowSources(
      first: members.map { $0.map { first[$0.first] } ?? 0 },
      last: members.map { $0.map { last[$0.last] } ?? 0 })
  }
}
