import Foundation
import Liquid
import LiquidData
import TestSupport
import Testing

/// `LNN_TOP_FUZZ=2000` damages that many files; `LNN_TOP_FUZZ_SEED=17` only the one that was damaged with this seed.
@Suite struct FileFuzzTests {
  private enum Outcome: String, CaseIterable { case refused, unusable, dataset }

  private struct Log {
    var counts: [Outcome: Int] = [:]
    var slowest = (time: 0.0, seed: 0, name: "")
  }

  private static let seeds: Range<Int> = {
    let environment = ProcessInfo.processInfo.environment
    if let seed = environment["LNN_TOP_FUZZ_SEED"].flatMap({ Int($0) }) { return seed..<seed + 1 }
    return 0..<Thoroughness.cases(150)
  }()

  @Test("No damaged file stops the program: there is a table, or one line that names the file")
  func damagedFiles() throws {
    var log = Log()
    for seed in Self.seeds {
      // A trap would leave no other trace of where it was.
      if seed % 100 == 0 { print("fuzz: from seed \(seed)") }
      let original = FuzzSeed.all[seed % FuzzSeed.all.count]
      let start = Measuring.threadSeconds
      let outcome = try exercise(original, seed: seed)
      let time = Measuring.threadSeconds - start
      log.counts[outcome, default: 0] += 1
      if time > log.slowest.time { log.slowest = (time, seed, original.name) }
    }
    let counts = Outcome.allCases.map { "\(log.counts[$0] ?? 0) \($0.rawValue)" }.joined(separator: ", ")
    print("fuzz: \(counts); slowest \(log.slowest.time) s, \(log.slowest.name), seed \(log.slowest.seed)")
    #expect(log.slowest.time < 20, "seed \(log.slowest.seed), \(log.slowest.name)")
    if Self.seeds.count >= 150 {
      for outcome in Outcome.allCases { #expect(log.counts[outcome] ?? 0 > 4, "\(outcome): \(counts)") }
    }
  }

  @Test("What is not damaged is read", arguments: FuzzSeed.all.indices)
  func undamaged(index: Int) throws {
    let seed = FuzzSeed.all[index]
    let folder = try DataFolder(seed.others.merging([seed.name: seed.bytes]) { _, new in new })
    let table = try folder.read(seed.sources)
    #expect(table.rowCount >= 15 && !table.columns.isEmpty)
  }

  private func exercise(_ original: FuzzSeed, seed: Int) throws -> Outcome {
    var damage = FileDamage(random: SeededGenerator(seed: UInt64(seed)))
    let folder = try DataFolder(original.others)
    try folder.write(damage.damaged(original.bytes), original.name)
    let note = Comment(rawValue: "seed \(seed), \(original.name)")
    let table: Table
    do throws(DataError) {
      table = try Table.read(original.sources, name: original.name, folder: folder.path)
    } catch {
      check(error, note, file: original.name)
      return .refused
    }
    #expect(table.columns.allSatisfy { $0.count == table.rowCount } && table.rowCount > 0, note)
    #expect(Set(table.columnNames).count == table.columns.count, note)
    #expect(table.origins.last?.rows.upperBound == table.rowCount, note)
    do throws(DataError) {
      var task = TaskDefinition(name: "fuzz")
      if table.column(named: "sequence") != nil { task.sequence = "sequence" }
      _ = try Dataset(table: table, task: task)
      return .dataset
    } catch {
      check(error, note, file: original.name)
      return .unusable
    }
  }

  private func check(_ error: DataError, _ note: Comment, file: String) {
    let message = error.description
    let isOneLine = !message.unicodeScalars.contains { $0.properties.generalCategory == .control }
    #expect(isOneLine, note)
    // What is wrong with a join is wrong with the file it joins, or with both.
    #expect(
      message.contains(file) || file == "joined.csv" && message.contains("keys.csv"), "\(note): \(message)")
  }
}
