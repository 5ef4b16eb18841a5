import LiquidData
import Testing

@Suite struct LongTests {
  private let columns = DataSources.LongColumns(time: "Time", variable: "Parameter", value: "Value")
  private let stays = [
    "set/7.txt":
      "Time,Parameter,Value\n00:00,RecordID,7\n00:00,Age,50\n00:42,HR,80\n00:42,HR,81\n47:37,pH,7.5\n",
    "set/8.txt": "Time,Parameter,Value\n01:00,HR,60\n00:00,RecordID,8\n01:00,Temp,?\n",
    "outcomes.csv": "RecordID,death,unit\n8,1,x\n7,0,y\n",
  ]

  private func sources(join: DataSources.Join? = nil) -> DataSources {
    DataSources(files: ["set/*.txt"], format: .long, long: columns, join: join)
  }

  private func shown(_ values: [Double]) -> [Double] { values.map { $0.isNaN ? -1 : $0 } }

  @Test("Every file is a sequence with a row a time and a column a variable of any file")
  func pivot() throws {
    let table = try DataFolder(texts: stays).read(sources())
    #expect(table.columnNames == ["sequence", "Time", "RecordID", "Age", "HR", "pH", "Temp"])
    #expect(texts(table, "sequence") == ["7", "7", "7", "8", "8"])
    #expect(
      numbers(table, "Time") == [0, 2520, 171_420, 0, 3600] && table.column(named: "Time")?.unit == "s")
    #expect(shown(numbers(table, "HR")) == [-1, 81, -1, -1, 60])
    #expect(shown(numbers(table, "RecordID")) == [7, -1, -1, 8, -1])
    #expect(shown(numbers(table, "Temp")) == [-1, -1, -1, -1, -1])
    #expect(table.lines == [2, 4, 6, 3, 2])
    #expect(table.origins.map(\.rows) == [0..<3, 3..<5])
  }

  @Test("A table of outcomes joins by a key that a sequence gives once")
  func join() throws {
    let folder = try DataFolder(texts: stays)
    let join = DataSources.Join(file: "outcomes.csv", key: "RecordID")
    let table = try folder.read(sources(join: join))
    #expect(numbers(table, "death") == [0, 0, 0, 1, 1] && texts(table, "unit") == ["y", "y", "y", "x", "x"])
    let one = try folder.read(sources(join: .init(file: "outcomes.csv", key: "RecordID", columns: ["death"])))
    #expect(one.columnNames.last == "death" && one.column(named: "unit") == nil)
  }

  @Test("The outcomes may be in several files, each key in one of them")
  func joinOfSeveralFiles() throws {
    var files = stays
    files["outcomes.csv"] = nil
    files["outcomes-a.csv"] = "RecordID,death,unit\n7,0,y\n"
    files["outcomes-b.csv"] = "RecordID,death,unit\n8,1,x\n"
    let join = DataSources.Join(file: "outcomes-[ab].csv", key: "RecordID")
    let table = try DataFolder(texts: files).read(sources(join: join))
    #expect(numbers(table, "death") == [0, 0, 0, 1, 1] && texts(table, "unit") == ["y", "y", "y", "x", "x"])
    #expect(table.columnNames.suffix(2) == ["death", "unit"])
    files["outcomes-b.csv"] = "RecordID,death,unit\n8,1,x\n7,1,x\n"
    let message = try DataFolder(texts: files).failure(sources(join: join))
    #expect(
      message.hasPrefix("outcomes-b.csv, line 3, column 'RecordID': two rows have the key '7'"), "\(message)")
  }

  @Test(
    "A join that does not fit names the file and the line",
    arguments: [
      ("RecordID,death\n7,1\n", "set/8.txt, line 3, column 'RecordID': there is no key '8' in"),
      (
        "RecordID,death\n7,1\n8,0\n7,0\n",
        "outcomes.csv, line 4, column 'RecordID': two rows have the key '7'"
      ),
      ("RecordID,death\n7,1\n,0\n", "outcomes.csv, line 3, column 'RecordID': the key is missing"),
      ("ID,death\n7,1\n8,0\n", "outcomes.csv, column 'RecordID': there is no such column for the key"),
      ("RecordID,HR\n7,1\n8,0\n", "outcomes.csv, column 'HR': two columns have this name"),
    ])
  func badJoins(outcomes: String, expected: String) throws {
    var files = stays
    files["outcomes.csv"] = outcomes
    let join = DataSources.Join(file: "outcomes.csv", key: "RecordID")
    let message = try DataFolder(texts: files).failure(sources(join: join))
    #expect(message.hasPrefix(expected), "\(message)")
  }

  @Test("A sequence with two keys, or none, cannot be joined")
  func keys() throws {
    let join = DataSources.Join(file: "outcomes.csv", key: "RecordID")
    var files = stays
    files["set/8.txt"] = "Time,Parameter,Value\n00:00,RecordID,8\n00:10,RecordID,7\n"
    #expect(
      try DataFolder(texts: files).failure(sources(join: join)).hasPrefix(
        "set/8.txt, line 3, column 'RecordID': a sequence has two keys, '8' and '7'"))
    files["set/8.txt"] = "Time,Parameter,Value\n00:00,HR,8\n"
    #expect(
      try DataFolder(texts: files).failure(sources(join: join)).hasPrefix(
        "set/8.txt, line 2, column 'RecordID': the key is missing"))
  }

  @Test("Tables join too, row by row")
  func plain() throws {
    let folder = try DataFolder(texts: [
      "a.csv": "id,x\n1,5\n2,6\n1,7\n", "b.csv": "id,x\n,1\n", "more.csv": "id,y\n2,20\n1.0,10\n",
    ])
    let join = DataSources.Join(file: "more.csv", key: "id")
    #expect(try numbers(folder.read(DataSources(files: ["a.csv"], join: join)), "y") == [10, 20, 10])
    #expect(
      folder.failure(DataSources(files: ["b.csv"], join: join)).hasPrefix(
        "b.csv, line 2, column 'id': the key is missing"))
  }

  @Test(
    "Rows that do not fit are refused with their line",
    arguments: [
      ("00:00,HR,high\n", "a.txt, line 2: 'high' is not a number"),
      ("00:00,HR\n", "a.txt, line 2: the row has 2 fields"),
      ("soon,HR,1\n", "a.txt, line 2: 'soon' is not a time"),
      (",HR,1\n", "a.txt, line 2: the time is missing"),
      ("00:00,HR,1\n5,HR,1\n", "a.txt, line 3: '5' is not a time, or is written differently"),
      ("00:00,,1\n", "a.txt, line 2: the variable is missing"),
      ("00:00,Time,1\n", "a.txt, column 'Time': two columns have this name"),
      ("", "a.txt: the file has a header"),
    ])
  func refused(rows: String, expected: String) throws {
    let folder = try DataFolder(texts: ["a.txt": "Time,Parameter,Value\n" + rows])
    let message = folder.failure(DataSources(files: ["a.txt"], long: columns))
    #expect(message.hasPrefix(expected), "\(message)")
  }

  @Test("Columns that are not there, and a long table without their names, are refused")
  func missingColumns() throws {
    let folder = try DataFolder(texts: ["a.txt": "Time,Parameter,Reading\n00:00,HR,1\n"])
    let message = folder.failure(DataSources(files: ["a.txt"], long: columns))
    #expect(message.hasPrefix("a.txt, column 'Value': there is no such column for the value"))
    #expect(
      folder.failure(DataSources(files: ["a.txt"], format: .long)).contains("a long table needs the names"))
  }

  @Test("Files of one name in two folders are two sequences, and times may be dates")
  func sameNames() throws {
    let text = "Time,Parameter,Value\n2020-01-02,HR,1\n2020-01-01,HR,2\n"
    let table = try DataFolder(texts: ["a/1.txt": text, "b/1.txt": text]).read(
      DataSources(files: ["?/1.txt"], long: columns))
    #expect(Set(texts(table, "sequence").compactMap(\.self)).count == 2)
    #expect(dates(table, "Time").count == 4 && numbers(table, "HR") == [2, 1, 2, 1])
  }
}
