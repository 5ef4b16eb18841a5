import Foundation

/// A CSV file that the program wrote, without quotes.
struct CSVFile {
  let header: [String]
  let rows: [[String]]

  init(path: String) throws {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    header = lines.first ?? []
    rows = Array(lines.dropFirst())
  }

  /// The numbers of the columns whose names begin so, row by row.
  func numbers(of prefix: String) -> [Double] {
    let columns = header.indices.filter { header[$0].hasPrefix(prefix) }
    return rows.flatMap { row in columns.map { Double(row[$0]) ?? .nan } }
  }

  /// The texts of a column; empty if there is none.
  func texts(_ name: String) -> [String] {
    header.firstIndex(of: name).map { column in rows.map { $0[column] } } ?? []
  }
}
