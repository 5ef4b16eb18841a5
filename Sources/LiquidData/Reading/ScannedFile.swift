/// What scanning a file gave.
enum ScannedFile {
  case columns(FileColumns)
  /// A table whose columns get their kinds from all files together. `again`: the file from
  /// its beginning, where opening it would not give its bytes a second time.
  case table(ScannedTable, again: OpenFile?)
  /// A file that is pivoted together with the others.
  case long(LongFile)
}

/// The columns of one file, before they are joined with those of others.
struct FileColumns {
  /// As it is shown.
  var file: String
  var columns: [Table.Column]
  /// The line on which each row begins, or the row's number if a file has no lines.
  var lines: RowLines
  var warnings: [String] = []
  /// The columns that the file has no name for.
  var unnamed: [Int] = []
  /// How many sequences the column "sequence" counts from 1; nil if that column is not a count.
  var sequenceCount: Int?
  var stated = StatedRoles()
  /// How its features were computed, where it is a recording.
  var sound: SoundOptions?
}

/// The names that formats give to columns of their own making.
enum ColumnName {
  static let sequence = "sequence"
  static let recording = "recording"
  static let time = "time"
  static let value = "value"
  static let label = "label"
  static let classes = "class"
  static let target = "target"

  static func numbered(_ index: Int) -> String { "column \(index + 1)" }
}
