import Foundation
import LiquidData
import Screen
import Synchronization
import Text

/// A line on a terminal that tells how far the reading of large files has come; gone once they are read.
package final class ReadingBar: Sendable {
  private struct State {
    var last: ContinuousClock.Instant?
    var width = 0
  }

  private let isShown: Bool
  private let start = ContinuousClock.now
  private let state = Mutex(State())

  /// What takes less time is not worth a line.
  private static let patience = Duration.milliseconds(500)
  private static let pause = Duration.milliseconds(100)

  init(isShown: Bool) {
    self.isShown = isShown
  }

  func show(_ progress: ReadingProgress) {
    let now = ContinuousClock.now
    guard isShown, now - start >= Self.patience else { return }
    state.withLock { state in
      guard state.last.map({ now - $0 >= Self.pause }) ?? true else { return }
      state.last = now
      let line = Self.line(progress, columns: Console.messageColumns)
      let shown = DisplayWidth.of(line)
      Console.rewriteLine(line + String(repeating: " ", count: max(0, state.width - shown)))
      state.width = shown
    }
  }

  /// Takes the line away.
  func erase() {
    state.withLock { state in
      guard state.width > 0 else { return }
      Console.rewriteLine(String(repeating: " ", count: state.width))
      Console.rewriteLine("")
      state.width = 0
    }
  }

  /// `reading 3 of 20, p3.csv  [######----]  61 %`, shorter than the terminal is wide.
  package static func line(_ progress: ReadingProgress, columns: Int) -> String {
    let share = progress.fraction
    let cells = 20
    let filled = Int(saturating: share * Double(cells))
    let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: cells - filled)
    let place = progress.count > 1 ? " \(progress.index + 1) of \(progress.count)" : ""
    let tail = "  [\(bar)] \(Int(saturating: share * 100)) %"
    let head = "reading\(place), \((progress.file as NSString).lastPathComponent)"
    let room = columns - 1 - tail.count
    return room < 8 ? String(head.prefix(max(0, columns - 1))) : String(head.prefix(room)) + tail
  }
}
