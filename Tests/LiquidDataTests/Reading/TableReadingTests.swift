import Liquid
import LiquidData
import Testing

@Suite struct TableReadingTests {
  @Test(
    "The separator is found",
    arguments: [
      "a,b,c\n1,2,3\n4,5,6", "a\tb\tc\n1\t2\t3\n4\t5\t6", "a;b;c\n1;2;3\n4;5;6", "a b c\n1 2  3\n 4   5 6 ",
      "a , b ,c\n1,  2,3\n4 ,5, 6", "a b c\n1\t2\t3\n4\t5\t6", "\"a\",\"b\",\"c\"\n\"1\",2,3\n4,\"5\",6",
    ])
  func separators(text: String) throws {
    let table = try table(text)
    #expect(table.columnNames == ["a", "b", "c"])
    #expect(numbers(table, "a") == [1, 4])
    #expect(numbers(table, "b") == [2, 5])
    #expect(numbers(table, "c") == [3, 6])
  }

  @Test("Semicolons allow decimal commas")
  func decimalComma() throws {
    let table = try table("a;b\n1,5;2\n-0,25;3,0\n")
    #expect(numbers(table, "a") == [1.5, -0.25])
    #expect(numbers(table, "b") == [2, 3])
  }

  @Test("A header with one field fewer than the rows has no name for the row names")
  func rowNames() throws {
    let table = try table("\"x\",\"y\"\n\"1\",5,6\n\"2\",7,8\n")
    #expect(table.columnNames == ["x", "y"])
    #expect(numbers(table, "x") == [5, 7])
    #expect(numbers(table, "y") == [6, 8])
  }

  @Test("Separators at the ends of the rows make no column", arguments: ["x,y\n", "x,y,\n"])
  func trailingSeparators(header: String) throws {
    let table = try table(header + "1,2,\n3,4,\n")
    #expect(table.columnNames == ["x", "y"])
    #expect(numbers(table, "y") == [2, 4])
  }

  @Test(
    "Numbers are read exactly",
    arguments: [
      "0.1", "-1e-5", "1E+7", "12345678901234567890", "0.30000000000000004", "1.7976931348623157e308",
      "5e-324", ".5",
      "5.", "+3", "123456789012345678", "0.00476416302416414", "9007199254740993", "1e23", "00012",
    ])
  func exactNumbers(spelling: String) throws {
    #expect(try numbers(table("a,b\n\(spelling),1\n"), "a") == [Double(spelling) ?? .nan])
  }

  @Test("Any finite number is read exactly as Swift reads it", arguments: 0..<50)
  func randomNumbers(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    var spellings: [String] = []
    while spellings.count < 100 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite else { continue }
      let digits = String(random.next()).prefix(1 + random.integer(below: 19))
      spellings += [String(value), "\(digits)e\(random.integer(below: 60) - 30)", "0.\(digits)"]
    }
    let read = try numbers(table("a,b\n" + spellings.map { "\($0),1\n" }.joined()), "a")
    for (spelling, value) in zip(spellings, read) where value != Double(spelling) {
      Issue.record("seed \(seed): \(spelling) was read as \(value)")
    }
  }

  @Test(
    "What only looks like a number is text",
    arguments: [
      "1.2.3", "1e", "--1", "0x10", "1_000", "e5", "12a", ".", "1e5.5", "+",
    ])
  func notNumbers(spelling: String) throws {
    #expect(try texts(table("a,b\n\(spelling),1\n"), "a") == [spelling])
  }

  @Test(
    "Infinities and numbers beyond a Double are missing values", arguments: ["inf", "-Infinity", "1e999"])
  func infinities(spelling: String) throws {
    let values = try numbers(table("a,b\n\(spelling),1\n2,2\n"), "a")
    #expect(values.map(\.isNaN) == [true, false])
  }

  @Test("What is no UTF-8 is read as Latin-1, not refused")
  func invalidText() throws {
    let bytes = Array("a,b\n".utf8) + [0xC3, 0x28, 0xFF] + Array(",1\n".utf8)
    let table = try Table(bytes: bytes, name: "x")
    #expect(texts(table, "a") == ["\u{C3}(\u{FF}"])
  }

  @Test("Control characters in names are replaced")
  func controlCharacters() throws {
    let table = try table("\u{1B}[31mred,b\u{7}ell,\u{202E}c,plain text\n1,2,3,4\n2,3,4,5\n")
    #expect(table.columnNames == ["\u{FFFD}[31mred", "b\u{FFFD}ell", "\u{FFFD}c", "plain text"])
  }

  @Test("A file without a header is told by values in its first line")
  func noHeader() throws {
    let table = try table("2020-01-01,1.5,red\n2020-01-02,2.5,blue\n")
    #expect(table.columnNames == ["column 1", "column 2", "column 3"])
    #expect(table.rowCount == 2)
    #expect(table.lines == [1, 2])
    #expect(table.warnings.count == 1)
  }

  @Test("Years and indices are names")
  func numericHeader() throws {
    #expect(try table("2019,2020,2021\n5,4,3\n1,2,3\n").columnNames == ["2019", "2020", "2021"])
  }

  @Test("Lengths of time are numbers of seconds")
  func durations() throws {
    let table = try table("t,x\n00:07,1\n47:37,2\n1:02:03.5,3\n")
    #expect(numbers(table, "t") == [420, 171_420, 3723.5])
    #expect(table.column(named: "t")?.unit == "s")
  }

  @Test(
    "Dates are seconds since 1970 in UTC",
    arguments: [
      ("1970-01-01", 0.0), ("1700-03-01", -8_515_238_400), ("1799-12-31", -5_364_748_800),
      ("1800-01-01", -5_364_662_400), ("2199-12-31", 7_258_032_000), ("2200-01-01", 7_258_118_400),
      ("9999-12-31", 253_402_214_400), ("2015-02-04 17:51:00", 1_423_072_260),
      ("2015-02-04T17:51:00Z", 1_423_072_260),
      ("2015-02-04 17:51", 1_423_072_260), ("2015/02/04 17:51:00.25", 1_423_072_260.25),
      ("2015-02-04T18:51:00+01:00", 1_423_072_260), ("2015-02-04T12:51:00-0500", 1_423_072_260),
      ("04.02.2015 17:51", 1_423_072_260), ("2015-2-4 17:51:0", 1_423_072_260),
      ("2018-07-01 17:09:45:76", 1_530_464_985.076), ("2000-02-29", 951_782_400), ("1969-12-31", -86_400),
      ("1600-03-01", -11_670_912_000),
    ])
  func spellings(text: String, seconds: Double) throws {
    #expect(try dates(table("d,x\n\(text),1\n"), "d") == [seconds])
  }

  @Test(
    "Impossible dates are text",
    arguments: [
      "2015-02-29", "2015-13-01", "2015-00-10", "2015-02-04 25:00", "2015-02-04 10:61", "1900-02-29",
      "2015-02-04x",
      "2015-02-0417:00", "20150204 1", "2015-02-04 10:00 east",
    ])
  func impossible(text: String) throws {
    #expect(try texts(table("d,x\n\(text),1\n"), "d") == [text])
  }

  @Test("The day comes first unless a day above 12 says otherwise")
  func dayOrder() throws {
    #expect(try dates(table("d,x\n01/02/1970,1\n"), "d") == [31 * 86_400])
    #expect(try dates(table("d,x\n01/02/1970,1\n01/13/1970,2\n"), "d") == [86_400, 12 * 86_400])
  }
}
