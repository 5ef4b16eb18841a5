import Text

/// The columns of a data file, each with the kind its values have.
public struct Table: Sendable {
  /// The file's name, or the task's if there are several files; safe to show.
  public let name: String
  /// In the order of the file.
  public let columns: [Column]
  /// The length of each column.
  public let rowCount: Int
  /// Where what is made of the values is written, where they are too many for memory; nil: in memory.
  var space: CacheSpace? { columns.lazy.compactMap(\.space).first }
  /// The line each row begins on, as an editor shows it, counted from 1: `[rowCount]`.
  package let lines: RowLines
  /// What is unusual about the file but does not make it unusable, one sentence each.
  public let warnings: [String]
  /// The files the rows come from, in the rows' order.
  package let origins: [Origin]
  /// How the files were read: what was told, and the order of dates that was found.
  package let reading: ReadingOptions
  /// Where each row was in its file, however often the rows were moved since.
  let sources: RowSources
  /// What the files state of their columns.
  package var stated: StatedRoles
  /// The place of each column: looking through a list for each of many columns would cost their square.
  private let places: [String: Int]

  /// A table as it was read.
  ///
  /// - Parameter origins: nil: all rows are from the file `name`.
  package init(
    name: String, columns: [Column], lines: RowLines, warnings: [String], origins: [Origin]? = nil,
    reading: ReadingOptions = ReadingOptions()
  ) {
    let origins = origins ?? [Origin(file: name, rows: lines.indices, part: nil)]
    self.init(
      name: name, columns: columns, lines: lines, warnings: warnings, origins: origins, reading: reading,
      stated: StatedRoles(), sources: RowSources(origins: origins))
  }

  private init(
    name: String, columns: [Column], lines: RowLines, warnings: [String], origins: [Origin],
    reading: ReadingOptions, stated: StatedRoles, sources: RowSources
  ) {
    precondition(columns.allSatisfy { $0.count == lines.count }, "columns of unequal length in \(name)")
    self.name = name
    self.columns = columns
    self.lines = lines
    self.warnings = warnings
    self.origins = origins
    self.reading = reading
    self.stated = stated
    self.sources = sources
    rowCount = lines.count
    places = Dictionary(
      columns.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func adding(warnings more: [String]) -> Table {
    replacing(columns: columns, addingWarnings: more)
  }

  /// In the order of the file.
  public var columnNames: [String] { columns.map(\.name) }

  /// The column with this name; nil where there is none.
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
  /// The same rows with other columns.
  func replacing(columns: [Column], addingWarnings more: [String] = []) -> Table {
    Table(
      name: name, columns: columns, lines: lines, warnings: warnings + more, origins: origins,
      reading: reading, stated: stated, sources: sources)
  }

  /// Other rows, each made of rows of this table: the only way to move rows, so that each keeps where it came from.
  ///
  /// - Parameters:
  ///   - rows: for each new row, the one of this table whose line it has.
  ///   - members: for each new row, the first and the last row of this table that it is made of, nil if it is made of
  ///     none; nil: `rows`.
  func rearranged(
    columns: [Column], rows: [Int], members: [(first: Int, last: Int)?]? = nil, origins: [Origin]
  ) -> Table {
    Table(
      name: name, columns: columns, lines: RowLines(rows.lazy.map { lines[$0] }), warnings: warnings,
      origins: origins,
      reading: reading, stated: stated, sources: members.map(sources.joining) ?? sources.taking(rows))
  }

  /// What each file is called where several are told apart: its name, with as many of its folders as that needs.
  package var originNames: [String] {
    let paths = origins.map { $0.file.split(separator: "/").map(String.init) }
    var lengths = [Int](repeating: 1, count: paths.count)
    var open = Array(paths.indices)
    while !open.isEmpty {
      let groups = Dictionary(grouping: open) { paths[$0].suffix(lengths[$0]).joined(separator: "/") }
      open = groups.values.filter { $0.count > 1 }.flatMap(\.self).filter { lengths[$0] < paths[$0].count }
      for index in open { lengths[index] += 1 }
    }
    return zip(paths, lengths).map { $0.suffix($1).joined(separator: "/") }
  }

  /// A file that some of the rows are from.
  package struct Origin: Sendable, Hashable {
    /// Safe to show.
    package let file: String
    package let rows: Range<Int>
    /// The part that all its rows belong to; nil if the split decides.
    package let part: Dataset.Part?

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
