import Screen
import TestSupport
import Testing

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
