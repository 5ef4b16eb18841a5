import Foundation
import Liquid
import LiquidData
import TestSupport
import Testing

/// A table from a cache is the table that is read into memory, to the bit, whatever happens to the cache.
@Suite struct TableCacheTests {
  private static let text = "t,x,y\n" + (0..<200).map { "\($0),\($0 % 7),\($0 * $0 % 11).5\n" }.joined()

  /// Chunks of a few values and pages that are given back at every block, so that small tables have many.
  private func cache(_ folder: TemporaryFolder, chunk: Int = 7, limit: Int? = nil) -> TableCache {
    TableCache(folder: folder.path("cache"), budget: 1, chunk: chunk, limit: limit)
  }

  private func read(
    _ folder: TemporaryFolder, _ cache: TableCache?, files: [String] = ["d.csv"],
    _ change: (inout DataSources) -> Void = { _ in }
  ) throws -> Table {
    var sources = DataSources(files: files)
    change(&sources)
    return try Table.read(sources, name: "d.csv", folder: folder.path, cache: cache)
  }

  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(Self.text, to: "d.csv")
    return folder
  }

  /// The files of the cache by their paths in it.
  private func kept(_ folder: TemporaryFolder) -> [String] {
    let all = FileManager.default.enumerator(atPath: folder.path("cache"))?.allObjects as? [String]
    return (all ?? []).sorted()
  }

  @Test("Random tables: table, schema, warnings, batches and fingerprint are those of memory, twice")
  func randomTables() throws {
    try withSeeds(Thoroughness.cases(25)) { seed, random in
      let made = CachedTable(using: &random)
      let folder = try TemporaryFolder()
      try made.write(to: folder)
      let expected = try made.table(in: folder, cache: nil)
      let cache = cache(folder, chunk: 1 + random.integer(below: 40))
      for pass in 1...2 {
        let table = try made.table(in: folder, cache: cache)
        #expect(facts(table) == facts(expected), "seed \(seed), pass \(pass): \(made.words)")
        #expect(
          facts(table, made.task) == facts(expected, made.task), "seed \(seed), pass \(pass): \(made.words)")
      }
      #expect(folder.contents.contains("cache") && !kept(folder).contains { $0.contains(".new-") })
    }
  }

  @Test("A table is read once: the second time the cache stays as it is")
  func isKept() throws {
    let folder = try folder()
    let first = facts(try read(folder, cache(folder)))
    func files() throws -> [String] {
      try kept(folder).map { name in
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("cache/\(name)"))
        return "\(name) \(attributes[.systemFileNumber] ?? "-") \(attributes[.modificationDate] ?? "-")"
      }
    }
    let before = try files()
    #expect(before.count == 5)
    #expect(facts(try read(folder, cache(folder))) == first)
    #expect(try files() == before)
  }

  @Test("A cache of other files than today's is made anew, which is told")
  func outdated() throws {
    let folder = try folder()
    _ = try read(folder, cache(folder))
    try folder.write(Self.text + "200,1,1.5\n", to: "d.csv")
    let table = try read(folder, cache(folder))
    #expect(table.rowCount == 201)
    #expect(table.warnings.count == 1 && table.warnings[0].contains("the table's files have changed"))
    #expect(try read(folder, cache(folder)).warnings.isEmpty)
    #expect(kept(folder).filter { $0.hasSuffix(".table") }.count == 1)
  }

  @Test("Whatever byte of a cache is changed, cut off or lost, it is made anew, which is told")
  func damaged() throws {
    let folder = try folder()
    let expected = facts(try read(folder, nil))
    _ = try read(folder, cache(folder))
    var random = SeededGenerator(seed: 4)
    for file in kept(folder) where file.hasSuffix(".values") || file.hasSuffix(".json") {
      let path = folder.path("cache/\(file)")
      for damage in 0..<3 {
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        switch damage {
        case 0: bytes[random.integer(below: bytes.count)] ^= UInt8(1 << random.integer(below: 7))
        case 1: bytes.removeLast(1 + random.integer(below: bytes.count))
        default: bytes = []
        }
        if damage == 2 {
          try FileManager.default.removeItem(atPath: path)
        } else {
          try Data(bytes).write(to: URL(fileURLWithPath: path))
        }
        let table = try read(folder, cache(folder))
        #expect(
          table.warnings.count == 1 && table.warnings[0].contains("a file of the cache is damaged"),
          "\(file), damage \(damage): \(table.warnings)")
        #expect(Array(facts(table).dropLast(4)) == Array(expected.dropLast(4)))
        #expect(facts(try read(folder, cache(folder))) == expected)
      }
    }
  }

  @Test(
    "A disk that is full is told in one line, and leaves nothing behind", arguments: [0, 100, 3_000, 4_900])
  func fullDisk(limit: Int) throws {
    let folder = try folder()
    let message = failureMessage { _ = try read(folder, cache(folder, limit: limit)) }
    #expect(
      message.hasPrefix("\(folder.path("cache")): the disk has no room for the cache")
        && message.contains("--cache")
        && !message.contains("\n"), "\(message)")
    #expect(kept(folder).isEmpty)
    #expect(facts(try read(folder, cache(folder))) == facts(try read(folder, nil)))
  }

  @Test("A disk that is full while a cache is made anew leaves the table of another file as it was")
  func fullDiskKeepsOthers() throws {
    let folder = try folder()
    try folder.write(Self.text, to: "e.csv")
    let expected = facts(try read(folder, cache(folder), files: ["e.csv"]))
    #expect(throws: DataError.self) { _ = try read(folder, cache(folder, limit: 100)) }
    #expect(facts(try read(folder, cache(folder, limit: 0), files: ["e.csv"])) == expected)
  }

  @Test("A disk that is full when the inputs are encoded is told as well")
  func fullDiskOfSeries() throws {
    let folder = try folder()
    _ = try read(folder, cache(folder))
    let table = try read(folder, cache(folder, limit: 10))
    let message = failureMessage {
      _ = try Dataset(table: table, task: TaskDefinition(name: "d", targets: ["y"], time: "t"))
    }
    #expect(message.contains("the disk has no room for the cache"), "\(message)")
  }

  @Test("Two who keep the same table at once both have it")
  func atOnce() async throws {
    let folder = try folder()
    let expected = facts(try read(folder, nil))
    let path = folder.path
    let found = try await withThrowingTaskGroup(of: [String].self) { group in
      for _ in 0..<6 {
        group.addTask {
          let cache = TableCache(folder: path + "/cache", budget: 1, chunk: 3)
          return facts(
            try Table.read(DataSources(files: ["d.csv"]), name: "d.csv", folder: path, cache: cache))
        }
      }
      return try await group.reduce(into: [[String]]()) { $0.append($1) }
    }
    #expect(found.allSatisfy { $0 == expected })
    let tables = kept(folder).filter { !$0.contains("/") }
    #expect(tables.count == 1 && tables[0].hasSuffix(".table"), "\(tables)")
  }

  @Test("What a process left that ended while it wrote is removed, and nothing else")
  func abandoned() throws {
    let folder = try folder()
    for name in [
      "0123456789abcdef.new-AbCdEf", "0123456789abcdef.table.old-AbCdEf", "mine.new-AbCdEf", "notes",
    ] {
      try folder.write("x", to: "cache/\(name)/0.values")
    }
    _ = try read(folder, cache(folder))
    let names = kept(folder).filter { !$0.contains("/") && !$0.hasSuffix(".table") }
    #expect(names == ["mine.new-AbCdEf", "notes"])
  }

  @Test("What does not go with a cache is refused in one line")
  func refused() throws {
    let folder = try folder()
    try folder.write("t,k\n1,a\n", to: "k.csv")
    func message(_ change: (inout DataSources) -> Void) -> String {
      failureMessage { _ = try read(folder, cache(folder), change) }
    }
    #expect(message { $0.join = .init(file: "k.csv", key: "t") }.contains("joining another table"))
    #expect(
      message { $0.long = .init(time: "t", variable: "x", value: "y") }.contains("a row for each value"))
    #expect(message { $0.format = .wide }.contains("no tables of rows"))
    #expect(message { $0.files = ["-"] }.contains("only once"))
    #expect(message { $0.files = ["none.csv"] }.contains("there is no such file"))
    try folder.write("{\"t\": 1, \"x\": 2}\n{\"t\": 2, \"x\": 2}\n", to: "rows.jsonl")
    _ = failureMessage { _ = try read(folder, cache(folder), files: ["rows.jsonl"]) }
    let table = try read(folder, cache(folder))
    let changes: [(inout TaskDefinition) -> Void] = [
      { $0.sortsByTime = true }, { $0.resample = 2 }, { $0.dropRows = 0.5 },
      { $0.tokens = TextTokens(.words) },
    ]
    for change in changes {
      var task = TaskDefinition(name: "d", targets: ["y"])
      change(&task)
      if task.tokens == nil { task.time = "t" }
      let message = failureMessage { _ = try Dataset(table: table, task: task) }
      #expect(message.contains("does not go with a cache; leave --cache out"), "\(message)")
    }
    let dataset = try Dataset(table: table, task: TaskDefinition(name: "d", targets: ["y"], time: "t"))
    #expect(throws: DataError.self) { try dataset.tested(under: TestCondition(.drop, level: 0.5)) }
  }

  #if os(Linux)
    @Test("However much is read, little of the files is in memory")
    func residentPages() throws {
      let folder = try TemporaryFolder()
      try folder.write("x,y\n" + (0..<60_000).map { "\($0).5,\($0)\n" }.joined(), to: "d.csv")
      let cache = TableCache(folder: folder.path("cache"), budget: 1 << 17, chunk: 1 << 12)
      let table = try read(folder, cache)
      guard case .numbers(let values)? = table.column(named: "x")?.values else {
        Issue.record("no numbers")
        return
      }
      // Two blocks of 64 KB before pages are given back, and one after.
      let mapped = try withExtendedLifetime(table) {
        let sum = values.reduce(0, +)
        #expect(sum == 1.8e9)
        return try residentKilobytes(of: folder.url.lastPathComponent)
      }
      #expect(mapped.size > 900 && mapped.resident <= 3 * 64, "\(mapped)")
    }

    /// Of all files below a path that this process has mapped.
    private func residentKilobytes(of path: String) throws -> (size: Int, resident: Int) {
      // The system tells no size of such files, which is read at once otherwise.
      let data = try #require(try FileHandle(forReadingAtPath: "/proc/self/smaps")?.readToEnd())
      let text = String(decoding: data, as: UTF8.self)
      var (size, resident, isOwn) = (0, 0, false)
      for line in text.split(separator: "\n") {
        let words = line.split(separator: " ")
        // A mapping begins with its addresses.
        if words[0].contains("-") { isOwn = line.contains(path) }
        guard isOwn, words.count > 1, let number = Int(words[1]) else { continue }
        if words[0] == "Size:" { size += number }
        if words[0] == "Rss:" { resident += number }
      }
      return (size, resident)
    }
  #endif
}
