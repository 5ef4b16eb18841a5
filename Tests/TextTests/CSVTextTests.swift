import Testing
import Text

@Suite struct CSVTextTests {
  @Test(
    "Texts that look like formulas are guarded on request, numbers never",
    arguments: [
      ("=1+2", "'=1+2"), ("+x", "'+x"), ("-x", "'-x"), ("@sum", "'@sum"), ("\tx", "'\tx"),
      ("\rx", "\"'\rx\""),
      ("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""), ("-5", "-5"),
      ("+1.5e3", "+1.5e3"), ("-inf", "-inf"), ("a=b", "a=b"), ("", ""), ("'x", "'x"),
    ])
  func formulas(text: String, expected: String) {
    #expect(CSVText(guardsFormulas: true).field(text) == expected)
    // As it is but for quotation marks: the names of a table join with those of its source.
    let plain = CSVText().field(text)
    #expect(plain == text || plain == "\"" + text.replacing("\"", with: "\"\"") + "\"")
  }

  @Test("NaN is written without a sign")
  func numbers() {
    #expect(CSVText.number(-Double.nan) == "nan" && CSVText.number(Float.nan) == "nan")
    #expect(CSVText.number(-Double.infinity) == "-inf" && CSVText.number(0.1) == "0.1")
    #expect(NumberText.printed(-Double.nan, digits: 9) == "nan" && NumberText.shortest(-Double.nan) == "NaN")
    #expect(
      NumberText.significant(-Double.nan) == "NaN" && NumberText.fixed(-Double.nan, decimals: 2) == "NaN")
  }
}
