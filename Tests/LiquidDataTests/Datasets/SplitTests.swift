import Foundation
import Liquid
import LiquidData
import Testing

@Suite struct SplitTests {
  private func randomTask(_ random: inout SeededGenerator, hasSequences: Bool) -> TaskDefinition {
    TaskDefinition(
      name: "random", inputs: ["x"], targets: ["y"], sequence: hasSequences ? "s" : nil,
      kind: random.integer(below: 2) == 0 ? .forecast : .regression,
      window: random.integer(below: 3) == 0 ? nil : 1 + random.integer(below: 40),
      stride: random.integer(below: 2) == 0 ? nil : 1 + random.integer(below: 20),
      split: Split(
        train: random.uniform(1, 100), validation: random.uniform(0, 30), test: random.uniform(0, 30)),
      horizon: 1 + random.integer(below: 5))
  }

  @Test("No row is in two parts, as input or target, whatever the task", arguments: 0..<300)
  func noLeaks(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let hasSequences = random.integer(below: 2) == 0
    let count = 60 + random.integer(below: 300)
    let sequences = 3 + random.integer(below: 12)
    // Rows of different sequences are interleaved.
    let text = (0..<count).map { "\($0),\($0 % 7),s\(random.integer(below: sequences))\n" }.joined()
    let task = randomTask(&random, hasSequences: hasSequences)
    let dataset = try Dataset(table: table("x,y,s\n" + text), task: task)
    let parts = Dataset.Part.allCases.map { usedRows(dataset, $0) }

    #expect(!parts[0].isEmpty, "seed \(seed)")
    #expect(parts[0].isDisjoint(with: parts[1]), "seed \(seed)")
    #expect(parts[0].isDisjoint(with: parts[2]), "seed \(seed)")
    #expect(parts[1].isDisjoint(with: parts[2]), "seed \(seed)")
    if !hasSequences {
      #expect((parts[0].max() ?? 0) < (parts[1].min() ?? .max), "seed \(seed)")
      #expect((parts[1].max() ?? 0) < (parts[2].min() ?? .max), "seed \(seed)")
    }
    if (task.stride ?? 1) <= (task.window ?? .max) {
      #expect(parts.reduce(0) { $0 + $1.count } >= count - 5 * (sequences + 2), "seed \(seed): rows are lost")
    }
  }

  @Test("Sequences stay whole and keep their order")
  func wholeSequences() throws {
    let text = (0..<200).map { "\($0),\(sin(Double($0))),s\($0 % 20)\n" }.joined()
    let task = TaskDefinition(name: "t", targets: ["y"], sequence: "s")
    let dataset = try Dataset(table: table("x,y,s\n" + text), task: task)
    #expect(Dataset.Part.allCases.map { dataset.count(of: $0) } == [15, 2, 3])
    #expect(dataset.location(.validation, index: 0).sequence == "s15")
    #expect(dataset.location(.test, index: 2).sequence == "s19")
    #expect(dataset.location(.train, index: 1).rows == Array(stride(from: 1, to: 200, by: 20)))
  }

  @Test("One series is three blocks in time, by default of 75, 10 and 15 %")
  func blocks() throws {
    let dataset = try Dataset(table: table(waveText(rows: 1000)), task: TaskDefinition(name: "t"))
    #expect(usedRows(dataset, .train) == Set(0..<750))
    #expect(usedRows(dataset, .validation) == Set(750..<850))
    #expect(usedRows(dataset, .test) == Set(850..<1000))
    #expect(dataset.stepCount(.train, index: 0) == 32)
  }

  @Test("Training windows begin an eighth apart, others not at all and lose no row")
  func windows() throws {
    let task = TaskDefinition(name: "t", window: 40)
    let dataset = try Dataset(table: table(waveText(rows: 1000)), task: task)
    #expect(dataset.location(.train, index: 1).rows.first == 5)
    #expect(dataset.location(.train, index: dataset.count(of: .train) - 1).rows.last == 749)
    #expect((0..<3).map { dataset.stepCount(.validation, index: $0) } == [40, 40, 20])
    #expect(dataset.count(of: .validation) == 3)
  }

  @Test("Too few data for a part are a warning, not a failure")
  func smallData() throws {
    let text = (0..<8).map { "\($0),\($0),s\($0 / 4)\n" }.joined()
    let dataset = try Dataset(
      table: table("x,y,s\n" + text), task: TaskDefinition(name: "t", targets: ["y"], sequence: "s"))
    #expect(dataset.count(of: .train) == 1)
    #expect(dataset.count(of: .validation) == 1)
    #expect(dataset.warnings.contains { $0.contains("too few for a test part") })
  }

  @Test(
    "A split is read from text",
    arguments: [
      ("75,10,15", true), ("80, 20, 0", true), ("1,2", false), ("0,1,1", false), ("a,b,c", false),
      ("70,-1,31", false),
    ])
  func splitText(text: String, isFine: Bool) {
    #expect((Split(text: text) != nil) == isFine)
  }
}
