import LiquidData
import Testing

@Suite struct TsTests {
  private func read(_ text: String, limit: Int? = nil) throws -> Table {
    try DataFolder(texts: ["a.ts": text]).read(DataSources(files: ["a.ts"], limit: limit))
  }

  @Test("Dimensions of ragged series, and a class each", arguments: ["\n", "\r\n", "\r"])
  func dimensions(lineEnd: String) throws {
    let table = try read(
      [
        "# a comment", "@problemName vowels", "@timeStamps false", "@missing true", "@univariate false",
        "@dimensions 2", "@equalLength false", "@classLabel true a b", "", "@data", "1,2,3:4,?,6:a", "7:8:b",
        "",
      ].joined(separator: lineEnd))
    #expect(table.columnNames == ["sequence", "dimension 1", "dimension 2", "class"])
    #expect(numbers(table, "sequence") == [1, 1, 1, 2] && table.lines == [11, 11, 11, 12])
    #expect(numbers(table, "dimension 1") == [1, 2, 3, 7])
    #expect(numbers(table, "dimension 2").map { $0.isNaN ? -1 : $0 } == [4, -1, 6, 8])
    #expect(texts(table, "class") == ["a", "a", "a", "b"])
  }

  @Test("Times are joined over the dimensions, dates with colons too")
  func times() throws {
    let head = "@timeStamps true\n@univariate false\n@classLabel false\n@data\n"
    let table = try read(head + "(0,1),(2.5,2):(1, 3),(2.5,4)\n")
    #expect(numbers(table, "time") == [0, 1, 2.5])
    #expect(numbers(table, "dimension 1").map { $0.isNaN ? -1 : $0 } == [1, -1, 2])
    #expect(numbers(table, "dimension 2").map { $0.isNaN ? -1 : $0 } == [-1, 3, 4])
    let dates = try read(head + "(1970-01-01 00:00:10,1),(1970-01-01 00:00:20,2)\n")
    #expect(numbers(dates, "time") == [10, 20] && numbers(dates, "dimension 1") == [1, 2])
  }

  @Test("A target is a number")
  func target() throws {
    let table = try read("@univariate true\n@targetLabel true\n@data\n1,2:0.5\n3:-1\n")
    #expect(numbers(table, "target") == [0.5, 0.5, -1] && numbers(table, "dimension 1") == [1, 2, 3])
  }

  @Test("Numbers that name a class are one class however they are written")
  func numericClasses() throws {
    #expect(
      try texts(read("@univariate true\n@classLabel true 1 2\n@data\n1:1.0\n1:1\n1:2e0\n1:?\n"), "class")
        == ["1", "1", "2", nil])
  }

  @Test("A limit takes the first series")
  func limit() throws {
    #expect(try read("@univariate true\n@classLabel true\n@data\n1:a\n2:b\n3:c\n", limit: 2).rowCount == 2)
  }

  @Test(
    "A file that does not hold what it says is refused with its line",
    arguments: [
      ("@dimensions x\n@data\n1:a\n", "a.ts, line 1: this cannot be read as a .ts file: @dimensions is not"),
      ("@dimensions -4\n@data\n1:a\n", "line 1: this cannot be read as a .ts file: @dimensions is not"),
      (
        "@timeStamps maybe\n", "line 1: this cannot be read as a .ts file: @timestamps is followed by neither"
      ),
      (
        "@dimensions 2\n@classLabel true\n@data\n1:2:a\n1:a\n",
        "line 5: this cannot be read as a .ts file: 1 dim"
      ),
      ("@classLabel true a b\n@data\n1:c\n", "the class 'c' is not among"),
      ("@classLabel true\n@data\n1,x:c\n", "line 3: this cannot be read as a .ts file: 'x' is not a number"),
      ("@targetLabel true\n@data\n1:c\n", "the target 'c' is not a number"),
      ("@classLabel true\n@data\n:c\n", "the series has no values"),
      ("1,2:a\n", "there is no @data line before"),
      ("@univariate true\n", "a.ts: this cannot be read as a .ts file: there is no @data"),
      ("@data\n", "there are no series"), ("", "there is no @data line"),
      ("@timeStamps true\n@data\n(0,1),(1\n", "no closing parenthesis"),
      ("@timeStamps true\n@data\n(0),(1)\n", "'0' is no pair of time and value"),
      ("@timeStamps true\n@data\n(inf,1)\n", "'inf,1' is no pair of time and value"),
    ])
  func refused(text: String, expected: String) throws {
    let message = try DataFolder(texts: ["a.ts": text]).failure(DataSources(files: ["a.ts"]))
    #expect(message.contains(expected) && !message.contains("\n"), "\(message)")
  }
}
