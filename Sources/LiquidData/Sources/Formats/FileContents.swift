/// What one file holds, before it is put together with others.
struct FileContents {
  /// As it is shown.
  var file: String
  var columns: [Table.Column]
  /// The line, or the row where a file has no lines, that each row begins on.
  var lines: [Int]
  var warnings: [String] = []
  /// Which columns the file has no name for.
  var unnamed: [Int] = []
  /// How many sequences the column "sequence" counts from 1; nil where that column is not a count.
  var sequenceCount: Int?
}

/// The names that readers give to columns of their own making.
enum ColumnName {
  static let sequence = "sequence"
  static let time = "time"
  static let value = "value"
  static let label = "label"
  static let classes = "class"
  static let target = "target"

  static func numbered(_ index: Int) -> String { "column \(index + 1)" }
}
