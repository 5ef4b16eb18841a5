import LiquidData
import Testing

@Suite("Lines of JSON")
struct JSONLinesTests {
  private func read(_ text: String, _ name: String = "a.jsonl") throws -> Table {
    try DataFolder(texts: [name: text]).read(DataSources(files: [name]))
  }

  @Test("Keys are columns in the order in which they appear, and what is absent is missing")
  func columns() throws {
    let table = try read(
      "{\"z\": 1, \"name\": \"a, \\\"b\\\"\", \"ok\": true}\n\n{\"name\": null, \"z\": 2.5e3, \"later\": -7}\r\n{\"ok\":false}\n"
    )
    #expect(table.columnNames == ["z", "name", "ok", "later"] && table.lines == [1, 3, 4])
    #expect(numbers(table, "z").map { $0.isNaN ? -1 : $0 } == [1, 2500, -1])
    #expect(texts(table, "name") == ["a, \"b\"", nil, nil])
    #expect(texts(table, "ok") == ["true", nil, "false"])
    #expect(numbers(table, "later").map { $0.isNaN ? 0 : $0 } == [0, -7, 0])
  }

  @Test("Objects inside are columns with a point; dates and Python's NaN are read")
  func nested() throws {
    let table = try read(
      "{\"at\":\"2020-01-01T10:00:00Z\",\"s\":{\"x\":1,\"deep\":{\"y\":2}},\"e\\u0301\":3}\n"
        + "{\"at\":\"2020-01-01T10:00:05Z\",\"s\":{\"x\":NaN,\"deep\":{\"y\":-Infinity}},\"e\\u0301\":4}\n")
    #expect(table.columnNames == ["at", "s.x", "s.deep.y", "e\u{301}"])
    #expect(dates(table, "at").map { $0 - 1_577_872_800 } == [0, 5])
    #expect(numbers(table, "s.x")[0] == 1 && numbers(table, "s.x")[1].isNaN)
  }

  @Test(
    "A file shows that it is one by its name or its first line",
    arguments: [
      ("a.jsonl", true), ("a.ndjson", true), ("a.txt", true), ("a.json", true), ("A.JSONL", true),
    ])
  func recognised(name: String, isOne: Bool) throws {
    #expect(try numbers(read("\u{FEFF}\n {\"x\": 1} \n{\"x\": 2}", name), "x") == [1, 2])
  }

  @Test("Packed files and files in archives are read alike")
  func packed() throws {
    let bytes = Array("{\"x\":1}\n{\"x\":2}\n".utf8)
    let folder = try DataFolder([
      "a.jsonl.gz": Packed.gzip(bytes), "a.zip": Packed.zip([("d/b.jsonl", bytes)]),
    ])
    for file in ["a.jsonl.gz", "a.zip", "a.zip/d/*.jsonl"] {
      #expect(try numbers(folder.read(DataSources(files: [file])), "x") == [1, 2], "\(file)")
    }
  }

  @Test(
    "What is wrong is told with its line",
    arguments: [
      (
        "{\"x\":1}\n{\"x\":2\n",
        "a.jsonl, line 2: this cannot be read as lines of JSON: the line is no complete object"
      ),
      ("{\"x\":1}\n[1]\n", "line 2"), ("{\"x\":1}\nx\n", "line 2"),
      ("{\"x\":1}\n\n{\"x\":[1,2]}\n", "line 3: this cannot be read as lines of JSON: 'x' holds a list"),
      ("{\"a\":{\"b\":1},\"a.b\":2}\n", "two values are called 'a.b'"),
      ("{}\n{}\n", "its objects have no keys"),
      ("", "the file is empty"), (String(repeating: "{\"x\":", count: 3000) + "1", "no complete object"),
    ])
  func refused(text: String, expected: String) throws {
    let message = try DataFolder(texts: ["a.jsonl": text]).failure(DataSources(files: ["a.jsonl"]))
    #expect(message.contains(expected), "\(message)")
  }

  @Test("Values are those that the same table of commas gives, for any gaps")
  func gaps() throws {
    for mask in 1..<64 {
      var lines = ""
      var expected: [[Double]] = [[], []]
      for row in 0..<3 {
        var parts: [String] = []
        for column in 0..<2 {
          let isThere = mask >> (2 * row + column) & 1 == 1
          expected[column].append(isThere ? Double(row + 1) : -1)
          if isThere { parts.append("\"\(column == 0 ? "a" : "b")\": \(row + 1)") }
        }
        lines += "{\(parts.joined(separator: ", "))}\n"
      }
      let table = try read(lines)
      for (name, values) in zip(["a", "b"], expected) where values.contains(where: { $0 > 0 }) {
        #expect(numbers(table, name).map { $0.isNaN ? -1 : $0 } == values, "\(lines)")
      }
      #expect(table.rowCount == 3)
    }
  }

  @Test(
    "JSON in one piece is refused with the command that cuts it",
    arguments: ["[{\"x\": 1}]", "{\n \"x\": 1\n}"])
  func onePiece(text: String) throws {
    let message = try DataFolder(texts: ["a.json": text]).failure(DataSources(files: ["a.json"]))
    #expect(message.contains("JSON in one piece") && message.contains("jq -c '.[]'"), "\(message)")
  }
}
