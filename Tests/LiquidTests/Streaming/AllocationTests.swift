import TestSupport
import Testing

@Suite("After its first steps")
struct AllocationTests {
  private let counts: [(what: String, blocks: Int)]

  /// What a program of its own prints, which replaces malloc by a function that counts; nothing where it cannot.
  private static let report = Result {
    try ChildProcess.output(of: ChildProcess.path(ofProduct: "allocation-count"), [])
  }

  init() throws {
    counts = try Self.report.get().split(separator: "\n").compactMap { line in
      let parts = line.split(separator: "\t", maxSplits: 1)
      guard parts.count == 2, let blocks = Int(parts[0]) else { return nil }
      return (String(parts[1]), blocks)
    }
  }

  @Test("the count of allocations sees arrays and aligned buffers")
  func isCounted() {
    guard !counts.isEmpty else { return }
    #expect((blocks("an array").first ?? 0) >= 1)
    #expect((blocks("an aligned buffer").first ?? 0) >= 2)
  }

  @Test("a stream allocates nothing")
  func streams() {
    guard !counts.isEmpty else { return }
    #expect(counts.filter { $0.what.hasPrefix("stream") }.count == 2 * NetworkVariant.all.count)
    for (what, blocks) in counts where what.hasPrefix("stream") { #expect(blocks == 0, "\(what)") }
  }

  @Test("a training step on one thread allocates nothing")
  func training() {
    guard !counts.isEmpty else { return }
    let steps = counts.filter { $0.what.contains("1 thread") }
    #expect(steps.count >= 2 * NetworkVariant.all.count)
    for (what, blocks) in steps { #expect(blocks == 0, "\(what)") }
  }

  @Test("a training step on two threads allocates what starting the threads takes, whatever the batch's size")
  func threads() {
    guard !counts.isEmpty else { return }
    let steps = counts.filter { $0.what.contains("2 threads") }
    #expect(steps.count == 6)
    for (what, blocks) in steps { #expect(blocks <= 8, "\(what)") }
  }

  private func blocks(_ prefix: String) -> [Int] {
    counts.filter { $0.what.hasPrefix(prefix) }.map(\.blocks)
  }
}
