/// The formats in which a screen is written to a file.
public enum ExportFormat: String, Sendable, Hashable, CaseIterable {
  /// Characters alone.
  case text
  /// Characters with escape sequences for colours.
  case ansi
  /// A picture for any browser.
  case svg

  /// The format of a file name's extension; nil for any other extension.
  public init?(fileName: String) {
    guard let dot = fileName.lastIndex(of: ".") else { return nil }
    switch fileName[fileName.index(after: dot)...].lowercased() {
    case "txt", "text": self = .text
    case "ans", "ansi": self = .ansi
    case "svg": self = .svg
    default: return nil
    }
  }
}

extension Grid {
  /// The screen as the contents of a file, the same bytes every time.
  ///
  /// - Parameters:
  ///   - theme: The colours; not used by plain text.
  ///   - title: The title of an SVG.
  public func exported(as format: ExportFormat, theme: Theme, title: String) -> String {
    switch format {
    case .text: PlainTextExport.text(of: self)
    case .ansi: ANSIExport(theme: theme).text(of: self)
    case .svg: SVGExport(theme: theme, title: title).text(of: self)
    }
  }
}

/// A screen as characters alone, one line per row, without trailing blanks.
public enum PlainTextExport {
  public static func text(of grid: Grid) -> String {
    var text = ""
    for y in 0..<grid.size.rows {
      var line = ""
      for cell in grid.row(y) where !cell.isContinuation { line += cell.exportText }
      while line.last == " " { line.removeLast() }
      text += line + "\n"
    }
    return text
  }
}

extension Grid.Cell {
  /// The cell's character, in characters that a file may hold: `Grid.draw` lets no others in, but setting a cell
  /// directly can.
  var exportText: String {
    let scalars = character.unicodeScalars
    if scalars.allSatisfy(\.isFitForFiles) { return String(character) }
    var text = String.UnicodeScalarView()
    for scalar in scalars { text.append(scalar.isFitForFiles ? scalar : "?") }
    return String(text)
  }
}

extension Unicode.Scalar {
  /// False for control characters, and for what XML does not allow.
  fileprivate var isFitForFiles: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: false
    default: true
    }
  }
}

/// Neighbouring cells of a row with the same style.
struct StyleRun {
  /// The first column and the one after the last.
  var columns: Range<Int>
  var style: Style
  var text: String

  /// A row, cut where the style changes and where `isCut` says so.
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

  /// The run without invisible blanks at its ends; nil where nothing is left.
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
