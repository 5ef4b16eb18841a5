import Synchronization
import Telemetry

/// Keeps what a run ends with: the final model's bytes, how a stream stands, the outcome.
final class LastMessages: FrameSink {
  private struct State {
    var model: [UInt8]?
    var outcome: Outcome?
    var status: StreamStatus?
  }

  private let state = Mutex(State())

  func receive(_ message: Message) {
    switch message {
    case .checkpoint(let checkpoint) where checkpoint.kind == .final:
      state.withLock { $0.model = checkpoint.model }
    case .finished(let outcome): state.withLock { $0.outcome = outcome }
    case .frame(let frame, _): state.withLock { $0.status = frame.stream }
    default: return
    }
  }

  /// A complete model file; nil before the run ended.
  var model: [UInt8]? { state.withLock { $0.model } }
  /// The outcome of a worker that has left.
  var finalOutcome: Outcome {
    guard let outcome = state.withLock({ $0.outcome }) else {
      preconditionFailure("the worker left without an outcome")
    }
    return outcome
  }
  /// Nil for training on finished data.
  var status: StreamStatus? { state.withLock { $0.status } }
}
