import Liquid
import Screen
import TestSupport
import Testing

@Suite struct TruncationTests {
  @Test func longTextEndsInAnEllipsis() {
    #expect(truncated("acceleration", to: 6) == "accel…")
    #expect(truncated("acceleration", to: 6, ellipsis: "~") == "accel~")
    #expect(truncated("speed", to: 5) == "speed")
    #expect(truncated("speed", to: 1) == "…")
    #expect(truncated("speed", to: 0) == "")
  }

  @Test func wideCharactersAreNeverHalved() {
    #expect(truncated("速度計", to: 4) == "速…")
    #expect(truncated("速度計", to: 5) == "速度…")
  }

  @Test func paddingFillsExactlyTheWidth() {
    #expect(padded("ab", to: 5) == "ab   ")
    #expect(padded("ab", to: 5, alignment: .trailing) == "   ab")
    #expect(padded("ab", to: 5, alignment: .center) == " ab  ")
    #expect(DisplayWidth.of(padded("速度計", to: 4)) == 4)
  }

  @Test func drawingOverHalfAWideCharacterBlanksTheOther() {
    var grid = Grid(size: Size(columns: 6, rows: 1))
    grid.draw("速度", x: 0, y: 0)
    grid.draw("x", x: 1, y: 0)
    #expect(grid.text(row: 0) == " x度  ")
    grid.draw("y", x: 2, y: 0)
    #expect(grid.text(row: 0) == " xy   ")
    #expect(grid.faults.isEmpty)
  }

  @Test func aWideCharacterIsNotCutByTheEdge() {
    var grid = Grid(size: Size(columns: 3, rows: 1))
    grid.draw("ab速", x: 0, y: 0, width: 10)
    #expect(grid.text(row: 0) == "ab ")
    #expect(grid.faults.isEmpty)
  }

  @Test(arguments: 0..<50) func anyTextAnywhereLeavesASoundGrid(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let pieces = [
      "a", "速", "e\u{301}", "\u{1B}", "\u{202E}", "😀", "한", " ", "…", "\u{0}", "\u{1F1E9}\u{1F1EA}",
    ]
    var grid = Grid(size: Size(columns: 12, rows: 3))
    for _ in 0..<60 {
      let text = (0..<Int.random(in: 0...8, using: &random)).map { _ in
        pieces[Int.random(in: 0..<pieces.count, using: &random)]
      }.joined()
      let x = Int.random(in: -5...13, using: &random)
      let y = Int.random(in: -1...3, using: &random)
      let width = Int.random(in: -1...14, using: &random)
      let alignment = [Alignment.leading, .center, .trailing][Int.random(in: 0..<3, using: &random)]
      let used = grid.draw(text, x: x, y: y, width: width, alignment: alignment)
      #expect(used <= max(0, width), "seed \(seed)")
    }
    #expect(grid.faults.isEmpty, "seed \(seed): \(grid.faults)")
  }
}

@Suite struct WrappingTests {
  @Test func everyWordStaysInOrderAndLinesFit() {
    let words = ["a", "loss", "速度", "time-constant", "x", "a_rather_long_word"]
    withSeeds(300) { seed, generator in
      let text = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
        words[Int.random(in: 0..<words.count, using: &generator)]
      }
      let width = Int.random(in: 1...24, using: &generator)
      let lines = wrapped(text.joined(separator: " "), to: width)
      #expect(lines.joined(separator: " ") == text.joined(separator: " "), "seed \(seed)")
      for line in lines where line.contains(" ") { #expect(DisplayWidth.of(line) <= width, "seed \(seed)") }
    }
  }

  @Test func aTextWithoutWordsIsOneEmptyLine() {
    #expect(wrapped("", to: 10) == [""] && wrapped("  ", to: 10) == [""])
  }
}
