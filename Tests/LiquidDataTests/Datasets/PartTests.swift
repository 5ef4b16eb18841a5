import Foundation
import Liquid
import LiquidData
import Testing

@Suite("Parts by time, sequence, file and, for comparison, by leaky windows") struct PartTests {
  private static let allParts = Dataset.Part.allCases

  /// Several files of sequences `s`, with x a different number in every row.
  private func randomTable(_ random: inout SeededGenerator, decided: Bool) throws -> Table {
    var row = 0
    let files = (0..<2 + random.integer(below: 5)).map { index in
      var text = "x,y,s\n"
      for _ in 0..<30 + random.integer(below: 60) {
        text += "\(row),\(sin(Double(row))),s\(random.integer(below: 4))\n"
        row += 1
      }
      let part = decided && index > 0 ? ([nil] + Self.allParts)[random.integer(below: 4)] : nil
      return (name: "f\(index).csv", text: text, part: part)
    }
    return try table(files: files)
  }

  private func randomTask(_ random: inout SeededGenerator) -> TaskDefinition {
    TaskDefinition(
      name: "random", inputs: ["x"], targets: ["y"], sequence: random.integer(below: 2) == 0 ? "s" : nil,
      kind: random.integer(below: 2) == 0 ? .forecast : .regression, window: 1 + random.integer(below: 20),
      stride: 1 + random.integer(below: 9),
      split: Split(train: 60, validation: random.uniform(0, 30), test: random.uniform(0, 30)),
      horizon: 1 + random.integer(below: 4),
      dropRows: random.integer(below: 2) == 0 ? 0 : random.uniform(0, 0.9),
      splitBy: [.automatic, .time, .sequence][random.integer(below: 3)],
      shuffle: random.integer(below: 2) == 0 ? nil : random.next())
  }

  @Test("No row is in two parts, as input or target, whatever the files and the split", arguments: 0..<300)
  func noLeaks(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let table = try randomTable(&random, decided: seed % 2 == 0)
    let task = randomTask(&random)
    let dataset: Dataset
    do throws(DataError) {
      dataset = try Dataset(table: table, task: task)
    } catch {
      // Only one file is left for the split, and it has one sequence.
      guard case .badTask = error.problem else { throw error }
      return
    }
    let parts = Self.allParts.map { usedRows(dataset, $0) }
    #expect(!parts[0].isEmpty, "seed \(seed)")
    #expect(parts[0].isDisjoint(with: parts[1]), "seed \(seed)")
    #expect(parts[0].isDisjoint(with: parts[2]), "seed \(seed)")
    #expect(parts[1].isDisjoint(with: parts[2]), "seed \(seed)")
    #expect(dataset.leak == nil)
    for origin in table.origins {
      guard let decided = origin.part else { continue }
      for (part, rows) in zip(Self.allParts, parts) where part != decided {
        #expect(rows.isDisjoint(with: origin.rows), "seed \(seed): \(origin.file) is in \(part)")
      }
    }
  }

  @Test("What is learnt comes from the training part alone", arguments: 0..<50)
  func nothingLearntElsewhere(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let original = try randomTable(&random, decided: false)
    let task = randomTask(&random)
    guard let dataset = try? Dataset(table: original, task: task) else { return }
    let elsewhere = usedRows(dataset, .validation).union(usedRows(dataset, .test))
    let xs = numbers(original, "x").enumerated().map { elsewhere.contains($0) ? $1 * 1000 + 7 : $1 }
    let changed = Table(
      name: original.name,
      columns: original.columns.map { $0.name == "x" ? .init(name: "x", values: .numbers(xs)) : $0 },
      lines: original.lines, warnings: [], origins: original.origins)
    let other = try Dataset(table: changed, task: task)
    #expect(other.schema == dataset.schema, "seed \(seed)")
  }

