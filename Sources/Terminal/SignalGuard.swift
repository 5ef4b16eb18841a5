import CTerminalGuard
import Foundation

/// Keeps signals that ask the process to end (SIGINT, SIGTERM, SIGHUP, and every other that would end it by default)
/// from ending it, so that what it is doing can be completed first.
///
/// A terminal that closes sends two signals within milliseconds: whatever follows the first changes nothing. What a
/// person means ends the process at once: the same signal again after two seconds, or Ctrl-C after two others.
///
/// Guards may overlap: a `TerminalSession` within one reports the signals as events; without a session they can be read
/// from `descriptor`.
public final class SignalGuard {
  /// Readable when a signal has come; one byte for each, its number.
  public let descriptor: Int32
  private var isGuarding = true

  /// - Throws: where the process has no file descriptors left.
  public init() throws(TerminalError) {
    descriptor = signal_guard_begin()
    guard descriptor >= 0 else { throw TerminalDevice.failure("watching for signals") }
  }

  /// The first signal that told the process to end; nil where none did.
  public var received: Int32? { Self.received }

  /// The same for whichever guard there is; may be called from any thread.
  public static var received: Int32? {
    let number = signal_guard_received()
    return number == 0 ? nil : number
  }

  /// Takes out of `descriptor` what is there; may be called from any thread.
  public var drain: @Sendable () -> Void {
    { @Sendable [descriptor] in
      var bytes = [UInt8](repeating: 0, count: 64)
      while read(descriptor, &bytes, bytes.count) > 0 { continue }
    }
  }

  /// From here on signals do again what they did before. Further calls do nothing.
  public func end() {
    guard isGuarding else { return }
    isGuarding = false
    signal_guard_end()
  }

  deinit { end() }
}

extension SignalGuard {
  /// Whether a guard keeps a signal, by its number, from ending the process: all but those that tell of a crash, those
  /// that cannot be caught and those that by default end nothing.
  public static func keeps(_ signal: Int32) -> Bool { signal_guard_is_ending(signal) }
}
