import LiquidData
import Testing

@Suite("ARFF files")
struct ArffTests {
  private func read(_ text: String, _ name: String = "a.arff") throws -> Table {
    try DataFolder(texts: [name: text]).read(DataSources(files: [name]))
  }

  @Test("Each kind of attribute gives its kind of column", arguments: ["\n", "\r\n"])
  func kinds(lineEnd: String) throws {
    let table = try read(
      [
        "% a comment", "@RELATION 'my weather'", "", "@Attribute temperature REAL",
        "@attribute 'wind speed' numeric",
        "@attribute count integer [0, 9]", "@attribute note string",
        "@attribute at date \"yyyy-MM-dd HH:mm:ss\"",
        "@attribute day DATE", "@attribute play {no, 'per haps' ,yes}", "@data", "% another",
        "1.5, ?, 3, 'it\\'s, so', \"2020-01-01 00:00:10\", '2020-01-02T00:00:00', yes % to the end",
        "-2e1,4,?,?,?,2020-01-03,'per haps', {5}", "",
      ].joined(separator: lineEnd))
    #expect(
      table.columnNames == ["temperature", "wind speed", "count", "note", "at", "day", "play"]
        && table.lines == [13, 14])
    #expect(numbers(table, "temperature") == [1.5, -20] && numbers(table, "wind speed").last == 4)
    #expect(numbers(table, "wind speed")[0].isNaN && numbers(table, "count")[1].isNaN)
    #expect(texts(table, "note") == ["it's, so", nil] && texts(table, "play") == ["yes", "per haps"])
    #expect(dates(table, "at")[0] == 1_577_836_810 && dates(table, "at")[1].isNaN)
    #expect(dates(table, "day") == [1_577_923_200, 1_578_009_600])
    #expect(table.warnings == ["the weights of rows are left out"])
  }

  @Test("Sparse rows have 0 and the first of the named values where nothing stands")
  func sparse() throws {
    let table = try read(
      "@relation r\n@attribute a numeric\n@attribute b {x,y}\n@attribute c numeric\n@attribute s string\n@data\n"
        + "{0 5, 1 y}\n{}\n{2 -1.5, 3 'two words', 1 ?}\n")
    #expect(numbers(table, "a") == [5, 0, 0] && numbers(table, "c") == [0, 0, -1.5])
    #expect(texts(table, "b") == ["y", "x", nil] && texts(table, "s") == [nil, nil, "two words"])
  }

  @Test("It shows by its first line, packed or not; spaces may stand for commas")
  func recognised() throws {
    let text = "% c\n@relation r\n@attribute a numeric\n@attribute b numeric\n@data\n1 2\n3\t4\n"
    #expect(try numbers(read(text, "a.txt"), "b") == [2, 4])
    let folder = try DataFolder(["a.arff.gz": Packed.gzip(Array(text.utf8))])
    #expect(try numbers(folder.read(DataSources(files: ["a.arff.gz"])), "a") == [1, 3])
  }

  @Test(
    "What is wrong is told with its line",
    arguments: [
      (
        "@attribute a numeric\n@data\nx\n",
        "line 4: this cannot be read as an ARFF file: 'x' is not a number, as the attribute"
      ),
      (
        "@attribute a {x,y}\n@data\nz\n",
        "line 4: this cannot be read as an ARFF file: 'z' is none of the values"
      ),
      ("@attribute a numeric\n@data\n1,2\n", "2 values for 1 attribute"),
      ("@attribute a date\n@data\nsoon\n", "'soon' is not a date"),
      ("@attribute a\n@data\n1\n", "is none of numeric"),
      ("@attribute bag relational\n@data\n1\n", "tables within the table"),
      ("@data\n1\n", "no @attribute line"),
      ("@attribute a numeric\n@attribute a numeric\n@data\n1,2\n", "two attributes are called 'a'"),
      ("@attribute a numeric\n@data\n", "a header but no rows"),
      ("@attribute a numeric\n1\n", "no @data line"),
      ("@attribute a numeric\n@data\n{7 1}\n", "'7' is no place of an attribute"),
      ("@attribute a numeric\n@data\n{0 1\n", "not closed"), ("@attribute a {}\n@data\n1\n", "has no values"),
    ])
  func refused(text: String, expected: String) throws {
    let message = try DataFolder(texts: ["a.arff": "@relation r\n" + text]).failure(
      DataSources(files: ["a.arff"]))
    #expect(message.contains(expected), "\(message)")
  }
}
