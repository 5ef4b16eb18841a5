import Glibc
import Screen
import Testing

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
