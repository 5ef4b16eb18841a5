import Glibc
import Screen
import TestSupport
import Testing

@Suite struct TextCellTests {
  private func shown(_ text: String) -> String { String(TextCell.cells(of: text).map(\.character)) }

  @Test func controlCharactersNeverReachTheScreen() {
    #expect(shown("a\u{1B}[31mb") == "a\u{FFFD}[31mb")
    #expect(shown("a\u{7}b\u{9B}c\u{7F}") == "a\u{FFFD}b\u{FFFD}c\u{FFFD}")
    #expect(shown("tab\there\r\n") == "tab here  ")
  }

  @Test func bidirectionalControlsAndJoinersAreLeftOut() {
    #expect(shown("user\u{202E}cod\u{2066}e\u{200D}\u{FEFF}") == "usercode")
    #expect(shown("a\u{FE0F}\u{E0041}b") == "ab")
  }

  @Test func lineSeparatorsBecomeSpaces() {
    #expect(shown("a\u{2028}b\u{2029}c\u{85}d") == "a b c d")
  }

  @Test func marksJoinTheCharacterBeforeThemButOnlySoMany() {
    #expect(shown("e\u{301}").unicodeScalars.count == 2)
    let zalgo = "a" + String(repeating: "\u{301}", count: 50)
    #expect(shown(zalgo).unicodeScalars.count == 4)
    #expect(shown("\u{301}a") == "a")
  }

  @Test func everyScalarGivesSoundCells() {
    var grid = Grid(size: Size(columns: 4, rows: 1))
    var faults: [String] = []
    for value in Array(UInt32(0)...0x33FF) + stride(from: 0x3400, through: 0xE0FFF, by: 31) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      grid.clear(grid.bounds)
      grid.draw("x" + String(Character(scalar)) + "y", x: 0, y: 0)
      faults += grid.faults.map { "\(String(value, radix: 16)): \($0)" }
    }
    #expect(faults.isEmpty, "\(faults.prefix(10))")
  }
}

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("speed", 5), ("", 0), ("速度", 4), ("ｶﾅ", 2), ("한국", 4), ("e\u{301}te\u{301}", 3), ("😀", 2), ("τ Δ", 3),
    ("⣿█▁", 3),
  ])
  func widthsAreThoseOfTheTerminal(text: String, width: Int) {
    #expect(DisplayWidth.of(text) == width)
  }

  @Test func theLocaleOfTheProgramDoesNotMatter() {
    let before = uselocale(newlocale(1 << LC_CTYPE, "C", nil))
    defer { uselocale(before) }
    #expect(DisplayWidth.of("速度 τ") == 6)
  }
}
