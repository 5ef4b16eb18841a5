import Text

/// A screen as a picture: one `text` element per run of equal style, placed and stretched to its cells, so that it looks
/// the same in any monospaced font. Braille is drawn dot by dot, because many fonts lack it. Heat maps are coloured
/// rectangles.
public struct SVGExport: Sendable {
  /// In pixels. The height is a little less than a font's line, so that box drawing joins.
  private static let cell = (width: 8, height: 15)
  /// From the top of a cell to the baseline of the text.
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
      height="\(height)" xml:space="preserve"><title>\(Self.escaped(title.sanitized))</title>
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

  /// Runs of one background other than the picture's own, whatever the text on them.
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

  /// Characters from different fonts differ in width, so each kind is stretched separately. Gaps need not be written.
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
    // By scalars: an ampersand with a combining mark still has to be escaped.
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

/// The roles and classes of a style; reverse video is swapped colours.
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

/// A heat map's colours in a picture.
private struct SVGHeat {
  let theme: Theme

  /// A class for each tone in use. Level 0 is the picture's own background and needs none.
  func classes(of tones: Set<Heat.Tone>) -> String {
    tones.filter { $0.level > 0 }
      .sorted { ($0.role.rawValue, $0.level) < ($1.role.rawValue, $1.level) }
      .map { ".\(name(of: $0)){fill:#\(color(of: $0).hex)}" }.joined()
  }

  /// One rectangle, or two for two values one above the other; in pixels.
  func rectangles(_ heat: Heat, x: Int, y: Int, width: Int, height: Int) -> String {
    func rectangle(_ tone: Heat.Tone, y: Int, height: Int) -> String {
      guard tone.level > 0 else { return "" }
      return "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\""
        + " class=\"\(name(of: tone))\"/>"
    }
    guard heat.upper != heat.lower else { return rectangle(heat.upper, y: y, height: height) }
    let half = height / 2
    return rectangle(heat.upper, y: y, height: half)
      + rectangle(heat.lower, y: y + half, height: height - half)
  }

  /// Text on a tone is dark or light, whichever has more contrast.
  func textClasses(_ heat: Heat) -> String {
    let tone = color(of: heat.upper)
    let (dark, light) = (theme.color(of: .background), theme.color(of: .bright))
    let role: Role = tone.contrast(with: dark) > tone.contrast(with: light) ? .background : .bright
    return "r\(role.rawValue) b"
  }

  private func name(of tone: Heat.Tone) -> String { "h\(tone.role.rawValue)-\(tone.level)" }

  private func color(of tone: Heat.Tone) -> Theme.Color {
    theme.color(of: .background).mixed(
      with: theme.color(of: tone.role), share: Double(tone.level) / Double(Heat.levels))
  }
}

/// Braille patterns as squares.
private enum SVGBraille {
  private static let patterns: ClosedRange<UInt32> = 0x2800...0x28FF
  /// Column and row of the dot of each bit.
  private static let dots = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]
  private static let side = 2

  /// The dots of a text of braille alone, as an SVG path; nil for any other text.
  static func path(_ text: String, x: Int, y: Int, cell: (width: Int, height: Int)) -> String? {
    let values = text.unicodeScalars.map(\.value)
    guard !values.isEmpty, values.allSatisfy(patterns.contains) else { return nil }
    var path = ""
    for (index, value) in values.enumerated() {
      for (bit, (column, row)) in dots.enumerated() where value & 1 << UInt32(bit) != 0 {
        let left = x + index * cell.width + (2 * column + 1) * cell.width / 4 - side / 2
        let top = y + (2 * row + 1) * cell.height / 8 - side / 2
        path += "M\(left) \(top)h\(side)v\(side)h-\(side)z"
      }
    }
    return path
  }
}
