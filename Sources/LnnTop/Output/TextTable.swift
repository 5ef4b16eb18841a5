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

  package init(columns: [Column]) {
    self.columns = columns
  }

  package var text: String {
    let lines = ([columns.map(\.title)] + rows).map { $0.map(\.sanitized) }
    let widths = columns.indices.map { column in
      lines.map { DisplayWidth.of($0[column]) }.max() ?? 0
    }
    return lines.map { line in
      let fields = columns.indices.map { pad(line[$0], to: widths[$0], right: columns[$0].alignsRight) }
      return fields.joined(separator: "  ").trimmedAtEnd
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
    let width = max(15, (rows.map(\.name.count).max() ?? 0) + 2)
    return rows.map { $0.name.padding(toLength: width, withPad: " ", startingAt: 0) + $0.value }
      .joined(separator: "\n")
  }
}
