import Foundation
import LiquidData
import Testing

@Suite struct ArchiveTests {
  private let text = Array("a,b\n1,2\n3,4\n".utf8)

  private func members() -> [(name: String, bytes: [UInt8])] {
    [
      ("set/", []), ("set/2.csv", Array("a,b\n2,0\n".utf8)), ("./set/1.csv", Array("a,b\n1,0\n".utf8)),
      ("README", Array("read me".utf8)),
    ]
  }

  private func archive(_ name: String) -> [UInt8] {
    switch name {
    case "x.tar": Packed.tar(members())
    case "x.tar.gz": Packed.gzip(Packed.tar(members()))
    default: Packed.zip(members().filter { !$0.bytes.isEmpty })
    }
  }

  @Test(
    "A packed file is unpacked whatever it is packed with",
    arguments: [
      "QlpoOTFBWSZTWQMMHxsAAAVZAAAQAAQ8ADAAIAAiHqGIQwInNOOAHi7kinChIAYYPjY=",
      "/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQALYSxiCjEsMgozLDQKABBV45YyL5FeAAEkDKYY2NgftvN9AQAAAAAEWVo=",
      "KLUv/QRYYQAAYSxiCjEsMgozLDQK4bPLLg==",
    ])
  func packed(base64: String) throws {
    let bytes = try #require(Data(base64Encoded: base64))
    let folder = try DataFolder(["a.csv.packed": Array(bytes)])
    #expect(try numbers(Table.read(path: folder.path + "/a.csv.packed"), "b") == [2, 4])
  }

  @Test("Gzip serves tables and arrays alike")
  func gzip() throws {
    let folder = try DataFolder([
      "a.csv.gz": Packed.gzip(text), "a.npy.gz": Packed.gzip(npyFile(shape: "(1,)", float64Bytes([3]))),
    ])
    #expect(try numbers(Table.read(path: folder.path + "/a.csv.gz"), "a") == [1, 3])
    #expect(try numbers(Table.read(path: folder.path + "/a.npy.gz"), "column 1") == [3])
  }

  @Test("Patterns lead into archives", arguments: ["x.tar", "x.tar.gz", "x.zip"])
  func members(name: String) throws {
    let folder = try DataFolder([name: archive(name)])
    let table = try folder.read(DataSources(files: ["\(name)/set/*.csv"]))
    #expect(numbers(table, "a") == [1, 2])
    #expect(
      table.origins.map { $0.file.replacing(folder.path, with: "") } == [
        "/\(name)/set/1.csv", "/\(name)/set/2.csv",
      ])
    let parts = try folder.read(DataSources(train: ["\(name)/set/2.csv"], test: ["\(name)/*/1*"]))
    #expect(numbers(parts, "a") == [2, 1] && parts.origins.map(\.part) == [.train, .test])
    #expect(try folder.read(DataSources(files: ["x.*/set/*.csv"], limit: 1)).rowCount == 1)
  }

  @Test(
    "What is not in the archive says what is",
    arguments: [
      (
        ["x.tar/set/*.txt"],
        "x.tar/set/*.txt: no file has this name or matches it; there are 'set/2.csv', 'set/1.csv', '"
      ),
      (["x.tar"], "x.tar: the archive holds 3 files; name one or a pattern after a slash"),
      (["x.tar/set/1.csv", "x.tar/set/*"], "x.tar/set/1.csv: the file is named twice"),
      (["x.tar", "x.tar/set/*"], "x.tar: the file is named twice"),
    ])
  func failures(patterns: [String], expected: String) throws {
    let message = try DataFolder(["x.tar": archive("x.tar")]).failure(DataSources(files: patterns))
    #expect(message.hasPrefix(expected), "\(message)")
  }

  @Test("An archive of one file is that file")
  func single() throws {
    let folder = try DataFolder(["x.zip": Packed.zip([("inside.csv", text)])])
    #expect(try numbers(Table.read(path: folder.path + "/x.zip"), "a") == [1, 3])
  }

  @Test("Damaged, empty and cut archives are refused")
  func damaged() throws {
    let whole = Packed.gzip(text)
    let folder = try DataFolder([
      "whole.gz": whole, "cut.gz": Array(whole.prefix(20)), "head.gz": Array(whole.prefix(4)),
      "empty.gz": Packed.gzip([]),
    ])
    for name in ["cut.gz", "head.gz", "empty.gz"] {
      let message = folder.failure(DataSources(files: [name]))
      #expect(message.hasPrefix("\(name): ") && message.count > 20, "\(message)")
    }
    #expect(
      folder.failure(DataSources(files: ["whole.gz/a"])).hasPrefix(
        "whole.gz: this cannot be read as an archive"))
  }

  @Test("A file that unpacks beyond all measure is refused")
  func bomb() throws {
    let rows = Array(("a,b\n" + String(repeating: "1,2\n", count: 50_000)).utf8)
    let folder = try DataFolder([
      "a.csv.gz": Packed.gzip(rows), "x.tar.gz": Packed.gzip(Packed.tar([("a.csv", rows)])),
    ])
    var limits = ReadingLimits.standard
    #expect(try folder.read(DataSources(files: ["a.csv.gz"]), limits: limits).rowCount == 50_000)
    limits.unpackedBytes = 100_000
    limits.unpackedRatio = 0
    for file in ["a.csv.gz", "x.tar.gz/a.csv"] {
      let message = folder.failure(DataSources(files: [file]), limits: limits)
      #expect(message.hasPrefix(String(file.prefix(8))), "\(message)")
      #expect(message.contains("unpacked it is larger than 100000 bytes; unpack it and name"), "\(message)")
    }
  }

  @Test("What memory cannot hold is refused")
  func tooLarge() throws {
    let folder = try DataFolder([
      "a.npy": npyFile(shape: "(2, 2)", float64Bytes([1, 2, 3, 4])), "a.csv": text,
    ])
    var limits = ReadingLimits.standard
    limits.values = 3
    for file in ["a.npy", "a.csv"] {
      let message = folder.failure(DataSources(files: [file]), limits: limits)
      #expect(message.hasPrefix("\(file): the table has more than 3 values"), "\(message)")
    }
    limits.bytesInMemory = 10
    #expect(
      folder.failure(DataSources(files: ["a.npy"]), limits: limits).contains("more than 10 bytes to hold"))
  }
}
