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

  /// - Parameter onSignal: called on another queue at each signal. After the first, a second one ends the program
  ///   at once.
  init(onSignal: @escaping @Sendable () -> Void) {
    let caught = Caught()
    self.caught = caught
    sources = Self.numbers.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { @Sendable in
        caught.number.store(number, ordering: .relaxed)
        for number in HeadlessSignals.numbers { signal(number, SIG_DFL) }
        onSignal()
      }
      source.resume()
      return source
    }
  }

  /// The signal that came, if any did.
  var received: Int32? {
    let number = caught.number.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }
}
