import LiquidData
import Synchronization
import Testing

@Suite struct ReadingProgressTests {
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
