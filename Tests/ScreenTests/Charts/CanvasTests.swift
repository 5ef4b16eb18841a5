import Screen
import TestSupport
import Testing

@Suite struct CanvasTests {
  private func drawn(_ canvas: Canvas) -> Grid {
    var grid = Grid(size: canvas.size)
    canvas.draw(on: &grid, x: 0, y: 0)
    return grid
  }

  @Test func brailleDotsAreWhereUnicodePutsThem() {
    let expected: [[Character]] = [["⠁", "⠈"], ["⠂", "⠐"], ["⠄", "⠠"], ["⡀", "⢀"]]
    for y in 0..<4 {
      for x in 0..<2 {
        var canvas = Canvas(size: Size(columns: 1, rows: 1), glyphs: .braille)
        canvas.plot(x: x, y: y, style: Style())
        #expect(drawn(canvas)[0, 0].character == expected[y][x])
      }
    }
  }

  @Test func blocksAreQuadrants() {
    let expected: [[Character]] = [["▘", "▝"], ["▖", "▗"]]
    for y in 0..<2 {
      for x in 0..<2 {
        var canvas = Canvas(size: Size(columns: 1, rows: 1), glyphs: .block)
        canvas.plot(x: x, y: y, style: Style())
        #expect(drawn(canvas)[0, 0].character == expected[y][x])
      }
    }
  }

  @Test func aDiagonalRunsFromCornerToCorner() {
    var canvas = Canvas(size: Size(columns: 4, rows: 2), glyphs: .braille)
    canvas.line(fromX: 0, y: 0, toX: 7, y: 7, style: Style())
    #expect(drawn(canvas).plainText == "⠑⢄\n  ⠑⢄")
  }

  @Test func theLastWriterColoursTheCell() {
    var canvas = Canvas(size: Size(columns: 1, rows: 1), glyphs: .braille)
    canvas.plot(x: 0, y: 0, style: Style(.focus))
    canvas.plot(x: 1, y: 3, style: Style(.perturbed, bold: true))
    let cell = drawn(canvas)[0, 0]
    #expect(cell.character == "⢁")
    #expect(cell.style == Style(.perturbed, bold: true))
  }

  @Test func aNewLayerErasesWhatItCovers() {
    var canvas = Canvas(size: Size(columns: 2, rows: 1), glyphs: .braille)
    canvas.line(fromX: 0, y: 0, toX: 3, y: 0, style: Style(.axis))
    canvas.beginLayer()
    canvas.plot(x: 0, y: 3, style: Style(.focus))
    #expect(drawn(canvas).plainText == "⡀⠉")
  }

  @Test(arguments: GlyphSet.allCases) func dotsOutsideAreClipped(glyphs: GlyphSet) {
    var canvas = Canvas(size: Size(columns: 3, rows: 2), glyphs: glyphs)
    for (x, y) in [(-1, 0), (0, -1), (99, 0), (0, 99), (Int.min, Int.max)] {
      canvas.plot(x: x, y: y, style: Style())
    }
    #expect(drawn(canvas).plainText == "\n")
    canvas.line(fromX: -1_000_000, y: 0, toX: 1_000_000, y: 0, style: Style())
    #expect(canvas.isSet(x: 0, y: 0) && canvas.isSet(x: canvas.dotColumns - 1, y: 0))
  }

  @Test func strokesDifferWithoutColour() {
    let texts = [Stroke.solid, .dashed, .dotted].map { stroke in
      var canvas = Canvas(size: Size(columns: 6, rows: 1), glyphs: .braille)
      canvas.line(fromX: 0, y: 0, toX: 11, y: 0, style: Style(), stroke: stroke)
      return drawn(canvas).plainText
    }
    #expect(texts == ["⠉⠉⠉⠉⠉⠉", "⠉⠉ ⠉⠉", "⠁⠁⠁⠁⠁⠁"])
  }

  @Test func asciiGlyphsAreSevenBit() {
    var canvas = Canvas(size: Size(columns: 8, rows: 3), glyphs: .ascii)
    for x in 0..<8 { canvas.line(fromX: x, y: x, toX: x, y: 2 * x, style: Style()) }
    #expect(drawn(canvas).plainText.allSatisfy { $0.isASCII })
  }
}
