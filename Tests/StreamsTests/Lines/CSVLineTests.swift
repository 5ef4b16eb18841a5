import LiquidData
import Streams
import Testing

@Suite("Lines of CSV") struct CSVLineTests {
  /// Lines, the names of the columns, and the rows.
  typealias Case = (lines: [String], columns: [String], rows: [[InputValue]])

  static let cases: [Case] = [
    (["a,b", "1,2.5", "-3e2,+4"], ["a", "b"], [[1, 2.5], [-300, 4]]),
    (["a;b;c", "1;x;3"], ["a", "b", "c"], [[1, "x", 3]]),
    (["a\tb", "1\t 2 "], ["a", "b"], [[1, 2]]),
    (["a|b|c", "1|2|3"], ["a", "b", "c"], [[1, 2, 3]]),
    (["a", "1", "x"], ["a"], [[1], ["x"]]),
    // What a table takes for missing is missing here.
    (
      ["a,b,c,d", ",NA,nan,null", "?,-,inf,1e999"], ["a", "b", "c", "d"],
      [[nil, nil, nil, nil], [nil, nil, nil, nil]]
    ),
    // A number is one throughout.
    (["a,b,c", "1.2.3,12 km,0x10"], ["a", "b", "c"], [["1.2.3", "12 km", "0x10"]]),
    (["a,b", "\"x, y\",2", "\"say \"\"so\"\"\",\"3\""], ["a", "b"], [["x, y", 2], ["say \"so\"", 3]]),
    ([" a , b ", "1,2"], ["a", "b"], [[1, 2]]),
    (["a,,a,b", "1,2,3,4"], ["a", "column 2", "a.1", "b"], [[1, 2, 3, 4]]),
    // A separator at the end of every line is none between fields.
    (["a,b,", "1,2,", "3,,"], ["a", "b"], [[1, 2], [3, nil]]),
    (["a,b", "1,"], ["a", "b"], [[1, nil]]),
    // No header.
    (["1,2", "3,4"], ["column 1", "column 2"], [[1, 2], [3, 4]]),
    // The header again, as in files that were joined.
    (["a,b", "1,2", "a,b", "3,4"], ["a", "b"], [[1, 2], [3, 4]]),
    (["", "  ", "a,b", "", "1,2"], ["a", "b"], [[1, 2]]),
    (["größe,Δt", "1,2"], ["größe", "Δt"], [[1, 2]]),
  ]

  @Test("Each case gives its columns and rows", arguments: cases.indices)
  func reads(index: Int) {
    let (lines, columns, rows) = Self.cases[index]
    let reading = LineReading(lines)
    #expect(reading.columns == columns)
    #expect(reading.rows == rows)
    #expect(reading.broken == [:])
    #expect(reading.format == .csv)
  }

  @Test("Names that are given replace the header, and a header that says the same is skipped")
  func givenNames() {
    var options = LineOptions()
    options.columns = ["x", "y"]
    let reading = LineReading(["x,y", "1,2", "3,4"], options: options)
    #expect(reading.columns == ["x", "y"])
    #expect(reading.rows == [[1, 2], [3, 4]])
  }

  @Test("The separator and the decimal mark can be said")
  func said() {
    var options = LineOptions()
    options.separator = .other(UInt8(ascii: ":"))
    options.decimal = .comma
    options.missingWords = ["none"]
    let reading = LineReading(["a:b:c", "1,5:none:NA"], options: options)
    #expect(reading.rows == [[1.5, nil, "NA"]])
  }

  @Test("A header in other words takes over where most of its names are known, and is told")
  func changedHeader() {
    let reading = LineReading(["a,b,c", "1,2,3", "c,a,b,d", "30,10,20,40", "a,c", "1,3"])
    #expect(reading.columns == ["a", "b", "c", "d"])
    #expect(reading.rows == [[1, 2, 3], [10, 20, 30, 40], [1, nil, 3, nil]])
    #expect(
      reading.news == [
        "line 3: the header changed to 'c, a, b, d'", "line 5: the header changed to 'a, c'",
      ])
  }

  @Test("A row of texts is no header")
  func textRows() {
    let reading = LineReading(["a,b", "up,down", "left,right"])
    #expect(reading.rows == [["up", "down"], ["left", "right"]])
    #expect(reading.news == [])
  }

  @Test("Lines that are no rows are counted by kind, and the first of each is told")
  func brokenLines() {
    let reading = LineReading([
      "a,b,c", "1,2", "1,2,3,4", "1,\"2,3", "1,2,3", "\"", "7,\u{0}8,9", "4,5,6",
    ])
    #expect(reading.rows == [[1, 2, 3], [4, 5, 6]])
    #expect(reading.broken == [.fieldCount: 2, .openQuote: 2, .zeroBytes: 1])
    #expect(
      reading.news == [
        "line 2 is left out: it has 2 fields, and the header has 3 names",
        "line 4 is left out: a quote in it has no end; values with line ends are not read from streams",
        "line 7 is left out: it holds bytes of zero, which text does not have",
      ])
  }
}
