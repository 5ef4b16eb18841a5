import Dispatch
import Synchronization
import Telemetry

/// Commands on their way to the worker: any thread posts, one takes.
final class Mailbox: Sendable {
  private let commands = Mutex<[Command]>([])
  private let arrivals = DispatchSemaphore(value: 0)

  func post(_ command: Command) {
    commands.withLock { $0.append(command) }
    arrivals.signal()
  }

  /// Everything posted so far, in order.
  ///
  /// - Parameter waiting: sleep until there is at least one command.
  func take(waiting: Bool) -> [Command] {
    if waiting { arrivals.wait() }
    return commands.withLock { commands in
      defer { commands = [] }
      return commands
    }
  }
}
