import Dispatch
import Synchronization
import Text

/// Plays a source that has everything already, such as a file, at a given rate.
public final class PacedSource: LiveSource {
  private struct State {
    var held: [SourceLine] = []
    var ending: SourceEnding?
    var start: Double?
    var released = 0
  }

  private let inner: any LiveSource
  private let linesPerSecond: Double
  private let now: @Sendable () -> Double
  private let wallClock: @Sendable () -> Double
  private let state = Mutex(State())
  private let wakeups = DispatchSemaphore(value: 0)

  public var name: String { inner.name }
  public var isRewindable: Bool { inner.isRewindable }

  /// - Parameters:
  ///   - now: seconds that never run backwards.
  ///   - wallClock: seconds since 1970: lines arrive when they are released.
  public init(
    _ inner: any LiveSource, linesPerSecond: Double, now: @escaping @Sendable () -> Double,
    wallClock: @escaping @Sendable () -> Double
  ) {
    self.inner = inner
    self.linesPerSecond = linesPerSecond
    self.now = now
    self.wallClock = wallClock
  }

  public func start(at position: SourcePosition?) throws(LiveSourceError) { try inner.start(at: position) }

  public func next(limit: Int, timeout: Double) -> SourceBatch {
    let needsMore = state.withLock { $0.held.isEmpty && $0.ending == nil }
    var batch = SourceBatch()
    if needsMore {
      batch = inner.next(limit: 256, timeout: timeout)
      state.withLock { state in
        state.held += batch.lines
        state.ending = batch.ending
      }
      (batch.lines, batch.ending) = ([], nil)
    }
    let pause = state.withLock { $0.held.isEmpty ? 0 : secondsToNext($0) }
    if pause > 0, wakeups.wait(timeout: .now() + min(pause, timeout)) == .success { return batch }
    state.withLock { state in
      // One reading of the clock: of two the second is later, and the first line would never be due.
      let moment = now()
      let passed = moment - (state.start ?? moment)
      let due = Int(saturating: (passed * linesPerSecond).rounded(.down)) + 1
      let count = max(0, min(limit, state.held.count, due - state.released))
      if count > 0, state.start == nil { state.start = moment }
      for var line in state.held.prefix(count) {
        line.arrival = wallClock()
        batch.lines.append(line)
      }
      state.held.removeFirst(count)
      state.released += count
      if state.held.isEmpty { batch.ending = state.ending }
    }
    return batch
  }

  private func secondsToNext(_ state: State) -> Double {
    guard let start = state.start else { return 0 }
    return start + Double(state.released) / linesPerSecond - now()
  }

  public func wake() {
    inner.wake()
    wakeups.signal()
  }

  public func stop() { inner.stop() }
}
