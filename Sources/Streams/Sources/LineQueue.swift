import Dispatch
import Synchronization

/// What a source does when its reader is slower than its lines come.
public enum OverloadRule: String, Sendable, CaseIterable {
  /// It reads on only when there is room: files and pipes lose nothing by it, a broker keeps what was not acknowledged.
  case wait
  /// It drops its oldest lines, and counts them.
  case dropOldest = "drop-oldest"
}

/// The lines between the thread that reads a source and the one that works on them.
///
/// Bounded by count and by bytes, whatever happens at either end. One thread adds, one takes; any may end it.
public final class LineQueue: Sendable {
  /// How much waits at most. A batch that is added while there is room may go beyond both.
  public struct Limits: Sendable {
    public var lines: Int
    public var bytes: Int

    public init(lines: Int = 8_192, bytes: Int = 8 << 20) {
      precondition(lines > 0 && bytes > 0, "a queue of \(lines) lines and \(bytes) bytes")
      (self.lines, self.bytes) = (lines, bytes)
    }
  }

  private struct State {
    var lines: [SourceLine] = []
    /// Those before it were taken.
    var first = 0
    var bytes = 0
    var dropped = 0
    var news: [SourceNews] = []
    var ending: SourceEnding?
    var isWoken = false
    /// Whether the reader has lines in hand: it asks for the next once it is done with them.
    var isInHand = false
    /// Whether a thread sleeps until there is something to take, or until there is room.
    var readerSleeps = false
    var writerSleeps = false

    var count: Int { lines.count - first }
    var isDone: Bool { ending != nil || count == 0 && !isInHand }

    mutating func dropFirst() {
      bytes -= lines[first].text.utf8.count
      first += 1
      dropped += 1
      compact()
    }

    /// Moving what is left costs no more than what was taken did.
    mutating func compact() {
      guard first > 1_024, first * 2 > lines.count else { return }
      lines.removeFirst(first)
      first = 0
    }

    mutating func take(_ limit: Int) -> [SourceLine] {
      guard count > limit else {
        let all = first == 0 ? lines : Array(lines[first...])
        (lines, first, bytes) = ([], 0, 0)
        return all
      }
      let taken = Array(lines[first..<first + limit])
      first += limit
      bytes -= taken.reduce(0) { $0 + $1.text.utf8.count }
      compact()
      return taken
    }
  }

  private let limits: Limits
  private let rule: OverloadRule
  private let state = Mutex(State())
  private let arrivals = DispatchSemaphore(value: 0)
  private let room = DispatchSemaphore(value: 0)
  /// The most news that wait: a broker that comes and goes for days while nobody reads must not fill the memory.
  private static let mostNews = 100

  public init(limits: Limits = Limits(), rule: OverloadRule) {
    (self.limits, self.rule) = (limits, rule)
  }

  /// Adds lines; with the rule `wait` once there is room.
  ///
  /// - Returns: false where the queue was ended, and nothing was added.
  @discardableResult
  public func add(_ lines: [SourceLine]) -> Bool {
    guard rule == .dropOldest || waitForRoom() else { return false }
    return update { state in
      guard state.ending == nil else { return false }
      state.lines += lines
      state.bytes += lines.reduce(0) { $0 + $1.text.utf8.count }
      if rule == .dropOldest {
        while state.count > limits.lines || (state.bytes > limits.bytes && state.count > 1) {
          state.dropFirst()
        }
      }
      return true
    }
  }

  /// Adds many lines in parts, so that the queue is never much fuller than its limits; false where it was ended.
  func addInParts(_ lines: [SourceLine]) -> Bool {
    let part = max(1, limits.lines / 4)
    if lines.count <= part { return lines.isEmpty ? !isStopped : add(lines) }
    return stride(from: 0, to: lines.count, by: part).allSatisfy {
      add(Array(lines[$0..<min($0 + part, lines.count)]))
    }
  }

  /// Waits until there is room for more, or nobody wants more.
  ///
  /// - Returns: false where the queue was ended.
  private func waitForRoom() -> Bool {
    while true {
      let (isOpen, mustWait) = state.withLock { state in
        let isFull = state.count >= limits.lines || state.bytes >= limits.bytes
        state.writerSleeps = isFull && state.ending == nil
        return (state.ending == nil, state.writerSleeps)
      }
      guard mustWait else { return isOpen }
      room.wait()
    }
  }

  /// Waits until the reader is done with all that was added, which it is when it asks for more; or until the end.
  ///
  /// - Returns: false where that takes longer.
  func waitUntilDone(seconds: Double) -> Bool {
    let mustWait = state.withLock { state in
      state.writerSleeps = !state.isDone
      return state.writerSleeps
    }
    guard mustWait else { return true }
    if room.wait(timeout: .now() + seconds) == .timedOut {
      let isSignalled = state.withLock { state in
        defer { state.writerSleeps = false }
        return !state.writerSleeps
      }
      if isSignalled { room.wait() }
    }
    return state.withLock { $0.isDone }
  }

  var isStopped: Bool { state.withLock { $0.ending == .stopped } }

  public func add(_ news: SourceNews) {
    update { state in
      if state.news.count < Self.mostNews { state.news.append(news) }
    }
  }

  /// Nothing is added after this; what waits can still be taken, except after `.stopped`. The first ending counts.
  public func end(_ ending: SourceEnding) {
    update { state in
      if state.ending == nil { state.ending = ending }
    }
    let sleeps = state.withLock { state in
      defer { state.writerSleeps = false }
      return state.writerSleeps
    }
    if sleeps { room.signal() }
  }

  /// Ends a wait in `next`.
  public func wake() {
    update { $0.isWoken = true }
  }

  /// What came since the last call; see `LiveSource.next`.
  public func next(limit: Int, timeout: Double) -> SourceBatch {
    let isAwaited = state.withLock { state in
      state.isInHand = false
      guard state.writerSleeps, state.isDone else { return false }
      state.writerSleeps = false
      return true
    }
    if isAwaited { room.signal() }
    waitForArrivals(timeout)
    let (batch, writerSleeps) = state.withLock { state in
      var batch = SourceBatch()
      batch.lines = state.ending == .stopped ? [] : state.take(max(1, limit))
      batch.backlog = state.count
      batch.dropped = state.dropped
      swap(&batch.news, &state.news)
      if state.count == 0 || state.ending == .stopped { batch.ending = state.ending }
      state.isWoken = false
      state.isInHand = !batch.lines.isEmpty
      defer { state.writerSleeps = false }
      return (batch, state.writerSleeps)
    }
    if writerSleeps { room.signal() }
    return batch
  }

  private func waitForArrivals(_ timeout: Double) {
    let isReady = state.withLock { state in
      let isReady = state.count > 0 || !state.news.isEmpty || state.ending != nil || state.isWoken
      state.readerSleeps = !isReady && timeout > 0
      return !state.readerSleeps
    }
    if isReady || arrivals.wait(timeout: .now() + min(timeout, 1e6)) == .success { return }
    let isSignalled = state.withLock { state in
      defer { state.readerSleeps = false }
      return !state.readerSleeps
    }
    // The other thread came at the last moment: its signal must not end the next wait.
    if isSignalled { arrivals.wait() }
  }

  /// Changes the state and wakes a reader that sleeps.
  @discardableResult
  private func update<Result: Sendable>(_ change: (inout sending State) -> sending Result) -> Result {
    let (result, readerSleeps) = state.withLock { state in
      let result = change(&state)
      defer { state.readerSleeps = false }
      return (result, state.readerSleeps)
    }
    if readerSleeps { arrivals.signal() }
    return result
  }
}
