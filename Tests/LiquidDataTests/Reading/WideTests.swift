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
    #expect(empty.contains("line 2") && empty.contains("no values after its class"))
    #expect(try DataFolder(texts: ["a.txt": ""]).failure(sources()).contains("the file is empty"))
  }
}
