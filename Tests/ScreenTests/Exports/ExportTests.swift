import Foundation
import Liquid
import Screen
import TestSupport
import Testing

@Suite struct ExportTests {
  /// A box, wide characters, every attribute and a curve.
  static var sample: Grid {
    var grid = Grid(size: Size(columns: 40, rows: 8))
    let inside = Panel("速度 & <speed>", trailing: [TextRun("\"a\"", .focus)])
      .draw(in: grid.bounds, on: &grid, glyphs: .braille)
    grid.draw("bold", x: 2, y: 1, style: Style(.focus, bold: true))
    grid.draw("dim", x: 8, y: 1, style: Style(.label, dim: true))
    grid.draw("under line", x: 13, y: 1, style: Style(.title, underlined: true))
    grid.draw("reversed", x: 25, y: 1, style: Style(.error, reversed: true))
    grid.draw("on a bar", x: 2, y: 2, style: Style(.value, on: .statusBar))
    let wave = (0..<60).map { sin(Float($0) * 0.3) }
    Sparkline(wave).draw(in: inside.dropTop(3), on: &grid, glyphs: .braille)
    return grid
  }

  @Test(arguments: ExportFormat.allCases) func aScreenBecomesTheseBytes(format: ExportFormat) {
    let text = Self.sample.exported(as: format, theme: .builtIn, title: "sample")
    let mismatch = GoldenFile("sample-\(format.rawValue)", in: "Exports").mismatch(with: text)
    #expect(mismatch == nil, "\(mismatch ?? "")")
  }

  @Test func directColoursAreThoseOfTheTheme() {
    var grid = Grid(size: Size(columns: 3, rows: 1))
    grid.draw("x", x: 0, y: 0, style: Style(.error))
    let text = ANSIExport(theme: .builtIn, mode: .direct).text(of: grid)
    #expect(text == "\u{1B}[0;38;2;246;108;105mx\u{1B}[0m\n")
    #expect(ANSIExport(theme: .builtIn, mode: .mono).text(of: grid) == "\u{1B}[0;1;4mx\u{1B}[0m\n")
  }

  /// Whatever cells hold, put there by hand past the checks of drawing.
  @Test func hostileTextIsValidXMLAndKeepsItsLetters() {
    withSeeds(40) { seed, random in
      let pieces: [Character] = [
        "<", ">", "&", "\"", "'", "]", "\u{0}", "\u{8}", "\u{1B}", "\u{7F}", "\u{9B}", "\u{FFFE}",
        "\u{FFFF}", "&\u{301}", "<\u{20DD}", "速", "\u{202E}", "a", " ", "\r\n", "\u{2028}", "⣿", "😀",
      ]
      var grid = Grid(size: Size(columns: 24, rows: 6))
      for y in 0..<6 {
        for x in 0..<24 {
          let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
          let style = Style(
            Role.allCases[Int.random(in: 0..<16, using: &random)], reversed: Bool.random(using: &random),
            underlined: Bool.random(using: &random))
          grid[x, y] = Grid.Cell(piece, style: style)
        }
      }
      let text = grid.exported(as: .svg, theme: .builtIn, title: "</title>&\u{1B}\u{0}")
      let reader = SVGReader(text)
      #expect(reader.error == nil, "seed \(seed): \(reader.error ?? "")")
      #expect(reader.titles == ["</title>&\u{FFFD}\u{FFFD}"], "seed \(seed)")
      let wanted: Set<Character> = ["a", "速"]
      let letters = (0..<6).flatMap { y in (0..<24).map { x in grid[x, y].character } }.filter(
        wanted.contains)
      let read = reader.texts.joined().filter(wanted.contains)
      #expect(read.count == letters.count, "seed \(seed)")
      let plain = grid.exported(as: .text, theme: .builtIn, title: "")
      let controls = plain.unicodeScalars.filter { $0.properties.generalCategory == .control && $0 != "\n" }
      #expect(controls.isEmpty, "seed \(seed)")
    }
  }

  @Test func textStandsInItsColumns() {
    var grid = Grid(size: Size(columns: 20, rows: 2))
    grid.draw("ab速度cd", x: 3, y: 1)
    let reader = SVGReader(grid.exported(as: .svg, theme: .builtIn, title: ""))
    #expect(reader.texts == ["ab", "速度", "cd"])
    #expect(reader.places.map(\.x) == [32, 48, 80])
    #expect(reader.places.map(\.length) == [16, 32, 16])
  }

  @Test func brailleIsDrawnDotByDot() {
    var grid = Grid(size: Size(columns: 3, rows: 1))
    grid.draw("a\u{2801}\u{2880}", x: 0, y: 0)
    let text = grid.exported(as: .svg, theme: .builtIn, title: "")
    #expect(SVGReader(text).texts == ["a"])
    #expect(text.contains("d=\"M17 8h2v2h-2zM29 20h2v2h-2z\""))
  }

  @Test func heatIsPaintedAsOnATerminalWithAllColours() {
    let scale = HeatScale.diverging(limit: 1, positive: .validation, negative: .error)
    var grid = Grid(size: Size(columns: 4, rows: 1))
    grid[0, 0] = scale.cell(for: 1, glyphs: .braille)
    grid[1, 0] = scale.cell(upper: -1, lower: 0.5, glyphs: .braille)
    grid[2, 0] = Grid.Cell(
      "7", style: Style(.value, heat: Heat(Heat.Tone(.error, level: 8), isTextShown: true)))
    let text = grid.exported(as: .svg, theme: .builtIn, title: "")
    let reader = SVGReader(text)
    #expect(reader.error == nil && reader.texts == ["7"], "shades stand for colours, text stays")
    for role in [Role.validation, .error] {
      #expect(text.contains(".h\(role.rawValue)-8{fill:#\(Theme.builtIn.color(of: role).hex)}"))
    }
    #expect(text.contains("<rect x=\"8\" y=\"8\" width=\"8\" height=\"15\" class=\"h11-8\"/>"))
    #expect(text.contains("<rect x=\"16\" y=\"8\" width=\"8\" height=\"7\" class=\"h8-8\"/>"))
    #expect(text.contains("<rect x=\"16\" y=\"15\" width=\"8\" height=\"8\" class=\"h11-4\"/>"))
  }

  @Test(arguments: [(0, 0), (1, 1), (250, 80)]) func everySizeIsValid(columns: Int, rows: Int) {
    let grid = Grid(size: Size(columns: columns, rows: rows))
    for format in ExportFormat.allCases {
      let text = grid.exported(as: format, theme: .builtIn, title: "")
      if format == .svg { #expect(SVGReader(text).error == nil) }
      if format == .text { #expect(text == String(repeating: "\n", count: rows)) }
    }
  }

  @Test func aFilesEndingNamesItsFormat() {
    #expect(ExportFormat(fileName: "a.SVG") == .svg)
    #expect(ExportFormat(fileName: "b.c.ans") == .ansi)
    #expect(ExportFormat(fileName: "a.txt") == .text)
    #expect(ExportFormat(fileName: "svg") == nil && ExportFormat(fileName: "a.png") == nil)
  }
}
