/// Neighbouring cells of a row that look alike.
struct StyleRun {
  /// The first column and the one after the last.
  var columns: Range<Int>
  var style: Style
  var text: String

  /// A row cut where the style changes, or where `isCut` asks for it between two characters.
  static func runs(
    of grid: Grid, row y: Int, isCut: (_ left: Grid.Cell, _ right: Grid.Cell) -> Bool = { _, _ in false }
  ) -> [StyleRun] {
    var runs: [StyleRun] = []
    var previous: Grid.Cell?
    for (x, cell) in grid.row(y).enumerated() {
      let last = runs.count - 1
      if cell.isContinuation, last >= 0 {
        runs[last].columns = runs[last].columns.lowerBound..<(x + 1)
        continue
      }
      if let previous, runs[last].style == cell.style, !isCut(previous, cell) {
        runs[last].columns = runs[last].columns.lowerBound..<(x + 1)
        runs[last].text += cell.exportText
      } else {
        runs.append(StyleRun(columns: x..<(x + 1), style: cell.style, text: cell.exportText))
      }
      previous = cell
    }
    return runs
  }

  /// The run without blanks that show nothing at its ends; nil where nothing is left.
  var withoutBlankEnds: StyleRun? {
    guard !style.isUnderlined else { return self }
    var run = self
    while run.text.first == " " {
      run.text.removeFirst()
      run.columns = (run.columns.lowerBound + 1)..<run.columns.upperBound
    }
    while run.text.last == " " {
      run.text.removeLast()
      run.columns = run.columns.lowerBound..<(run.columns.upperBound - 1)
    }
    return run.text.isEmpty ? nil : run
  }
}
