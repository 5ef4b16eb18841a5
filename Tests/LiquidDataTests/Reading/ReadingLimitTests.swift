import Foundation
import LiquidData
import Testing

/// What small files may hold: each kind of file that unpacks to far more than it is, or claims to, is refused in one
/// line that names the limit.
@Suite struct ReadingLimitTests {
  /// Limits that files of some kilobytes reach.
  private static let small: ReadingLimits = {
    var limits = ReadingLimits.standard
    (limits.columns, limits.rowBytes) = (100, 5_000)
    (limits.heldBytes, limits.heldRatio) = (60_000, 0)
    (limits.unpackedBytes, limits.unpackedRatio) = (200_000, 0)
    return limits
  }()

  private static func lines(_ count: Int, _ line: (Int) -> String) -> String {
    (0..<count).map { line($0) + "\n" }.joined()
  }

  private static let memory = "take more than 60000 bytes of memory, the most for such a file"
  private static let wide = "there are more than 100 columns, the most that are read"
  private static let longRow = "the row that begins here is longer than 5000 bytes"

  private typealias Case = (name: String, bytes: [UInt8], expected: String)

  private static let tables: [Case] = {
    let cases: [(String, String, String)] = [
      ("commas.csv", String(repeating: ",", count: 1_000), wide),
      ("wide rows.csv", lines(3) { _ in Array(repeating: "1", count: 101).joined(separator: ",") }, wide),
      ("open quote.csv", "a,b\n1,\"" + String(repeating: "x\n", count: 3_000), longRow),
      ("rows.csv", "a,b\n" + String(repeating: "1,2\n", count: 4_000), memory),
      ("quoted.csv", "a,b\n" + String(repeating: "\"\",\"\"\n", count: 4_000), memory),
      ("texts.csv", "a,b\n" + lines(1_000) { "x\($0),1" }, memory),
      ("a date, then texts.csv", "a,b\n2020-01-01,1\n" + lines(1_000) { "x\($0),1" }, memory),
      ("blank lines.csv", String(repeating: "\n", count: 20_000), "the file is empty"),
      ("zero bytes.csv", "a,b\n" + String(repeating: "\0", count: 20_000), "this is not a text file"),
    ]
    return cases.map { ($0, Array($1.utf8), $2) }
  }()

  private static let series: [Case] = {
    let header = "@problemName x\n@classLabel true a\n@data\n"
    let square = String(repeating: "1,", count: 200) + "1" + String(repeating: ":1", count: 90) + ":a\n"
    let cases: [(String, String, String)] = [
      ("lines.ts", header + String(repeating: "1:a\n", count: 4_000), memory),
      ("commas.ts", header + String(repeating: "1,", count: 4_000) + "1:a\n", memory),
      ("colons.ts", header + String(repeating: ":", count: 4_000) + "a\n", memory),
      ("square.ts", header + square, "201 steps of 91 dimensions are more than the 7500 values"),
      ("claim.ts", "@problemName x\n@dimensions \(Int.max)\n@data\n1:a\n", "where \(Int.max) are expected"),
    ]
    return cases.map { ($0, Array($1.utf8), $2) }
  }()

  private static let arrays: [Case] = {
    let ones = [UInt8](repeating: 1, count: 5_000)
    let header: [UInt8] = [0x93] + Array("NUMPY".utf8) + [2, 0, 0, 0, 2, 0]
    let (images, labels): ([UInt8], [UInt8]) = (
      [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0x13, 0x88, 0, 0, 0, 1], [0, 0, 8, 1, 0, 0, 0x13, 0x88]
    )
    let claim: [UInt8] = [0, 0, 8, 3] + [UInt8](repeating: 0xFF, count: 12)
    return [
      ("wide.npy", npyFile(descr: "|u1", shape: "(1, 101)", Array(ones.prefix(101))), wide),
      ("tall.npy", npyFile(descr: "|u1", shape: "(5000,)", ones), memory),
      ("claim.npy", npyFile(shape: "(\(Int.max), \(Int.max))", []), "its shape is"),
      ("negative.npy", npyFile(shape: "(\(Int.min), 2)", []), "its shape is"),
      ("header.npy", header + Array("{'shape': (1,".utf8), "its header is longer than 65536 bytes"),
      ("tall.idx", images + ones, memory), ("labels.idx", labels + ones, memory),
      ("claim.idx", claim, "its sizes are (4294967295, 42"),
    ]
  }()