  @Test("By time every sequence ends with its test part")
  func byTime() throws {
    let text = "x,y,s\n" + (0..<200).map { "\($0),\($0 % 3),s\($0 / 100)\n" }.joined()
    let task = TaskDefinition(
      name: "t", targets: ["y"], sequence: "s", kind: .regression, window: 10, splitBy: .time)
    let dataset = try Dataset(table: table(text), task: task)
    #expect(usedRows(dataset, .train) == Set(0..<75).union(100..<175))
    #expect(usedRows(dataset, .validation) == Set(75..<85).union(175..<185))
    #expect(usedRows(dataset, .test) == Set(85..<100).union(185..<200))
  }

  @Test("By file all sequences of a file stay together")
  func byFile() throws {
    let files = (0..<10).map { file in
      (
        name: "f\(file).csv", text: "x,y,s\n" + (0..<8).map { "\(file * 8 + $0),1,s\($0 % 2)\n" }.joined(),
        part: Dataset.Part?.none
      )
    }
    let task = TaskDefinition(
      name: "t", inputs: ["x"], targets: ["y"], sequence: "s", kind: .regression, splitBy: .file, shuffle: 5)
    let dataset = try Dataset(table: table(files: files), task: task)
    var filesOfParts: [Set<Int>] = []
    for part in Self.allParts { filesOfParts.append(Set(usedRows(dataset, part).map { $0 / 8 })) }
    #expect(filesOfParts.map(\.count) == [7, 1, 2])
    #expect(filesOfParts.reduce(Set()) { $0.union($1) } == Set(0..<10))
    #expect(filesOfParts[0] != Set(0..<7), "the order is random")
    #expect(usedRows(dataset, .train).count == 56)
    #expect(dataset.location(.train, index: 1).sequence?.hasSuffix("csv s1") == true)
  }

  @Test("The same value in two files is two sequences, and without a column every file is one")
  func sequencesOfFiles() throws {
    let files = (0..<4).map { file in
      (
        name: "d/f\(file).csv", text: "x,y,s\n" + (0..<6).map { "\($0),\($0),a\n" }.joined(),
        part: Dataset.Part?.none
      )
    }
    for sequence in [nil, "s"] {
      let task = TaskDefinition(
        name: "t", inputs: ["x"], targets: ["y"], sequence: sequence, kind: .regression, window: 6)
      let dataset = try Dataset(table: table(files: files), task: task)
      #expect(Self.allParts.map { dataset.count(of: $0) } == [2, 1, 1])
      let name = dataset.location(.test, index: 0).sequence
      #expect(name == (sequence == nil ? "f3.csv" : "f3.csv a"))
      #expect(dataset.location(.test, index: 0).rows == Array(18..<24))
    }
  }

  @Test("Leaky windows share rows between parts and say so")
  func windows() throws {
    let task = TaskDefinition(
      name: "t", kind: .regression, window: 20, stride: 4, splitBy: .windows, shuffle: 3)
    let dataset = try Dataset(table: table(waveText(rows: 1000)), task: task)
    #expect(dataset.leak?.contains("trained on") == true)
    #expect(Self.allParts.map { dataset.count(of: $0) } == [184, 25, 37])
    #expect(!usedRows(dataset, .train).isDisjoint(with: usedRows(dataset, .test)))
    let starts = Self.allParts.flatMap { part in
      (0..<dataset.count(of: part)).compactMap { dataset.location(part, index: $0).rows.first }
    }
    #expect(starts.sorted() == Array(stride(from: 0, through: 980, by: 4)), "every window is in one part")
  }

  @Test("One sequence cannot be split by sequence, and the message says what to do")
  func oneSequence() {
    let task = TaskDefinition(name: "t", splitBy: .sequence)
    #expect(failure(waveText(rows: 100), task).contains("split by time"))
    let byFile = TaskDefinition(name: "t", splitBy: .file)
    #expect(failure(waveText(rows: 100), byFile).contains("only one file"))
  }
}
