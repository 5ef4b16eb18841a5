import Foundation
import LiquidData

/// The table in a text.
func table(_ text: String, name: String = "data.csv") throws -> Table {
  try Table(bytes: Array(text.utf8), name: name)
}

/// The message that reading the text and making a dataset of it fails with, or "" where it works.
func failure(_ text: String, _ task: TaskDefinition = TaskDefinition(name: "test")) -> String {
  do throws(DataError) {
    _ = try Dataset(table: Table(bytes: Array(text.utf8), name: "data.csv"), task: task)
    return ""
  } catch {
    return error.description
  }
}

/// The numbers of a column.
func numbers(_ table: Table, _ name: String) -> [Double] {
  guard case .numbers(let values) = table.column(named: name)?.values else { return [] }
  return Array(values)
}

/// The dates of a column, in seconds.
func dates(_ table: Table, _ name: String) -> [Double] {
  guard case .dates(let values) = table.column(named: name)?.values else { return [] }
  return Array(values)
}

/// The texts of a column, `nil` where missing.
func texts(_ table: Table, _ name: String) -> [String?] {
  guard case .text(let codes, let levels) = table.column(named: name)?.values else { return [] }
  return codes.map { $0 < 0 ? nil : levels[Int($0)] }
}

/// A table of rows `x = 0, 1, ...` with a wave to learn.
func waveText(rows: Int) -> String {
  "x,y\n" + (0..<rows).map { "\($0),\(sin(Double($0) * 0.3))" }.joined(separator: "\n") + "\n"
}

enum Locations {
  static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func sample(_ name: String) -> String {
    package.appending(path: "sample-data").appending(path: name).path
  }

  /// The task of a sample, as its file says.
  static func sampleTask(_ name: String) throws -> TaskFile {
    try TaskFile.read(path: sample("tasks/\(name).yaml"))
  }

  static func real(_ name: String) -> String {
    package.deletingLastPathComponent().appending(path: "shared/data").appending(path: name).path
  }

  static func hasReal(_ name: String) -> Bool {
    FileManager.default.isReadableFile(atPath: real(name))
  }
}

/// One table of several files' texts, which have the same columns of numbers and, last, text.
func table(files: [(name: String, text: String, part: Dataset.Part?)]) throws -> Table {
  let tables = try files.map { try table($0.text, name: $0.name) }
  var origins: [Table.Origin] = []
  for (file, table) in zip(files, tables) {
    let first = origins.last?.rows.upperBound ?? 0
    origins.append(Table.Origin(file: file.name, rows: first..<first + table.rowCount, part: file.part))
  }
  let columns = tables[0].columnNames.map { name in
    Table.Column(name: name, values: joined(tables, name))
  }
  return Table(
    name: "task", columns: columns, lines: RowLines(tables.flatMap(\.lines)), warnings: [], origins: origins)
}

private func joined(_ tables: [Table], _ name: String) -> Table.Column.Values {
  if tables[0].column(named: name)?.isNumeric == true {
    return .numbers(tables.flatMap { numbers($0, name) })
  }
  let values = tables.flatMap { texts($0, name) }
  let levels = Array(Set(values.compactMap(\.self))).sorted()
  let codes = values.map { value in Int32(value.flatMap { levels.firstIndex(of: $0) } ?? -1) }
  return .text(codes: codes, levels: levels)
}

/// The rows a part uses, as inputs or as targets.
func usedRows(_ dataset: Dataset, _ part: Dataset.Part) -> Set<Int> {
  var rows: Set<Int> = []
  for index in 0..<dataset.count(of: part) {
    let location = dataset.location(part, index: index)
    rows.formUnion(location.rows)
    rows.formUnion(location.targetRows)
  }
  return rows
}
