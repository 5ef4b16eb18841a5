import Foundation
import Screen

/// Columns of text, aligned, for people who read a listing.
package struct TextTable {
  package struct Column {
    package var title: String
    package var alignsRight: Bool

    package init(_ title: String, alignsRight: Bool = false) {
      self.title = title
      self.alignsRight = alignsRight
    }
  }

  package var columns: [Column]
  package var rows: [[String]] = []
  /// The files that the first fields of the rows link to; empty without links.
  package var links: [String] = []

  package init(columns: [Column]) {
    self.columns = columns
  }

  package var text: String {
    let lines = ([columns.map(\.title)] + rows).map { $0.map(\.sanitized) }
    let widths = columns.indices.map { column in
      lines.map { DisplayWidth.of($0[column]) }.max() ?? 0
    }
    return lines.enumerated().map { number, line in
      let fields = columns.indices.map { pad(line[$0], to: widths[$0], right: columns[$0].alignsRight) }
      let text = fields.joined(separator: "  ").trimmedAtEnd
      // The heading has no link. The first column is not aligned to the right: its text begins the line.
      guard number > 0, links.indices.contains(number - 1), let name = line.first, !name.isEmpty else {
        return text
      }
      return TextLink.toFile(links[number - 1], text: name) + text.dropFirst(name.count)
    }.joined(separator: "\n")
  }

  private func pad(_ text: String, to width: Int, right: Bool) -> String {
    let blanks = String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
    return right ? blanks + text : text + blanks
  }
}

extension String {
  fileprivate var trimmedAtEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}

/// Names and values in two columns, a line each.
enum SummaryText {
  static func lines(_ rows: [(name: String, value: String)]) -> String {
    let width = max(15, (rows.map { DisplayWidth.of($0.name) }.max() ?? 0) + 2)
    return rows.map { row in
      row.name + String(repeating: " ", count: width - DisplayWidth.of(row.name)) + row.value
    }.joined(separator: "\n")
  }
}
