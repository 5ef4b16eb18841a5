import LiquidData
import Testing

@Suite struct WideTests {
  private func sources(_ limit: Int? = nil) -> DataSources {
    DataSources(files: ["a.txt"], format: .wide, limit: limit)
  }

  @Test("The class is first, whatever the separator", arguments: [",", "\t", "  ", ";"])
  func rows(separator: String) throws {
    let rows = [["  -1.0e+00", "0.5", "1.5"], ["1", "2.5", "3.5"], ["-1", "4", "5"]]
    let text = rows.map { $0.joined(separator: separator) }.joined(separator: "\n")
    let table = try DataFolder(texts: ["a.txt": text]).read(sources())
    #expect(table.columnNames == ["sequence", "value", "class"])
    #expect(numbers(table, "sequence") == [1, 1, 2, 2, 3, 3] && table.lines == [1, 1, 2, 2, 3, 3])
    #expect(numbers(table, "value") == [0.5, 1.5, 2.5, 3.5, 4, 5])
    #expect(texts(table, "class") == ["-1", "-1", "1", "1", "-1", "-1"])
    #expect(try DataFolder(texts: ["a.txt": text]).read(sources(2)).rowCount == 4)
  }

  @Test(
    "The class is where the values suggest, or where it is told",
    arguments: [
      ("0.5,1.5,a\n2.5,3.5,b\n", nil, [0.5, 1.5, 2.5, 3.5], ["a", "b"]),
      ("a,0.5,1.5\nb,2.5,3.5\n", nil, [0.5, 1.5, 2.5, 3.5], ["a", "b"]),
      ("x1,x2,x3,class\n1,2.5,3,0\n4,5,6.5,1\n", nil, [1, 2.5, 3, 4, 5, 6.5], ["0", "1"]),
      ("label,x1,x2\n3,2.5,1\n4,5,1\n", nil, [2.5, 1, 5, 1], ["3", "4"]),
      ("0.5,1.5,1\n2.5,3.5,2\n4.25,1,1\n3.5,7,1\n", nil, [0.5, 1.5, 2.5, 3.5, 4.25, 1, 3.5, 7], ["1", "2"]),
      ("1,2,3\n4,5,6\n", .last, [1, 2, 4, 5], ["3", "6"]),
      ("1,2,3\n4,5,6\n", .first, [2, 3, 5, 6], ["1", "4"]),
      ("1,2,3\n4,5,6\n", ReadingOptions.LabelColumn.none, [1, 2, 3, 4, 5, 6], []),
    ] as [(String, ReadingOptions.LabelColumn?, [Double], [String])])
  func place(text: String, told: ReadingOptions.LabelColumn?, values: [Double], classes: [String]) throws {
    let sources = DataSources(
      files: ["a.csv"], reading: ReadingOptions { ($0.format, $0.labelColumn) = (.wide, told) })
    let table = try DataFolder(texts: ["a.csv": text]).read(sources)
    #expect(numbers(table, "value") == values)
    #expect(Set(texts(table, "class").compactMap(\.self)) == Set(classes))
  }

  @Test("A choice that the values leave open is told with the option")
  func openPlace() throws {
    let open = try DataFolder(texts: ["a.txt": "1,2,3\n1,5,3\n2,5,3\n"]).read(sources())
    #expect(open.warnings.count == 1 && open.warnings[0].contains("--label-column last"))
    let clear = try DataFolder(texts: ["a.txt": "1,2.5,3.5\n2,5.5,3.25\n"]).read(sources())
    #expect(clear.warnings == [])
  }

  @Test("Missing values at the end of a row only fill it up")
  func ragged() throws {
    let table = try DataFolder(texts: ["a.txt": "a,1,NaN,3,NaN\nb,4,5,6,7\n"]).read(sources())
    #expect(numbers(table, "value").map { $0.isNaN ? -1 : $0 } == [1, -1, 3, 4, 5, 6, 7])
    #expect(texts(table, "class") == ["a", "a", "a", "b", "b", "b", "b"])
  }

  @Test("Text among numbers, and rows without values, are refused with their line")
  func refused() throws {
    let text = try DataFolder(texts: ["a.txt": "1,2,3\n1,x,3\n"]).failure(sources())
    #expect(text.hasPrefix("a.txt, line 2: 'x' is not a number"))
    let empty = try DataFolder(texts: ["a.txt": "1,2,3\n2,NaN,NaN\n"]).failure(sources())
    #expect(empty.contains("line 2") && empty.contains("no values beside its class"))
    #expect(try DataFolder(texts: ["a.txt": ""]).failure(sources()).contains("the file is empty"))
  }
}
