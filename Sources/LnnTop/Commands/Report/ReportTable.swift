/// A table of a report: the first column names the rows.
struct ReportTable {
  struct Column {
    let title: String
    var alignsRight = false

    init(_ title: String, alignsRight: Bool = false) {
      (self.title, self.alignsRight) = (title, alignsRight)
    }
  }

  /// A table of so many rows is not cut by the end of a page.
  private static let wholeRows = 24

  let caption: String
  let columns: [Column]
  var rows: [[HTMLNode]] = []

  init(_ caption: String, columns: [Column], rows: [[HTMLNode]] = []) {
    (self.caption, self.columns, self.rows) = (caption, columns, rows)
  }

  var node: HTMLNode {
    let head = HTMLNode.element(
      "thead",
      [
        .element(
          "tr", columns.map { .element("th", ["scope": "col", "class": $0.style], [.text($0.title)]) })
      ])
    let body = HTMLNode.element("tbody", rows.map { .element("tr", cells($0)) })
    let table = HTMLNode.element("table", [.element("caption", [.text(caption)]), head, body])
    return .scrolling(caption, table, isWhole: rows.count <= Self.wholeRows)
  }

  private func cells(_ row: [HTMLNode]) -> [HTMLNode] {
    zip(columns, row).enumerated().map { index, cell in
      index == 0
        ? .element("th", ["scope": "row", "class": cell.0.style], [cell.1])
        : .element("td", ["class": cell.0.style], [cell.1])
    }
  }

  /// Names and what they stand for, without a head.
  static func facts(_ facts: [(name: String, value: HTMLNode)]) -> HTMLNode {
    .element(
      "dl",
      facts.map { fact in
        .element("div", [.element("dt", [.text(fact.name)]), .element("dd", [fact.value])])
      })
  }
}

extension ReportTable.Column {
  fileprivate var style: String { alignsRight ? "number" : "words" }
}
