import TestSupport
import Testing

@Suite(.enabled(if: AllocationReport.canCount, "allocations cannot be counted here"))
struct AllocationTests {
  private let counts: [(what: String, blocks: Int)]

  init() throws {
    counts = try AllocationReport.text.get().split(separator: "\n").compactMap { line in
      let parts = line.split(separator: "\t", maxSplits: 1)
      guard parts.count == 2, let blocks = Int(parts[0]) else { return nil }
      return (String(parts[1]), blocks)
    }
  }

  @Test
  func theCountOfAllocationsSeesArraysAndAlignedBuffers() {
    #expect((blocks("an array").first ?? 0) >= 1)
    #expect((blocks("an aligned buffer").first ?? 0) >= 2)
  }

  @Test
  func aStreamAllocatesNothing() {
    #expect(counts.filter { $0.what.hasPrefix("stream") }.count == 2 * NetworkVariant.all.count)
    for (what, blocks) in counts where what.hasPrefix("stream") { #expect(blocks == 0, "\(what)") }
  }

  @Test
  func aStepWithItsGradientAllocatesNothing() {
    #expect(blocks("online").count == 2 * NetworkVariant.all.count)
    for (what, blocks) in counts where what.hasPrefix("online") { #expect(blocks == 0, "\(what)") }
  }

  @Test
  func aTrainingStepOnOneThreadAllocatesNothing() {
    let steps = counts.filter { $0.what.contains("1 thread") }
    #expect(steps.count >= 2 * NetworkVariant.all.count)
    for (what, blocks) in steps { #expect(blocks == 0, "\(what)") }
  }

  @Test
  func aTrainingStepOnTwoThreadsAllocatesWhatStartingTheThreadsTakesWhateverTheBatchsSize() {
    let steps = counts.filter { $0.what.contains("2 threads") }
    #expect(steps.count == 6)
    for (what, blocks) in steps { #expect(blocks <= 8, "\(what)") }
  }

  private func blocks(_ prefix: String) -> [Int] {
    counts.filter { $0.what.hasPrefix(prefix) }.map(\.blocks)
  }
}

private enum AllocationReport {
  /// What a program of its own prints, which replaces malloc by a function that counts.
  static let text = Result {
    try ChildProcess.output(of: ChildProcess.path(ofProduct: "allocation-count"), [])
  }

  /// False only where the program says so itself: one that fails or says nothing fails the tests.
  static var canCount: Bool { (try? text.get())?.contains("nothing can be counted here") != true }
}
