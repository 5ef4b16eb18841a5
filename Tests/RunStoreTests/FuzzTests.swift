import Foundation
import Liquid
import RunStore
import Telemetry
import TestSupport
import Testing

/// Seeded mutations of a sound run file. `LNN_TOP_FUZZ=10000 swift test -c release --filter FuzzTests` makes so many.
@Suite(.serialized) struct FuzzTests {
  private static let count = Thoroughness.cases(100)

  @Test func mutatedFilesAreReadOrRefused() throws {
    let directory = try TemporaryFolder()
    let whole = try DamageTests.sample(in: directory, messages: 60)
    let path = directory.path("mutated.lnnrun")
    var slowest = (seed: 0, seconds: 0.0)
    var readable = 0
    for seed in 0..<Self.count {
      var mutation = RunMutation(seed: UInt64(seed))
      try mutation.write(whole, to: path)
      let start = Measuring.threadSeconds
      if DamageTests.exercise(path).steps > 0 { readable += 1 }
      export(path)
      changeMercilessly(path, seed: seed)
      let seconds = Measuring.threadSeconds - start
      if seconds > slowest.seconds { slowest = (seed, seconds) }
      #expect(seconds < 20, "seed \(seed) takes \(seconds) s")
      RunFile.remove(path)
    }
    print(
      "\(Self.count) mutations, \(readable) gave scalars; slowest \(slowest.seconds) s (seed \(slowest.seed))"
    )
  }

  /// A length in a spoiled file is not believed. In a process of its own: here other tests take memory at the same time.
  @Test func mutatedFilesTakeLittleMemory() throws {
    let directory = try TemporaryFolder()
    let whole = try DamageTests.sample(in: directory, messages: 60)
    let paths = try (0..<Self.count).map { seed in
      let path = directory.path("\(seed).lnnrun")
      var mutation = RunMutation(seed: UInt64(seed))
      try mutation.write(whole, to: path)
      return path
    }
    let answer = try WriterProcess(["measure"] + paths).readToEnd().split(whereSeparator: \.isWhitespace)
    let numbers = answer.compactMap { Int($0) }
    try #require(numbers.count == 2, "\(answer)")
    #expect(numbers[1] > 0)
    print("\(Self.count) mutations, peak memory \(numbers[0] / 1_024) MB")
    #expect(numbers[0] < 1 << 18)
  }

  /// What other programs get of it.
  private func export(_ path: String) {
    guard let reader = try? RunReader(path: path) else { return }
    var bytes = 0
    TensorBoardExport(reader: reader).write { bytes += $0.count }
    for table in CSVExport.Table.allCases {
      CSVExport(reader: reader).write(table) { bytes += $0.utf8.count }
    }
    #expect(bytes > 0)
  }

  /// What writes to a file must come back, too: with an error of one line, or with a run that is whole.
  private func changeMercilessly(_ path: String, seed: Int) {
    do throws(RunStoreError) {
      try RunLabels.add(RunLabel(.tag, "fuzzed", at: Date(timeIntervalSince1970: 0)), path: path)
      guard let sequence = try RunReader(path: path).newestResumable()?.sequence else { return }
      let recorder = try RunRecorder(resuming: path, at: sequence)
      recorder.receive(.event(Event(kind: .resumed, step: 1, elapsed: 1, detail: "")))
      try recorder.close()
      #expect(try RunReader(path: path).events().contains { $0.kind == .resumed }, "seed \(seed)")
    } catch {
      #expect(!error.description.contains("\n"), "seed \(seed)")
    }
  }
}