  private static let files = tables + series + arrays

  @Test("A row that does not end is refused long before memory is full")
  func longRows() throws {
    var limits = Self.small
    limits.unpackedBytes = 10_000_000
    let long = String(repeating: "7", count: 2_000_000)
    for text in [long + ",b\n1,2\n", "a,b\n1,\(long)\n", "a,b\n1,\"\(long)", "a,b\n1,2\n\(long)"] {
      let folder = try DataFolder(["a.csv": Array(text.utf8), "b.csv.gz": Packed.gzip(Array(text.utf8))])
      for file in ["a.csv", "b.csv.gz"] {
        let message = folder.failure(DataSources(files: [file]), limits: limits)
        #expect(message.contains(Self.longRow), "\(file): \(message)")
      }
    }
  }

  @Test(
    "Small files that take much are refused by a limit, plain, packed and in archives",
    arguments: files.indices)
  func refused(index: Int) throws {
    let (name, bytes, expected) = Self.files[index]
    let packed = Packed.gzip(bytes)
    let folder = try DataFolder([
      name: bytes, "packed/\(name)": packed, "x.zip": Packed.zip([(name, bytes)]),
      "x.tar.gz": Packed.gzip(Packed.tar([(name, bytes)])), "twice/\(name)": Packed.gzip(packed),
    ])
    for path in [name, "packed/\(name)", "twice/\(name)", "x.zip", "x.zip/*", "x.tar.gz/\(name)"] {
      let message = folder.failure(DataSources(files: [path]), limits: Self.small)
      #expect(message.contains(expected), "\(path): \(message)")
      #expect(!message.contains("\n") && message.contains("; "), "\(path): \(message)")
    }
  }

  @Test("Tables of another form are held to the same limits")
  func otherFormats() throws {
    let folder = try DataFolder(texts: [
      "square.csv": "t,v,x\n" + Self.lines(99) { "\($0),v\($0),1" },
      "readings.csv": "t,v,x\n" + Self.lines(2_000) { "\($0),v,1" },
      "series.csv": Self.lines(2_000) { _ in "1,2,3" },
    ])
    for (file, expected) in [("square.csv", Self.wide), ("readings.csv", Self.memory)] {
      let long = DataSources.LongColumns(time: "t", variable: "v", value: "x")
      let sources = DataSources(files: [file], format: .long, long: long)
      let message = folder.failure(sources, limits: Self.small)
      #expect(message.contains(expected), "\(file): \(message)")
    }
    let message = folder.failure(DataSources(files: ["series.csv"], format: .wide), limits: Self.small)
    #expect(message.contains(Self.memory), "\(message)")
  }

