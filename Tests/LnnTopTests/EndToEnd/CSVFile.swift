import Foundation

/// A CSV file of numbers (and a sequence's name) that the program wrote, without quotes.
struct CSVFile {
  let header: [String]
  let rows: [[String]]

  init(path: String) throws {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    header = lines.first ?? []
    rows = Array(lines.dropFirst())
  }

  /// The numbers from a column on, row by row.
  func numbers(from column: Int) -> [Double] {
    rows.flatMap { $0.dropFirst(column).map { Double($0) ?? .nan } }
  }
}
