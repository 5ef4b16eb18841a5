import Text
import Testing

@Suite struct NumberTextTests {
  @Test(
    arguments: [
      (0, "0"), (0.0123, "0.0123"), (0.5, "0.500"), (1.234, "1.23"), (-1.234, "-1.23"), (12.34, "12.3"),
      (999.4, "999"),
      (999.6, "1.00k"), (1_234, "1.23k"), (123_456, "123k"), (5e6, "5.00M"), (4.56e-5, "4.6e-5"),
      (9.96e-5, "1.0e-4"),
      (1e20, "1.0e20"), (-0.0004, "-4.0e-4"), (.nan, "NaN"), (.infinity, "inf"), (-.infinity, "-inf"),
      (.leastNonzeroMagnitude, "0"),
    ] as [(Double, String)])
  func shortNumbersHaveThreeDigits(value: Double, text: String) {
    #expect(NumberText.short(value) == text)
  }

  @Test func shortNumbersFitSevenColumnsWhateverTheirSize() {
    for exponent in -99...99 {
      for factor in [1.0, 1.2345, 9.994, 9.9996, -1, -9.9996] {
        var value = factor
        for _ in 0..<abs(exponent) { value = exponent > 0 ? value * 10 : value / 10 }
        let text = NumberText.short(value)
        #expect(text.count <= 8, "\(value): \(text)")
      }
    }
  }

  @Test func fixedRounds() {
    #expect(NumberText.fixed(0.125, decimals: 1) == "0.1")
    #expect(NumberText.fixed(-0.04, decimals: 1) == "0.0")
    #expect(NumberText.fixed(9.999, decimals: 2) == "10.00")
    #expect(NumberText.fixed(3, decimals: 0) == "3")
  }

  @Test func countsAreGrouped() {
    #expect(NumberText.grouped(7) == "7")
    #expect(NumberText.grouped(1_234) == "1,234")
    #expect(NumberText.grouped(-1_234_567) == "-1,234,567")
    #expect(NumberText.grouped(.min) == "-9,223,372,036,854,775,808")
  }

  @Test(
    arguments: [
      (0, "0:00"), (7.9, "0:07"), (754, "12:34"), (3_723, "1:02:03"), (273_900, "3d 04:05"), (-5, "0:00"),
      (.nan, "?"),
      (.infinity, "?"),
    ] as [(Double, String)])
  func durationsReadLikeAClock(seconds: Double, text: String) {
    #expect(NumberText.duration(seconds) == text)
  }

  @Test(arguments: [(4.25, "4.2 s"), (61, "1:01"), (3_723, "1:02:03"), (-1, "?"), (.infinity, "?")])
  func durationsBelowAMinuteHaveADecimal(seconds: Double, text: String) {
    #expect(NumberText.preciseDuration(seconds) == text)
  }

  @Test func numbersAreWrittenToSignificantDigitsOrInFull() {
    #expect(NumberText.significant(0.123456) == "0.1235" && NumberText.significant(2, digits: 2) == "2")
    #expect(NumberText.significant(Double.nan) == "NaN" && NumberText.significant(-Double.infinity) == "-inf")
    #expect(NumberText.shortest(75) == "75" && NumberText.shortest(0.1) == "0.1")
  }
}
