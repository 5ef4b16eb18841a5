import Dispatch
import Streams
import Telemetry

/// Reads a stream on a Dispatch queue of its own, answers and learns, and reports to its sinks.
///
/// It stays after the stream has ended, so that the network can still be looked at, and leaves when it receives
/// `Command.stop`.
public final class LiveWorker: Sendable {
  private let plan: LivePlan
  private let sinks: [any FrameSink]
  private let answers: [any AnswerSink]
  private let now: @Sendable () -> Double
  private let mailbox = Mailbox()
  private let queue = DispatchQueue(label: "lnn-top.stream", qos: .userInitiated)
  private let left = DispatchGroup()

  /// - Parameters:
  ///   - answers: who is told each row's answer.
  ///   - now: a clock in seconds that never runs backwards.
  public init(
    plan: LivePlan, sinks: [any FrameSink], answers: [any AnswerSink] = [],
    now: @escaping @Sendable () -> Double = monotonicSeconds
  ) {
    self.plan = plan
    self.sinks = sinks
    self.answers = answers
    self.now = now
  }

  /// Starts to read. Call it once.
  public func start() {
    left.enter()
    queue.async { @Sendable [self] in
      LiveLoop(plan: plan, sinks: sinks, answers: answers, mailbox: mailbox, now: now).run()
      left.leave()
    }
  }

  /// Passes a command on; it takes effect between two rows.
  public func send(_ command: Command) {
    mailbox.post(command)
    plan.opening.source.wake()
  }

  /// Waits until the worker has left; false where that takes longer than `timeout` seconds.
  @discardableResult
  public func waitUntilLeft(timeout: Double? = nil) -> Bool {
    left.wait(timeout: timeout.map { .now() + $0 } ?? .distantFuture) == .success
  }
}

/// Who is told each row's answer, on the worker's queue: a file of predictions, a publisher. It must not block for long.
public protocol AnswerSink: Sendable {
  func receive(_ answer: LiveAnswer, to row: LiveRow)
}
