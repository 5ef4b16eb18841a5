import Dispatch
import Glibc
import Synchronization

/// Turns the signals that ask a program to end into a call, so that a run is completed first.
///
/// Only for a program without a dashboard: with one, the terminal session handles signals.
final class HeadlessSignals {
  private static let numbers = [SIGINT, SIGTERM, SIGHUP]

  /// Remembers the first signal; shared with the handlers.
  private final class Caught: Sendable {
    let number = Atomic<Int32>(0)
  }

  private let sources: [any DispatchSourceSignal]
  private let caught: Caught

  /// - Parameter onSignal: called on another queue at each signal. After the first, SIGINT ends the program at
  ///   once.
  init(onSignal: @escaping @Sendable () -> Void) {
    let caught = Caught()
    self.caught = caught
    // Who started the program with a signal ignored, as nohup does, wants it ignored.
    let wanted = Self.numbers.filter { !Self.isIgnored($0) }
    sources = wanted.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { @Sendable in
        caught.number.store(number, ordering: .relaxed)
        // A terminal that goes away sends more than one signal; only a person's second Ctrl-C means now.
        signal(SIGINT, SIG_DFL)
        onSignal()
      }
      source.resume()
      return source
    }
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    // Function pointers cannot be compared in Swift; their addresses can.
    let handler = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
    return handler == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// The signal that came, if any did.
  var received: Int32? {
    let number = caught.number.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }
}
