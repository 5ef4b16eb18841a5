import Screen
import Terminal
import Testing

@Suite("Grids as coloured text")
struct GridTextTests {
  static func line(_ runs: [TextRun], _ mode: ColorMode, paintsBackground: Bool = false) -> String {
    var grid = Grid(size: Size(columns: 12, rows: 1))
    grid.draw(runs, x: 0, y: 0)
    let resolver = ColorResolver(theme: .builtIn, mode: mode, paintsBackground: paintsBackground)
    return GridText.lines(grid, resolver: resolver)[0]
  }

  @Test("In monochrome there is no sequence at all, and no blank at the end")
  func monochrome() {
    #expect(Self.line([TextRun("a", Style(.error, bold: true)), TextRun(" b", Style())], .mono) == "a b")
  }

  @Test("Each mode has its own colours, and the line ends as the terminal was")
  func modes() {
    let error = [TextRun("a", Style(.error)), TextRun("b", Style(.error))]
    let color = Theme.builtIn.color(of: .error)
    #expect(
      Self.line(error, .direct) == "\u{1B}[0;38;2;\(color.red);\(color.green);\(color.blue)mab\u{1B}[0m")
    #expect(
      Self.line(error, .palette256) == "\u{1B}[0;38;5;\(XtermPalette.nearest(to: color))mab\u{1B}[0m")
    #expect(Self.line(error, .ansi16) == "\u{1B}[0;1;91mab\u{1B}[0m")
    #expect(Self.line(error, .ansi8) == "\u{1B}[0;1;31mab\u{1B}[0m")
  }

  @Test("A painted background reaches the end of the line; wide characters keep their columns")
  func background() {
    let line = Self.line([TextRun("\u{6F22}", Style())], .palette256, paintsBackground: true)
    #expect(line.contains(";48;5;"))
    #expect(line.contains("\u{6F22}" + String(repeating: " ", count: 10)))
  }
}
