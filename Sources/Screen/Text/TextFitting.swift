/// Text cut to at most `width` columns, the last of them an ellipsis where something was cut.
///
/// Wide characters are never halved, so the result may be a column shorter. Control characters are replaced.
public func truncated(_ text: String, to width: Int, ellipsis: Character = "…") -> String {
  String(truncatedCells(TextCell.cells(of: text), to: width, ellipsis: ellipsis).map(\.character))
}

/// Text cut or filled with spaces to exactly `width` columns.
public func padded(
  _ text: String, to width: Int, alignment: Alignment = .leading, ellipsis: Character = "…"
) -> String {
  let cells = truncatedCells(TextCell.cells(of: text), to: width, ellipsis: ellipsis)
  let used = cells.reduce(0) { $0 + $1.width }
  let indent = alignment.indent(of: used, in: width)
  let left = String(repeating: " ", count: indent)
  let right = String(repeating: " ", count: max(0, width - indent - used))
  return left + String(cells.map(\.character)) + right
}

func truncatedCells(_ cells: [TextCell], to width: Int, ellipsis: Character) -> [TextCell] {
  guard width > 0 else { return [] }
  let total = cells.reduce(0) { $0 + $1.width }
  if total <= width { return cells }
  var kept: [TextCell] = []
  var used = 0
  for cell in cells {
    guard used + cell.width <= width - 1 else { break }
    kept.append(cell)
    used += cell.width
  }
  kept.append(TextCell(ellipsis, width: 1))
  return kept
}

/// Text broken at spaces into lines of at most `width` columns. A longer word gets a line of its own, and a text
/// without words is one empty line.
public func wrapped(_ text: String, to width: Int) -> [String] {
  var lines: [String] = []
  var used = 0
  for word in text.split(separator: " ") {
    let columns = DisplayWidth.of(String(word))
    if let last = lines.indices.last, used + 1 + columns <= width {
      lines[last] += " " + word
      used += 1 + columns
    } else {
      lines.append(String(word))
      used = columns
    }
  }
  return lines.isEmpty ? [""] : lines
}

/// Where text sits in the columns it is given.
public enum Alignment: Sendable, Hashable {
  case leading
  case center
  case trailing

  /// The free columns before content that is narrower than its space.
  func indent(of content: Int, in space: Int) -> Int {
    let free = max(0, space - content)
    switch self {
    case .leading: return 0
    case .center: return free / 2
    case .trailing: return free
    }
  }
}
