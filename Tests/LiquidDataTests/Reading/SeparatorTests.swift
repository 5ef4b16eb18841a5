import Liquid
import LiquidData
import Testing

@Suite struct SeparatorTests {
  private static let words = [
    "a", "great", "film", "not", "bad", "at", "all", "\u{E9}t\u{E9}", "2001", "don't",
  ]

  /// Texts of one to nine words, a column without a comma or a tab.
  private func written(seed: Int, count: Int, length: ClosedRange<Int>) -> [String] {
    var random = SeededGenerator(seed: UInt64(seed))
    return (0..<count).map { _ in
      let words = length.lowerBound + random.integer(below: length.count)
      return (0..<words).map { _ in Self.words[random.integer(below: 8)] }.joined(separator: " ")
    }
  }

  @Test("One column of texts stays one, whatever its words", arguments: 0..<40)
  func oneColumn(seed: Int) throws {
    // A single text, some, many; of equal and of different lengths; a header of one word.
    for (count, length) in [(1, 3...3), (2, 2...2), (7, 1...9), (80, 4...4), (200, 1...30)] {
      let written = self.written(seed: seed, count: count, length: length)
      let read = try table("review\n" + written.map { $0 + "\n" }.joined())
      #expect(read.columnNames == ["review"] && read.rowCount == count)
      #expect(texts(read, "review") == written)
    }
  }

  @Test(
    "A text is not cut at marks that each row happens to have",
    arguments: [
      "lovely film, really|dull plot, of it|a bore, no", "good; or not|bad; or so", "4 stars|5 stars|1 star",
      "1 very 4|2 not 5",
    ])
  func marks(lines: String) throws {
    let texts = lines.split(separator: "|").map(String.init)
    let read = try table("review\n" + texts.map { $0 + "\n" }.joined())
    #expect(read.columnNames == ["review"])
    #expect(rows(of: read) == texts)
  }

  private func rows(of table: Table) -> [String] {
    (0..<table.rowCount).map { table.columns[0].text(row: $0) }
  }

  @Test(
    "Spaces separate numbers, with a header and without, and names of rows",
    arguments: [
      ("x y\n1 2\n3 4\n", ["x", "y"]), ("air temperature\n1 2 3\n4 5 6\n7 8 9\n", nil),
      ("\"x\" \"y\"\n\"one\" 1 2\n\"two\" 3 4\n", ["x", "y"]),
      ("day kind\nmon dry\ntue wet\n", ["day", "kind"]),
      ("-1.5 .5\n+2 3\n4 5\n", nil), ("a,b,c\nz q q\nw e r\n", ["a", "b", "c"]),
      ("\"species\" \"size\"\n\"1\" \"red\" \"small\"\n\"2\" \"blue\" \"big\"\n", ["species", "size"]),
    ])
  func spaces(text: String, names: [String]?) throws {
    let read = try table(text)
    #expect(read.columns.count >= 2)
    if let names { #expect(read.columnNames == names) }
  }
}
