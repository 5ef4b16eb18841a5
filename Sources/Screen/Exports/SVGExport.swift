/// A screen as a picture: one `text` element a run of equal style, placed and stretched to its cells, so that it looks
/// the same whatever monospaced font there is. Braille is drawn dot by dot, for
/// many fonts have none. Heat maps are rectangles of their colours, two in a cell of two values.
public struct SVGExport: Sendable {
  /// In pixels. The height is a little less than a font's line, so that box drawing joins.
  private static let cell = (width: 8, height: 15)
  /// From the top of a cell to the line that letters stand on.
  private static let baseline = 12
  private static let margin = 8

  private let theme: Theme
  private let title: String

  public init(theme: Theme, title: String) {
    self.theme = theme
    self.title = title
  }

  /// Valid XML whatever the cells hold.
  public func text(of grid: Grid) -> String {
    let width = grid.size.columns * Self.cell.width + 2 * Self.margin
    let height = grid.size.rows * Self.cell.height + 2 * Self.margin
    var text = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" \
      height="\(height)" xml:space="preserve"><title>\(Self.escaped(sanitized(title)))</title>
      <style>text{font:13.33px "DejaVu Sans Mono",Menlo,Consolas,monospace;white-space:pre}\
      \(roleClasses(in: grid)).b{font-weight:bold}.d{fill-opacity:.6}.u{text-decoration:underline}</style>
      <rect width="\(width)" height="\(height)" fill="\(color(.background))"/>

      """
    for y in 0..<grid.size.rows { text += row(y, of: grid) }
    return text + "</svg>\n"
  }

  private func row(_ y: Int, of grid: Grid) -> String {
    let top = Self.margin + y * Self.cell.height
    var text = ""
    for run in StyleRun.runs(of: grid, row: y) {
      guard let heat = run.style.heat else { continue }
      text += SVGHeat(theme: theme).rectangles(
        heat, x: x(run.columns.lowerBound), y: top, width: run.columns.count * Self.cell.width,
        height: Self.cell.height)
    }
    for run in backgrounds(of: grid, row: y) {
      text +=
        "<rect x=\"\(x(run.columns.lowerBound))\" y=\"\(top)\" width=\"\(run.columns.count * Self.cell.width)\""
        + " height=\"\(Self.cell.height)\" class=\"r\(SVGPaint(run.style).background.rawValue)\"/>"
    }
    for run in StyleRun.runs(of: grid, row: y, isCut: Self.isCut).compactMap(\.withoutBlankEnds) {
      if let heat = run.style.heat, !heat.isTextShown { continue }
      let classes =
        run.style.heat.map { SVGHeat(theme: theme).textClasses($0) } ?? SVGPaint(run.style).classes
      if let dots = SVGBraille.path(run.text, x: x(run.columns.lowerBound), y: top, cell: Self.cell) {
        text += "<path class=\"\(classes)\" d=\"\(dots)\"/>"
        continue
      }
      text +=
        "<text x=\"\(x(run.columns.lowerBound))\" y=\"\(top + Self.baseline)\""
        + " textLength=\"\(run.columns.count * Self.cell.width)\" lengthAdjust=\"spacingAndGlyphs\""
        + " class=\"\(classes)\">\(Self.escaped(run.text))</text>"
    }
    return text.isEmpty ? "" : text + "\n"
  }

  /// Runs of one background that is not the picture's own, whatever the text on them.
  private func backgrounds(of grid: Grid, row y: Int) -> [StyleRun] {
    var runs: [StyleRun] = []
    for run in StyleRun.runs(of: grid, row: y)
    where run.style.heat == nil && SVGPaint(run.style).background != .background {
      if let last = runs.last, last.columns.upperBound == run.columns.lowerBound,
        SVGPaint(last.style).background == SVGPaint(run.style).background
      {
        runs[runs.count - 1].columns = last.columns.lowerBound..<run.columns.upperBound
      } else {
        runs.append(run)
      }
    }
    return runs
  }

  private func x(_ column: Int) -> Int { Self.margin + column * Self.cell.width }

  /// Characters that come from different fonts have different widths, so each kind is stretched by itself; and gaps
  /// need not be written.
  private static func isCut(_ left: Grid.Cell, _ right: Grid.Cell) -> Bool {
    let (a, b) = (FontKind(left.character), FontKind(right.character))
    if a == b { return false }
    // Words of a sentence stay together.
    let isSentence = (a == .ascii && b == .blank) || (a == .blank && b == .ascii)
    return !isSentence
  }

  private enum FontKind {
    case blank
    case ascii
    case box
    case braille
    case wide
    case other

    init(_ character: Character) {
      guard let scalar = character.unicodeScalars.first else {
        self = .blank
        return
      }
      switch scalar.value {
      case 0x20: self = .blank
      case 0x21..<0x7F: self = .ascii
      case 0x2500..<0x25A0: self = .box
      case 0x2800..<0x2900: self = .braille
      default: self = DisplayWidth.of(scalar) == 2 ? .wide : .other
      }
    }
  }

  /// A class for each role in use.
  private func roleClasses(in grid: Grid) -> String {
    var used: Set<Role> = []
    var tones: Set<Heat.Tone> = []
    for y in 0..<grid.size.rows {
      for cell in grid.row(y) {
        if let heat = cell.style.heat {
          tones.formUnion([heat.upper, heat.lower])
          if heat.isTextShown { used.formUnion([.background, .bright]) }
          continue
        }
        let paint = SVGPaint(cell.style)
        used.formUnion([paint.foreground, paint.background])
      }
    }
    return Role.allCases.filter(used.contains).map { ".r\($0.rawValue){fill:\(color($0))}" }.joined()
      + SVGHeat(theme: theme).classes(of: tones)
  }

  private func color(_ role: Role) -> String { "#" + theme.color(of: role).hex }

  private static func escaped(_ text: String) -> String {
    // Scalar by scalar: an ampersand with an accent on it is still one.
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// What a style comes to where colours are painted: reverse video is nothing but swapped colours.
private struct SVGPaint {
  let foreground: Role
  let background: Role
  let classes: String

  init(_ style: Style) {
    foreground = style.isReversed ? style.background : style.foreground
    background = style.isReversed ? style.foreground : style.background
    let attributes = (style.isBold ? " b" : "") + (style.isDim ? " d" : "") + (style.isUnderlined ? " u" : "")
    classes = "r\(foreground.rawValue)" + attributes
  }
}
