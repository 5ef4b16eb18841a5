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
