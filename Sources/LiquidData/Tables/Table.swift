import Text

/// The columns of a data file, each with the kind its values have.
public struct Table: Sendable {
  /// The file's name, or the task's if there are several files; safe to show.
  public let name: String
  public let columns: [Column]
  public let rowCount: Int
  /// The line each row begins on, as an editor shows it, counted from 1: `[rowCount]`.
  public let lines: [Int]
  /// What is unusual about the file but does not make it unusable, one sentence each.
  public let warnings: [String]
  /// The files the rows come from, in the rows' order.
  public let origins: [Origin]
  /// How the files were read: what was told, and the order of dates that was found.
  package let reading: ReadingOptions
  /// What the files state of their columns.
  package var stated = StatedRoles()
  /// The place of each column: looking through a list for each of many columns would cost their square.
  private let places: [String: Int]

  /// - Parameter origins: nil: all rows are from the file `name`.
  package init(
    name: String, columns: [Column], lines: [Int], warnings: [String], origins: [Origin]? = nil,
    reading: ReadingOptions = ReadingOptions()
  ) {
    precondition(columns.allSatisfy { $0.count == lines.count }, "columns of unequal length in \(name)")
    self.origins = origins ?? [Origin(file: name, rows: lines.indices, part: nil)]
    self.name = name
    self.columns = columns
    self.lines = lines
    self.warnings = warnings
    self.reading = reading
    rowCount = lines.count
    places = Dictionary(
      columns.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func adding(warnings more: [String]) -> Table {
    with(warnings: warnings + more)
  }

  /// The same rows with other columns or warnings.
  func with(columns: [Column]? = nil, warnings: [String]? = nil) -> Table {
    var table = Table(
      name: name, columns: columns ?? self.columns, lines: lines, warnings: warnings ?? self.warnings,
      origins: origins, reading: reading)
    table.stated = stated
    return table
  }

  public var columnNames: [String] { columns.map(\.name) }

  public func column(named name: String) -> Column? {
    places[name].map { columns[$0] }
  }

  /// The column with a name; `role` says in the error what it was for.
  ///
  /// - Throws: if there is none, with the most similar names.
  func column(named name: String, role: String) throws(DataError) -> Column {
    if let column = column(named: name) { return column }
    let near = EditDistance.suggestions(for: name, among: columnNames)
    throw DataError(
      .unknownColumn(role: role, suggestions: near, known: columnNames), file: self.name, column: name)
  }
}

extension Table {
  /// A file that some of the rows are from.
  public struct Origin: Sendable, Hashable {
    /// Safe to show.
    public let file: String
    public let rows: Range<Int>
    /// The part that all its rows belong to; nil if the split decides.
    public let part: Dataset.Part?

    package init(file: String, rows: Range<Int>, part: Dataset.Part?) {
      self.file = file
      self.rows = rows
      self.part = part
    }
  }

  /// An error about one row, with its file and line.
  func failure(_ problem: DataError.Problem, row: Int, column: String?) -> DataError {
    let file = origins.first { $0.rows.contains(row) }?.file ?? name
    return DataError(problem, file: file, line: lines[row], column: column)
  }
}
