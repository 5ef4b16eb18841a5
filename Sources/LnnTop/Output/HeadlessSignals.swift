import Dispatch
import Terminal

/// Turns the signals that ask a program to end into a call, so that a run is completed first.
///
/// Only for a program without a dashboard: with one, the terminal session reports signals.
final class HeadlessSignals {
  private let source: any DispatchSourceRead

  /// - Parameter onSignal: called on another queue when a signal comes, at least once.
  init(_ signals: SignalGuard, onSignal: @escaping @Sendable () -> Void) {
    let source = DispatchSource.makeReadSource(fileDescriptor: signals.descriptor, queue: .global())
    source.setEventHandler { @Sendable [drain = signals.drain] in
      drain()
      onSignal()
    }
    source.resume()
    self.source = source
  }

  /// No call follows that has not begun.
  func cancel() { source.cancel() }

  deinit { source.cancel() }
}
