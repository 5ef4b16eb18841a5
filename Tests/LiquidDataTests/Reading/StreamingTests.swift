import Foundation
import Liquid
import LiquidData
import Testing

@Suite struct StreamingTests {
  /// Larger than a few chunks, with quoted line ends that chunks cut anywhere.
  private func large(rows: Int, lineEnd: String) -> String {
    "i,text,x" + lineEnd
      + (0..<rows).map { "\($0),\"a \"\"\($0 % 7)\"\"\(lineEnd)b, c\",\(Double($0) / 8)\(lineEnd)" }.joined()
  }

  @Test("A file of many chunks is read as one of a single chunk is", arguments: ["\n", "\r\n", "\r"])
  func chunks(lineEnd: String) throws {
    let rows = 150_000
    let table = try table(large(rows: rows, lineEnd: lineEnd))
    #expect(table.rowCount == rows && table.columnNames == ["i", "text", "x"])
    #expect(numbers(table, "i") == (0..<rows).map(Double.init))
    #expect(numbers(table, "x").last == Double(rows - 1) / 8)
    #expect(Array(table.lines) == (0..<rows).map { 2 + 2 * $0 })
    let texts = texts(table, "text")
    #expect(Set(texts).count == 7 && texts[8] == "a \"1\"\(lineEnd)b, c")
  }

  @Test("A row longer than a chunk is whole")
  func longRow() throws {
    let long = String(repeating: "long ", count: 800_000)
    let table = try table("a,b\n1,x\n2,\"\(long)\"\n3,y\n")
    #expect(numbers(table, "a") == [1, 2, 3] && texts(table, "b")[1]?.count == long.count)
  }

  @Test("A value far down changes the kind of its column", arguments: ["late", "13/01/2020", "1:30", ""])
  func lateKinds(value: String) throws {
    let rows = 200_000
    func text(_ early: String) -> String {
      "a,b\n" + String(repeating: "\(early),1\n", count: rows) + "\(value),2\n"
    }
    let amongNumbers = try table(text("7"))
    #expect(amongNumbers.column(named: "a")?.kindName == (value.isEmpty ? "numbers" : "text"))
    let amongDates = try table(text("02/01/2020"))
    let isText = value == "late" || value == "1:30"
    #expect(amongDates.column(named: "a")?.kindName == (isText ? "text" : "dates"))
    if isText { #expect(texts(amongDates, "a").suffix(2) == ["02/01/2020", value]) }
    let amongMissing = try table(text(""))
    #expect(amongMissing.column(named: "a")?.isMissing(0) == true && amongMissing.rowCount == rows + 1)
  }

  @Test("Dates with the month first are told by a day far down")
  func monthFirst() throws {
    let rows = String(repeating: "02/01/2020,1\n", count: 100_000)
    let dates = try dates(table("d,x\n" + rows + "02/13/2020,2\n"), "d")
    #expect(dates.count == 100_001 && dates[1] == 1_580_515_200)
  }

  @Test("A field far down that is not a number says where it is")
  func stray() throws {
    var rows = [String](repeating: "1,2", count: 200_000)
    rows[150_000] = "oops,2"
    let task = TaskDefinition(name: "t", inputs: ["b"], targets: ["a"], kind: .regression)
    let message = failure("a,b\n" + rows.joined(separator: "\n"), task)
    #expect(message.hasPrefix("data.csv, line 150002, column 'a': 'oops' is not a number"), "\(message)")
  }

  @Test("A column of nothing at the end of a long file is one where one value stands in it")
  func lastColumn() throws {
    let rows = String(repeating: "1,2,\n", count: 300_000)
    #expect(try table("a,b\n" + rows).columnNames == ["a", "b"])
    let shifted = try table("a,b\n" + rows + "1,2,3\n")
    #expect(shifted.columnNames == ["a", "b"] && numbers(shifted, "b").last == 3)
  }

  @Test("Files agree on a kind together, packed or not")
  func kinds() throws {
    let folder = try DataFolder([
      "1.csv": Array("k,v,d\nx,1,01/02/2020\n".utf8), "2.csv": Array("k,v,d\ny,01.0,01/13/2020\n".utf8),
      "3.csv.gz": Packed.gzip(Array("k,v,d\n?,q,\n".utf8)),
      "x.zip": Packed.zip([
        ("4.csv", Array("k,v,d\nx,1e0,03/01/2020\n".utf8)), ("5.csv", Array("v,k,d\n1,1,\n".utf8)),
      ]),
    ])
    let two = try folder.read(DataSources(files: ["[12].csv"]))
    #expect(numbers(two, "v") == [1, 1] && dates(two, "d") == [1_577_923_200, 1_578_873_600])
    let all = try folder.read(DataSources(files: ["*.csv*", "x.zip/*.csv"]))
    #expect(
      texts(all, "v") == ["1", "01.0", "q", "1e0", "1"] && texts(all, "k") == ["x", "y", nil, "x", "1"])
    #expect(dates(all, "d").map(\.isNaN) == [false, false, true, false, true])
  }

  @Test("Names given by the task are those of a file without any")
  func names() throws {
    let folder = try DataFolder(texts: ["a.csv": "1,2,3\n4,5,6\n", "b.csv": "x,y,z\n4,5,6\n"])
    let table = try folder.read(DataSources(files: ["*.csv"], columnNames: ["x", "y", "z"]))
    #expect(numbers(table, "x") == [1, 4, 4] && table.lines == [1, 2, 2] && table.warnings.isEmpty)
    #expect(
      folder.failure(DataSources(files: ["a.csv"], columnNames: ["x"])).hasPrefix(
        "a.csv: 1 column name for 3 columns"))
  }

  @Test("A pipe is read like a file")
  func pipe() throws {
    let folder = try DataFolder()
    let path = folder.path + "/pipe"
    #expect(mkfifo(path, 0o600) == 0)
    let writer = Thread {
      if let handle = FileHandle(forWritingAtPath: path) {
        handle.write(Data(("a,b\n" + String(repeating: "1,2\n", count: 50_000) + "x,2\n").utf8))
        try? handle.close()
      }
    }
    writer.start()
    let table = try Table.read(path: path)
    #expect(table.rowCount == 50_001 && texts(table, "a").last == "x")
  }
}
