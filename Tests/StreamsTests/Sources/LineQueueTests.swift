import Foundation
import Streams
import TestSupport
import Testing

@Suite("The queue of lines") struct LineQueueTests {
  private func line(_ number: Int, text: String? = nil) -> SourceLine {
    SourceLine(text: text ?? "\(number)", arrival: 0, position: SourcePosition(offset: 0, line: number))
  }

  @Test("What is not taken in time is dropped, the oldest first, by count and by bytes")
  func dropsOldest() {
    let queue = LineQueue(limits: LineQueue.Limits(lines: 10, bytes: 1_000), rule: .dropOldest)
    for number in 0..<25 { queue.add([line(number)]) }
    var batch = queue.next(limit: 4, timeout: 0)
    #expect(batch.lines.map(\.position.line) == [15, 16, 17, 18])
    #expect(batch.backlog == 6)
    #expect(batch.dropped == 15)
    for number in 0..<5 { queue.add([line(number, text: String(repeating: "x", count: 400))]) }
    batch = queue.next(limit: 100, timeout: 0)
    #expect(batch.lines.map(\.position.line) == [3, 4])
    #expect(batch.dropped == 24)
  }

  @Test("Whoever adds waits until there is room, or the end")
  func waits() {
    let queue = LineQueue(limits: LineQueue.Limits(lines: 3), rule: .wait)
    let count = 20_000
    let writer = Thread { for number in 0..<count { queue.add([line(number)]) } }
    writer.start()
    var (lines, largest): ([Int], Int) = ([], 0)
    #expect(
      waitUntil(pause: 0) {
        let batch = queue.next(limit: 2, timeout: patience)
        largest = max(largest, batch.backlog)
        lines += batch.lines.map(\.position.line)
        return lines.count == count
      })
    #expect(lines == Array(0..<count))
    #expect(largest <= 3)
    queue.end(.stopped)
    #expect(!queue.add([line(0)]))
  }

  @Test(
    "What waits is handed over before the end, but not after a stop",
    arguments: [SourceEnding.finished, .stopped])
  func ends(ending: SourceEnding) {
    let queue = LineQueue(rule: .wait)
    queue.add([line(1), line(2)])
    queue.add(.note("n"))
    queue.end(ending)
    queue.end(.failed(LiveSourceError("later")))
    var batch = queue.next(limit: 1, timeout: 0)
    #expect(batch.news == [.note("n")])
    if ending == .finished {
      #expect(batch.lines.count == 1 && batch.ending == nil)
      batch = queue.next(limit: 1, timeout: 0)
      #expect(batch.lines.count == 1)
    }
    #expect(batch.ending == ending)
    #expect(queue.next(limit: 1, timeout: patience).ending == ending)
  }
}
