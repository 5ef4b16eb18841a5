import Dispatch
import Foundation
import Sweeps
import Synchronization
import Terminal

/// A sweep that a person waits for: with lines, or on the dashboard.
struct AttendedSweep {
  let sweep: RunningSweep
  let maker: any SweepMaker

  /// Makes the runs; a signal stops it.
  ///
  /// - Returns: the signal; nil where none came.
  func run() throws -> Int32? {
    let signals = try SignalGuard()
    let stop = HeadlessSignals(signals) { [maker] in maker.stop() }
    defer {
      stop.cancel()
      signals.end()
    }
    try maker.make()
    return signals.received
  }

  /// Makes the runs while the dashboard shows them; to leave it stops the sweep.
  ///
  /// - Returns: the signal that ended it; nil where it was a key.
  func run(on screen: SweepScreen) throws -> Int32? {
    let result = Mutex<Result<Void, any Error>>(.success(()))
    let ended = DispatchSemaphore(value: 0)
    // A thread of its own: it does nothing but wait.
    Thread { [maker, warn = screen.warn] in
      let outcome = Result { try maker.make() }
      if case .failure(let error) = outcome { warn("\(error)") }
      result.withLock { $0 = outcome }
      ended.signal()
    }.start()
    let signal = screen.show()
    maker.stop()
    ended.wait()
    try result.withLock { $0 }.get()
    return signal
  }
}
