import Synchronization
import Telemetry

/// Keeps what a run ends with: the final model's bytes and the outcome.
final class FinalModel: FrameSink {
  private struct State {
    var bytes: [UInt8]?
    var outcome: Outcome?
  }

  private let state = Mutex(State())

  func receive(_ message: Message) {
    switch message {
    case .checkpoint(let checkpoint) where checkpoint.kind == .final:
      state.withLock { $0.bytes = checkpoint.model }
    case .finished(let outcome):
      state.withLock { $0.outcome = outcome }
    default:
      return
    }
  }

  /// A complete model file; nil before the run ended.
  var bytes: [UInt8]? { state.withLock { $0.bytes } }

  var outcome: Outcome? { state.withLock { $0.outcome } }
}
