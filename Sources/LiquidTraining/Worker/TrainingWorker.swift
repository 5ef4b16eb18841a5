import Dispatch
import Synchronization
import Telemetry

/// Trains on a Dispatch queue of its own and reports to its sinks.
///
/// The worker stays after training has ended, so that the final network can still be perturbed. It leaves when it
/// receives `Command.stop`.
public final class TrainingWorker: Sendable {
  private let plan: TrainingPlan
  private let sinks: [any FrameSink]
  private let now: @Sendable () -> Double
  private let mailbox = Mailbox()
  private let queue = DispatchQueue(label: "lnn-top.training", qos: .userInitiated)
  private let left = DispatchGroup()

  /// - Parameter now: a clock in seconds that never runs backwards.
  public init(
    plan: TrainingPlan, sinks: [any FrameSink], now: @escaping @Sendable () -> Double = monotonicSeconds
  ) {
    self.plan = plan
    self.sinks = sinks
    self.now = now
  }

  /// Starts training. Call it once.
  public func start() {
    left.enter()
    queue.async { @Sendable [self] in
      var loop = WorkerLoop(plan: plan, sinks: sinks, mailbox: mailbox, now: now)
      loop.run()
      // A run that is trained further is resumed like any other, only at once and in the same process.
      while let next = loop.next {
        loop = next
        loop.run()
      }
      left.leave()
    }
  }

  /// Passes a command on; it takes effect between two steps.
  public func send(_ command: Command) {
    mailbox.post(command)
  }

  /// Waits until the worker has left; false where that takes longer than `timeout` seconds.
  @discardableResult
  public func waitUntilLeft(timeout: Double? = nil) -> Bool {
    left.wait(timeout: timeout.map { .now() + $0 } ?? .distantFuture) == .success
  }
}

/// Seconds since the machine started: never runs backwards, stands still while the machine sleeps.
@Sendable public func monotonicSeconds() -> Double {
  Double(DispatchTime.now().uptimeNanoseconds) * 1e-9
}

/// Commands for the worker: any thread posts, the worker receives.
final class Mailbox: Sendable {
  private let commands = Mutex<[Command]>([])
  private let arrivals = DispatchSemaphore(value: 0)

  func post(_ command: Command) {
    commands.withLock { $0.append(command) }
    arrivals.signal()
  }

  /// Ends a wait without a command.
  func wake() { arrivals.signal() }

  /// Everything posted so far, in order.
  ///
  /// - Parameter waiting: sleep until something was posted or `wake` was called.
  func receive(waiting: Bool) -> [Command] {
    if waiting { arrivals.wait() }
    return commands.withLock { commands in
      defer { commands = [] }
      return commands
    }
  }
}

/// A run that this process makes, by training or from a stream, as the dashboard sees it.
public final class WorkerFrameSource: FrameSource {
  public let description: RunDescription
  public var mode: SourceMode { .live }
  private let channel: Channel
  private let sendToWorker: @Sendable (Command) -> Void

  /// - Parameters:
  ///   - channel: one of the worker's sinks.
  ///   - send: passes a command on to the worker.
  public init(
    description: RunDescription, channel: Channel, send: @escaping @Sendable (Command) -> Void
  ) {
    self.description = description
    self.channel = channel
    sendToWorker = send
  }

  public func drain() -> TelemetryBatch { channel.drain() }

  public func send(_ command: Command) { sendToWorker(command) }

  public func setWakeup(_ wakeup: @escaping @Sendable () -> Void) { channel.setWakeup(wakeup) }
}
