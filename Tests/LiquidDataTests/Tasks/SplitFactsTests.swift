import Foundation
import Liquid
import LiquidData
import Testing

@Suite("Facts of a split")
struct SplitFactsTests {
  /// Random numbers in sequences of random lengths.
  private func randomTable(_ random: inout SeededGenerator) throws -> Table {
    var text = "id,a,y\n"
    for sequence in 0..<(1 + random.integer(below: 9)) {
      for _ in 0..<(2 + random.integer(below: 20)) {
        text += "\(sequence),\(random.normal()),\(random.integer(below: 2))\n"
      }
    }
    return try table(text)
  }

  @Test("No row is in two parts, and each part's count is that of its rows", arguments: UInt64(0)..<100)
  func disjoint(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let table = try randomTable(&random)
    let kinds: [TaskDefinition.Kind] = [.regression, .classification, .forecast]
    let task = TaskDefinition(
      name: "random", targets: ["y"], sequence: random.integer(below: 3) > 0 ? "id" : nil,
      kind: kinds[random.integer(below: 3)], window: 1 + random.integer(below: 9),
      stride: 1 + random.integer(below: 4), horizon: 1 + random.integer(below: 3))
    guard let dataset = try? Dataset(table: table, task: task) else { return }
    let facts = SplitFacts(dataset: dataset, table: table)
    #expect(!facts.leaks)
    #expect(facts.parts.map(\.rows).reduce(0, +) <= table.rowCount)
    for (part, name) in zip(facts.parts, Dataset.Part.allCases) {
      let rows = (0..<dataset.count(of: name)).flatMap { index in
        let location = dataset.location(name, index: index)
        return location.rows + location.targetRows
      }
      #expect(part.rows == Set(rows).count && part.samples == dataset.count(of: name))
      #expect(part.firstRow == rows.min().map { $0 + 1 } && part.lastRow == rows.max().map { $0 + 1 })
    }
  }

  @Test("Rows that parts share are counted for each two of them", arguments: UInt64(0)..<50)
  func overlaps(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let parts = ["train", "validation", "test"].map { name in
      (name, Set((0..<random.integer(below: 12)).map { _ in random.integer(below: 40) }))
    }
    let found = SplitFacts.overlaps(among: parts)
    for (name, rows) in parts {
      for (other, others) in parts where name < other {
        let shared = rows.count { others.contains($0) }
        let told = found.first { Set($0.parts) == [name, other] }
        #expect(told?.rows ?? 0 == shared)
      }
    }
  }

  @Test("A recording that stands in the data twice is told where a copy is in the test")
  func copies() throws {
    func text(lastIsCopy: Bool) -> String {
      var random = SeededGenerator(seed: 3)
      var recordings = (0..<8).map { _ in (0..<20).map { _ in "\(random.normal()),\(random.normal())" } }
      if lastIsCopy { recordings[7] = recordings[0] }
      return "id,a,y\n"
        + recordings.enumerated().flatMap { id, rows in rows.map { "\(id),\($0)\n" } }.joined()
    }
    let task = TaskDefinition(name: "copies", targets: ["y"], sequence: "id")
    for (isCopy, expected) in [(false, 0), (true, 2)] {
      let dataset = try Dataset(table: table(text(lastIsCopy: isCopy)), task: task)
      #expect(dataset.count(of: .test) == 1)
      #expect(RepeatedStretches(dataset: dataset).repeated == expected)
    }
  }

  @Test("The classes of each part are counted once a row, however windows overlap")
  func classes() throws {
    let text = "x,y\n" + (0..<100).map { "\($0),\($0 % 4 == 0 ? "rare" : "usual")\n" }.joined()
    let table = try table(text)
    let dataset = try Dataset(
      table: table, task: TaskDefinition(name: "classes", window: 10, stride: 1))
    let counts = SplitFacts(dataset: dataset, table: table).parts.map(\.classCounts)
    #expect(counts.map { $0.reduce(0, +) } == [75, 10, 15])
    #expect(counts[0] == [19, 56])
  }
}
