import Streams
import TestSupport

/// Takes what a source hands over until there is enough of it.
final class SourceReading {
  let source: any LiveSource
  private(set) var lines: [SourceLine] = []
  private(set) var news: [SourceNews] = []
  private(set) var ending: SourceEnding?
  private(set) var dropped = 0
  private(set) var largestBacklog = 0

  init(_ source: any LiveSource) { self.source = source }

  deinit { source.stop() }

  var texts: [String] { lines.map(\.text) }

  /// Takes one batch, and reads on until a condition holds; false where it never does.
  func read(limit: Int = 1_000, until isEnough: (SourceReading) -> Bool) -> Bool {
    waitUntil(pause: 0) {
      let batch = source.next(limit: limit, timeout: 0.05)
      lines += batch.lines
      news += batch.news
      ending = ending ?? batch.ending
      dropped = batch.dropped
      largestBacklog = max(largestBacklog, batch.backlog)
      return isEnough(self)
    }
  }

  func readToEnd() -> Bool { read { $0.ending != nil } }

  func readLines(_ count: Int) -> Bool { read { $0.lines.count >= count } }

  /// Reads until the news hold words.
  func readNews(_ words: String) -> Bool {
    read { reading in reading.news.contains { "\($0)".contains(words) } }
  }
}