  @Test("What one archive holds counts together, and what is passed over counts as unpacked")
  func archives() throws {
    let rows = Array(("a,b\n" + String(repeating: "1,2\n", count: 800)).utf8)
    let folder = try DataFolder([
      "members.tar": Packed.tar((0..<5).map { ("m\($0).csv", rows) }),
      "passed.tar.gz": Packed.gzip(
        Packed.tar([("big.bin", [UInt8](repeating: 0, count: 300_000)), ("a.csv", rows)])),
      "names.tar.gz": Packed.gzip(Packed.tar((0..<500).map { ("n\($0).csv", []) })),
    ])
    #expect(
      try folder.read(DataSources(files: ["members.tar/m[01].csv"]), limits: Self.small).rowCount == 1_600)
    #expect(
      folder.failure(DataSources(files: ["members.tar/*.csv"]), limits: Self.small).contains(Self.memory))
    for path in ["passed.tar.gz/a.csv", "names.tar.gz/a.csv"] {
      let message = folder.failure(DataSources(files: [path]), limits: Self.small)
      #expect(message.contains("unpacked it is larger than 200000 bytes"), "\(path): \(message)")
    }
  }

  @Test("A larger file may take more memory, in proportion")
  func proportion() throws {
    let rows = Array(("a,b\n" + String(repeating: "1,2\n", count: 4_000)).utf8)
    let folder = try DataFolder(["rows.csv": rows])
    var limits = Self.small
    #expect(
      folder.failure(DataSources(files: ["rows.csv"]), limits: limits).contains("these 16004 bytes take"))
    limits.heldRatio = 8
    #expect(try folder.read(DataSources(files: ["rows.csv"]), limits: limits).rowCount == 4_000)
  }

  @Test("As many columns as the limit are read")
  func columns() throws {
    let names = (0..<100).map { "c\($0)" }.joined(separator: ",")
    let folder = try DataFolder(texts: ["a.csv": names + "\n" + names.replacing("c", with: "1") + "\n"])
    #expect(try folder.read(DataSources(files: ["a.csv"]), limits: Self.small).columns.count == 100)
  }

  // MARK: - What is no file

  @Test("Devices, sockets, folders and dangling links are refused, and a pattern passes them over")
  func special() throws {
    let folder = try DataFolder(texts: ["a.csv": "a,b\n1,2\n", "sub.csv/x.csv": "a,b\n1,2\n"])
    let path = { (name: String) in "\(folder.path)/\(name)" }
    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: path("device.csv"), withDestinationPath: "/dev/zero")
    try manager.createSymbolicLink(atPath: path("dangling.csv"), withDestinationPath: "nowhere")
    try manager.createSymbolicLink(atPath: path("loop.csv"), withDestinationPath: "loop.csv")
    #expect(mkfifo(path("pipe.csv"), 0o600) == 0)
    let expected = [
      "device.csv": "device.csv: this is a device, not a file; name a file or a pipe",
      "dangling.csv": "dangling.csv: this link leads to no file; mend the link, or name the file itself",
      "loop.csv": "loop.csv: this link leads to no file", "sub.csv": "sub.csv: this is a directory",
      "pipe.csv/x.csv": "pipe.csv/x.csv: there is no such file", "p*.csv/x.csv": "p*.csv/x.csv: no file has",
      "[dp]*.csv": "device.csv: the pattern matches only pipes, devices or sockets",
    ]
    for (pattern, message) in expected {
      let found = folder.failure(DataSources(files: [pattern]))
      #expect(found.hasPrefix(message), "\(pattern): \(found)")
    }
    let table = try folder.read(DataSources(files: ["*.csv"]))
    #expect(table.rowCount == 1)
    let notes = table.warnings.map { $0.replacing(folder.path + "/", with: "") }
    #expect(notes.map { $0.prefix { $0 != " " } } == ["device.csv", "pipe.csv"], "\(notes)")
    #expect(notes.allSatisfy { $0.contains("a pipe is read where it is named") })
  }

  @Test("A pipe that is named is read, up to a limit")
  func pipe() throws {
    let folder = try DataFolder()
    let path = "\(folder.path)/pipe.csv"
    #expect(mkfifo(path, 0o600) == 0)
    var limits = Self.small
    limits.pipedBytes = 20_000
    for (rows, expected) in [
      (100, ""), (10_000, "more than 20000 bytes come out of this pipe; save it as a file"),
    ] {
      let writer = Thread {
        // Broken off where reading stops.
        signal(SIGPIPE, SIG_IGN)
        let text = "a,b\n" + String(repeating: "1,2\n", count: rows)
        try? FileHandle(forWritingAtPath: path)?.write(contentsOf: Data(text.utf8))
      }
      writer.start()
      let message = folder.failure(DataSources(files: ["pipe.csv"]), limits: limits)
      #expect(expected.isEmpty ? message.isEmpty : message.contains(expected), "\(message)")
    }
  }
}
