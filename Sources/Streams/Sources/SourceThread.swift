import Foundation
import Synchronization
import Text

/// A thread that reads a source into a queue until it is stopped.
final class SourceThread: Sendable {
  let queue: LineQueue
  /// Two ends of a pipe: the first can be read once the thread shall stop.
  private let stopEnd: Int32
  private let signalEnd: Int32
  private let isStarted = Atomic(false)

  init(queue: LineQueue) {
    self.queue = queue
    var ends: [Int32] = [-1, -1]
    // Without them the thread stops a little later: `wait` looks at the queue, too.
    if pipe(&ends) == 0 {
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }
    (stopEnd, signalEnd) = (ends[0], ends[1])
  }

  deinit {
    if stopEnd >= 0 { close(stopEnd) }
    if signalEnd >= 0 { close(signalEnd) }
  }

  /// Starts the thread, once.
  ///
  /// - Parameter body: reads until `wait` says to stop; what it returns ends the queue.
  func start(_ body: @escaping @Sendable (SourceThread) -> SourceEnding) {
    let wasStarted = isStarted.exchange(true, ordering: .relaxed)
    precondition(!wasStarted, "a source is started once")
    let thread = Thread { [self] in queue.end(body(self)) }
    thread.name = "lnn-top.source"
    thread.start()
  }

  func stop() {
    queue.end(.stopped)
    var byte: UInt8 = 0
    if signalEnd >= 0 { _ = write(signalEnd, &byte, 1) }
  }

  enum Wait { case ready, timedOut, stopped }

  /// Sleeps until a descriptor can be read, or the other side closed it.
  ///
  /// - Parameters:
  ///   - descriptor: nil: none, only the time counts.
  ///   - events: `POLLIN`, `POLLOUT`.
  ///   - seconds: at most; nil: as long as it takes.
  func wait(for descriptor: Int32? = nil, events: Int32 = POLLIN, seconds: Double? = nil) -> Wait {
    let deadline = seconds.map { ProcessInfo.processInfo.systemUptime + $0 }
    while true {
      // Without a pipe the queue's end is looked for every so often.
      let left = deadline.map { max(0, $0 - ProcessInfo.processInfo.systemUptime) }
      let pause = min(left ?? 1, 1)
      var polled = [
        pollfd(fd: stopEnd, events: Int16(POLLIN), revents: 0),
        pollfd(fd: descriptor ?? -1, events: Int16(truncatingIfNeeded: events), revents: 0),
      ]
      let count = poll(&polled, 2, Int32(clamping: Int(saturating: (pause * 1_000).rounded(.up))))
      if polled[0].revents != 0 || queue.isStopped { return .stopped }
      if count > 0, polled[1].revents != 0 { return .ready }
      if let left, left <= pause, count == 0 { return .timedOut }
    }
  }
}

/// A source that a thread of its own reads into a queue.
protocol QueuedSource: LiveSource {
  var thread: SourceThread { get }
}

extension QueuedSource {
  public func next(limit: Int, timeout: Double) -> SourceBatch {
    thread.queue.next(limit: limit, timeout: timeout)
  }

  public func wake() { thread.queue.wake() }

  public func stop() { thread.stop() }
}

/// Pauses between two attempts: each twice as long as the one before, up to a limit.
public struct GrowingPause: Sendable, Hashable {
  public var first: Double
  public var longest: Double
  private var next: Double

  /// - Parameters:
  ///   - first: seconds.
  ///   - longest: seconds.
  public init(first: Double = 0.5, longest: Double = 30) {
    (self.first, self.longest, next) = (first, longest, first)
  }

  /// Seconds until the next attempt.
  mutating func take() -> Double {
    defer { next = min(longest, next * 2) }
    return next
  }

  /// After an attempt that succeeded.
  mutating func reset() { next = first }
}

/// Seconds since 1970.
func arrivalTime() -> Double { Date().timeIntervalSince1970 }

/// The system's words for the last error.
func systemReason(_ code: Int32 = errno) -> String { String(cString: strerror(code)) }
