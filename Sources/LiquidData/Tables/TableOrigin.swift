extension Table {
  /// A file that some of the rows come from.
  public struct Origin: Sendable, Hashable {
    /// Safe to show.
    public let file: String
    public let rows: Range<Int>
    /// The part that all its rows belong to; nil where the split decides.
    public let part: Dataset.Part?

    package init(file: String, rows: Range<Int>, part: Dataset.Part?) {
      self.file = file
      self.rows = rows
      self.part = part
    }
  }

  /// An error about one row, with the file and the line it comes from.
  func failure(_ problem: DataError.Problem, row: Int, column: String?) -> DataError {
    let file = origins.first { $0.rows.contains(row) }?.file ?? name
    return DataError(problem, file: file, line: lines[row], column: column)
  }
}
