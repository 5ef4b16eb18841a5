import Streams
import Synchronization
import TestSupport
import Testing

/// A file that is played at a rate, by a clock that the test moves.
@Suite struct PacedSourceTests {
  /// Seconds that go on a little at each reading, as a real clock's do.
  private final class Clock: Sendable {
    private let seconds = Mutex(100.0)

    func read() -> Double {
      seconds.withLock { seconds in
        seconds += 1e-9
        return seconds
      }
    }

    func advance(by amount: Double) { seconds.withLock { $0 += amount } }
  }

  @Test func linesComeWhenTheyAreDueAndTheEndAfterTheLast() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a\nb\nc\nd\ne\n", to: "lines")
    let clock = Clock()
    let source = PacedSource(
      FileSource(path: path), linesPerSecond: 10, now: { clock.read() }, wallClock: { 7 })
    try source.start(at: nil)
    var texts: [String] = []
    func take() -> SourceEnding? {
      let batch = source.next(limit: 10, timeout: 0.01)
      texts += batch.lines.map(\.text)
      #expect(batch.lines.allSatisfy { $0.arrival == 7 })
      return batch.ending
    }
    #expect(waitUntil { take() != nil || !texts.isEmpty })
    #expect(texts == ["a"])
    _ = take()
    #expect(texts == ["a"])
    clock.advance(by: 0.21)
    _ = take()
    #expect(texts == ["a", "b", "c"])
    clock.advance(by: 5)
    #expect(waitUntil { take() == .finished })
    #expect(texts == ["a", "b", "c", "d", "e"])
    source.stop()
  }
}
