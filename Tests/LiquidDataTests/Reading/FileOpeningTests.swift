import Foundation
import LiquidData
import Synchronization
import Testing

@Suite struct FileOpeningTests {
  private let rows = "a,b\n1,2\n"

  private func folder() throws -> DataFolder {
    try DataFolder(texts: [
      "b2.csv": "a,b\n2,0\n", "b10.csv": "a,b\n10,0\n", "a.csv": "b,a\n0,1\n", ".hidden.csv": rows,
      "sub/c.csv": rows, "sub/ä.csv": rows,
      "x[1].csv": rows, "other.txt": "c,d\n1,2\n",
    ])
  }

  @Test(
    "Patterns find files by name, in the order of the patterns, then of the names as people count",
    arguments: [
      (["*.csv"], ["a.csv", "b2.csv", "b10.csv", "x[1].csv"]), (["b?.csv"], ["b2.csv"]),
      (["b*.csv", "a.csv"], ["b2.csv", "b10.csv", "a.csv"]),
      (["[a-b]*.csv"], ["a.csv", "b2.csv", "b10.csv"]),
      (["[!b]*.csv"], ["a.csv", "x[1].csv"]), (["*/c.csv"], ["sub/c.csv"]),
      (["sub/?.csv"], ["sub/c.csv", "sub/ä.csv"]), (["x[1].csv"], ["x[1].csv"]),
      ([".h*"], [".hidden.csv"]), (["./sub/../a.csv"], ["sub/../a.csv"]), (["*b*1*0*.csv"], ["b10.csv"]),
    ])
  func patterns(patterns: [String], expected: [String]) throws {
    let folder = try folder()
    let table = try folder.read(DataSources(files: patterns))
    #expect(table.origins.map { $0.file.replacing(folder.path + "/", with: "") } == expected)
    #expect(Set(table.columnNames) == ["a", "b"])
  }

  @Test("Columns may stand in another order, and parts belong to files")
  func parts() throws {
    let folder = try folder()
    let table = try folder.read(DataSources(files: ["b2.csv"], train: ["a.csv"], test: ["b10.csv"]))
    #expect(numbers(table, "a") == [2, 1, 10] && numbers(table, "b") == [0, 0, 0])
    #expect(table.origins.map(\.part) == [nil, .train, .test] && table.name == "task")
    #expect(table.lines == [2, 2, 2])
  }

  @Test(
    "What leads nowhere says so and what there is instead",
    arguments: [
      (
        ["*.npy"],
        "*.npy: no file has this name or matches it; there are 'a.csv', 'b2.csv', 'b10.csv', 'other.txt', 's"
      ),
      (["~/a.csv"], "~/a.csv: there is no such file"),
      (["nothing/*.csv"], "nothing/*.csv: no file has this name or matches it; there are 'a.csv'"),
      (["sub/d*"], "sub/d*: no file has this name or matches it; there are 'c.csv'"),
      (["a.csv", "*.csv"], "a.csv: the file is named twice"), (["sub"], "sub: this is a directory"),
      (["a.csv/b"], "a.csv: this cannot be read as an archive: it is neither tar nor zip"),
      (["a.csv", "other.txt"], "other.txt, column 'b': the file lacks this column, which"),
      ([], "task: no files are named"),
    ])
  func failures(patterns: [String], expected: String) throws {
    let message = try folder().failure(DataSources(files: patterns))
    #expect(message.hasPrefix(expected), "\(message)")
  }

  @Test("A column too many is missed in the first file")
  func extraColumn() throws {
    let folder = try DataFolder(texts: ["a.csv": rows, "b.csv": "a,b,c\n1,2,3\n"])
    #expect(
      folder.failure(DataSources(files: ["*.csv"])).hasPrefix("a.csv, column 'c': the file lacks this column")
    )
  }

  @Test("A link to a file that is named too is the same file")
  func links() throws {
    let folder = try DataFolder(texts: ["a.csv": rows])
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/b.csv", withDestinationPath: folder.path + "/a.csv")
    #expect(folder.failure(DataSources(files: ["*.csv"])).hasPrefix("b.csv: the file is named twice"))
  }

  @Test("A limit below one is refused")
  func limit() throws {
    #expect(try folder().failure(DataSources(files: ["a.csv"], limit: 0)).contains("the limit is 0"))
  }

  @Test("Text columns share their levels, and a column that is text in one file is text in all")
  func text() throws {
    let folder = try DataFolder(texts: [
      "1.csv": "k,v\nx,1\ny,01\n", "2.csv": "k,v\ny,2\nx,?\n", "3.csv": "k,v\nz,q\n",
    ])
    let two = try folder.read(DataSources(files: ["1.csv", "2.csv"]))
    #expect(texts(two, "k") == ["x", "y", "y", "x"] && numbers(two, "v").prefix(3) == [1, 1, 2])
    let three = try folder.read(DataSources(files: ["*.csv"]))
    #expect(texts(three, "v") == ["1", "01", "2", nil, "q"])
  }

  @Test("Sequences are counted on from file to file")
  func sequences() throws {
    let folder = try DataFolder(
      ["1.npy", "2.npy"].reduce(into: [:]) {
        $0[$1] = npyFile(shape: "(2, 1, 1)", float64Bytes([5, 6]))
      })
    #expect(try numbers(folder.read(DataSources(files: ["*.npy"])), "sequence") == [1, 2, 3, 4])
  }

  @Test("Progress names every file and ends with all bytes")
  func progress() throws {
    let text = "a,b\n" + String(repeating: "1,2\n", count: 200_000)
    let folder = try DataFolder(texts: ["1.csv": text, "2.csv": "a,b\n3,4\n"])
    let seen = Mutex<[ReadingProgress]>([])
    let table = try Table.read(DataSources(files: ["*.csv"]), name: "task", folder: folder.path) { step in
      seen.withLock { $0.append(step) }
    }
    let steps = seen.withLock { $0 }
    #expect(table.rowCount == 200_001)
    #expect(steps.map(\.fraction) == steps.map(\.fraction).sorted() && steps.count > 3)
    #expect(steps.last?.fraction == 1 && steps.first.map { $0.fraction < 0.6 } == true)
    #expect(Set(steps.map(\.index)) == [0, 1] && steps.allSatisfy { $0.count == 2 })
    #expect(steps.last?.file.hasSuffix("/2.csv") == true)
  }
}
