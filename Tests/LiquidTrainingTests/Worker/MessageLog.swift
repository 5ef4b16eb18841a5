import Dispatch
import Synchronization
import Telemetry
import TestSupport

/// Keeps every message of a worker, and lets a test wait for one.
final class MessageLog: FrameSink {
  private struct State {
    var messages: [Message] = []
    var onMessage: (@Sendable ([Message]) -> Void)?
  }

  private let state = Mutex(State())

  func receive(_ message: Message) {
    let (messages, onMessage) = state.withLock { state in
      state.messages.append(message)
      return (state.messages, state.onMessage)
    }
    onMessage?(messages)
  }

  var messages: [Message] { state.withLock { $0.messages } }

  /// Waits until the messages so far satisfy a condition; false after a generous deadline.
  func wait(until condition: @escaping @Sendable ([Message]) -> Bool) -> Bool {
    let satisfied = DispatchSemaphore(value: 0)
    let holdsNow = state.withLock { state in
      state.onMessage = { if condition($0) { satisfied.signal() } }
      return condition(state.messages)
    }
    defer { state.withLock { $0.onMessage = nil } }
    return holdsNow || satisfied.wait(timeout: .now() + patience) == .success
  }
}

extension Array where Element == Message {
  var frames: [Frame] {
    compactMap { if case .frame(let frame, _) = $0 { frame } else { nil } }
  }

  var scalars: [StepScalars] {
    compactMap { if case .scalars(let scalars) = $0 { scalars } else { nil } }
  }

  var events: [Event] {
    compactMap { if case .event(let event) = $0 { event } else { nil } }
  }

  var checkpoints: [Checkpoint] {
    compactMap { if case .checkpoint(let checkpoint) = $0 { checkpoint } else { nil } }
  }

  var outcome: Outcome? {
    compactMap { if case .finished(let outcome) = $0 { outcome } else { nil } }.first
  }
}
