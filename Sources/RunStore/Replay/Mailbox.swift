import Synchronization
import Telemetry

/// Keeps what a source has to tell until it is drained.
final class Mailbox: Sendable {
  private struct State {
    var batch = TelemetryBatch()
    var wakeup: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  /// Adds a batch to what is waiting and tells the reader.
  func deliver(_ batch: TelemetryBatch) {
    let wakeup = state.withLock { state in
      state.batch.append(batch)
      return state.wakeup
    }
    // Outside the lock: a wakeup may drain at once.
    wakeup?()
  }

  func drain() -> TelemetryBatch {
    state.withLock { state in
      defer { state.batch = TelemetryBatch() }
      return state.batch
    }
  }

  /// Sets what is called after each delivery; at once where something is waiting already.
  func setWakeup(_ wakeup: @escaping @Sendable () -> Void) {
    let isWaiting = state.withLock { state in
      state.wakeup = wakeup
      return !state.batch.isEmpty
    }
    if isWaiting { wakeup() }
  }
}

extension TelemetryBatch {
  /// Adds what came later.
  fileprivate mutating func append(_ later: TelemetryBatch) {
    guard !later.isReset else {
      self = later
      return
    }
    scalars += later.scalars
    events += later.events
    skippedFrames += later.skippedFrames + (frame != nil && later.frame != nil ? 1 : 0)
    frame = later.frame ?? frame
    outcome = later.outcome ?? outcome
    isAbandoned = isAbandoned || later.isAbandoned
    playback = later.playback ?? playback
  }
}
