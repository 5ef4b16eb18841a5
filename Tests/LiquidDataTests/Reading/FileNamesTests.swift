import LiquidData
import Testing

@Suite("Columns from the names of files")
struct FileNamesTests {
  @Test(
    "Words stand for parts of names",
    arguments: [
      ("{subject}_{activity}.csv", "s01_walk.csv", ["s01", "walk"]),
      ("{subject}_{activity}.csv", "d/s01_walk_fast.csv", ["s01", "walk_fast"]),
      ("{activity}/{subject}.csv", "data/walk/s01.csv", ["walk", "s01"]),
      ("{activity}/*.csv", "data/walk/s01.csv", ["walk"]), ("{file}", "a.b.csv", ["a.b.csv"]),
      ("{name}.csv", "x.csv.gz", ["x"]), ("*-{n}.csv", "a-b-7.csv", ["b-7"]),
      ("{ year }-{month}", "2020-01", ["2020", "01"]),
    ])
  func values(pattern: String, path: String, values: [String]) throws {
    let names = try #require(FileNames(rawValue: pattern))
    #expect(names.rawValue == pattern)
    let table = try Self.table(pattern, ["\(path)": "x,y\n1,2\n"])
    for (name, value) in zip(table.columnNames, values) { #expect(texts(table, name) == [value]) }
    #expect(table.columnNames.suffix(2) == ["x", "y"])
  }

  @Test(
    "A pattern without words, or with unclear ones, is none",
    arguments: ["", "a.csv", "{a}{b}", "{a}*", "*{a}{b}", "{}", "{a", "{a}/{a}", "{a,b}", "/"])
  func noPattern(text: String) { #expect(FileNames(rawValue: text) == nil) }

  /// The table of files in folders of an archive.
  private static func table(_ pattern: String, _ files: [String: String], join: DataSources.Join? = nil)
    throws -> Table
  {
    let sorted = files.sorted { $0.key < $1.key }
    let folder = try DataFolder(["a.tar": Packed.tar(sorted.map { ($0.key, Array($0.value.utf8)) })])
    var reading = ReadingOptions()
    reading.names = FileNames(rawValue: pattern)
    return try folder.read(DataSources(files: sorted.map { "a.tar/\($0.key)" }, join: join, reading: reading))
  }

  @Test("The words can be target, sequence and split, and are inputs only where they are named")
  func roles() throws {
    var files: [String: String] = [:]
    for index in 0..<8 {
      files["d/s\(index)_\(index % 2 == 0 ? "walk" : "run").csv"] = "x,y\n1,2\n2,3\n3,\(index)\n"
    }
    let table = try Self.table("{subject}_{activity}.csv", files)
    let task = TaskDefinition(name: "t", targets: ["activity"], targetSteps: .last)
    let schema = try Dataset(table: table, task: task).schema
    #expect(Set(schema.classes) == ["walk", "run"] && schema.inputs.map(\.column) == ["x", "y"])
    let other = try Dataset(table: table, task: TaskDefinition(name: "t", inputs: ["x", "subject"])).schema
    #expect(other.inputs.map(\.column) == ["x", "subject"])
    let bySubject = try Dataset(table: table, task: TaskDefinition(name: "t", sequence: "subject"))
    #expect(bySubject.schema.sequence == "subject" && bySubject.schema.inputs.map(\.column) == ["x"])
    // What was learnt from files with such names is applied to one that has them, and to one that has not.
    #expect(schema.reading?.likelyNames?.rawValue == "{subject}_{activity}.csv")
  }

  @Test("A file that does not fit is told by its name, as is a word that is a column already")
  func unfit() throws {
    let folder = try DataFolder(texts: ["a_b.csv": "x,y\n1,2\n", "c.csv": "x,y\n1,2\n"])
    var reading = ReadingOptions()
    reading.names = FileNames(rawValue: "{p}_{q}.csv")
    let message = folder.failure(DataSources(files: ["*.csv"], reading: reading))
    #expect(
      message
        == "c.csv: the file's name does not fit '{p}_{q}.csv'; rename or leave out the file, or change --names"
    )
    reading.names = FileNames(rawValue: "{x}_{q}.csv")
    #expect(folder.failure(DataSources(files: ["a_b.csv"], reading: reading)).contains("column 'x'"))
    (reading.names, reading.likelyNames) = (nil, FileNames(rawValue: "{p}_{q}.csv"))
    #expect(try folder.read(DataSources(files: ["*.csv"], reading: reading)).columnNames == ["x", "y"])
    #expect(
      try folder.read(DataSources(files: ["a_b.csv"], reading: reading)).columnNames == ["p", "q", "x", "y"])
  }

  @Test(
    "Labels of whole files come from a table beside them, in one archive or in several", arguments: [0, 1, 2])
  func joined(form: Int) throws {
    let data = (0..<3).map { (name: "set/\($0).csv", bytes: Array("x\n\($0)\n\($0 + 1)\n".utf8)) }
    let labels = (name: "set/labels.csv", bytes: Array("file,label\n2.csv,c\n0.csv,a\n1.csv,b\n".utf8))
    let folder = try DataFolder()
    var (files, table) = ("set.zip/set/*.csv", "set.zip/set/labels.csv")
    switch form {
    case 0: try folder.write(Packed.zip(data + [labels]), "set.zip")
    case 1:
      try folder.write(Packed.zip(data), "set.zip")
      try folder.write(Packed.gzip(Packed.tar([labels])), "labels.tar.gz")
      table = "labels.tar.gz/set/labels.csv"
    default:
      for file in data + [labels] { try folder.write(file.bytes, String(file.name.dropFirst(4))) }
      (files, table) = ("*.csv", "labels.csv")
    }
    var reading = ReadingOptions()
    reading.names = FileNames(rawValue: "{file}")
    let joined = try folder.read(
      DataSources(files: [files], join: .init(file: table, key: "file"), reading: reading))
    #expect(
      numbers(joined, "x") == [0, 1, 1, 2, 2, 3] && texts(joined, "label") == ["a", "a", "b", "b", "c", "c"])
  }

  @Test("Labels of images are read from archives, too")
  func imageLabels() throws {
    let images = idxFile([2, 2, 1], [1, 2, 3, 4])
    let folder = try DataFolder([
      "a.zip": Packed.zip([("images", images), ("labels", idxFile([2], [7, 8]))])
    ])
    let table = try folder.read(
      DataSources(files: ["a.zip/images"], labels: ["a.zip/images": "a.zip/labels"]))
    #expect(texts(table, "label") == ["7", "7", "8", "8"])
  }

  @Test("Numbered files are in the order in which people count", arguments: ["x*.csv", "a.tar/x*.csv"])
  func naturalOrder(pattern: String) throws {
    let folder = try DataFolder()
    let numbers = [10, 2, 1, 20, 3, 100]
    for number in numbers { try folder.write(Array("v\n\(number)\n".utf8), "x\(number).csv") }
    try folder.write(Packed.tar(numbers.map { ("x\($0).csv", Array("v\n\($0)\n".utf8)) }), "a.tar")
    let table = try folder.read(DataSources(files: [pattern]))
    #expect(LiquidDataTests.numbers(table, "v") == [1, 2, 3, 10, 20, 100])
  }
}
