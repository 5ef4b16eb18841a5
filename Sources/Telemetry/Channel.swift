import Synchronization

/// The screen's end of a run: the newest frame wins, scalars and events accumulate until they are drained.
///
/// The writer never waits for the reader. Frames that a newer one replaced are counted.
public final class Channel: FrameSink {
  private struct State {
    var batch = TelemetryBatch()
    var wakeup: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  public init() {}

  /// Sets what is called, on the writer's queue, after each message but scalars and checkpoints; at once
  /// where something is waiting already.
  public func setWakeup(_ wakeup: @escaping @Sendable () -> Void) {
    let isWaiting = state.withLock { state in
      state.wakeup = wakeup
      return !state.batch.isEmpty
    }
    if isWaiting { wakeup() }
  }

  /// Adds one message. Never waits for the reader.
  public func receive(_ message: Message) {
    let wakeup = state.withLock { state -> (@Sendable () -> Void)? in
      switch message {
      case .scalars(let scalars):
        // Scalars come at every step; the frame that follows is what wakes the screen.
        state.batch.scalars.append(scalars)
        return nil
      case .frame(let frame, _):
        if state.batch.frame != nil { state.batch.skippedFrames += 1 }
        state.batch.frame = frame
      case .event(let event):
        state.batch.events.append(event)
      case .checkpoint:
        return nil
      case .finished(let outcome):
        state.batch.outcome = outcome
      case .lengthened(let description):
        state.batch.lengthened = description
        state.batch.outcome = nil
        state.batch.events.removeAll { $0.kind == .done }
      case .refused(let reason):
        state.batch.refusal = reason
      }
      return state.wakeup
    }
    // Outside the lock: a wakeup may drain at once.
    wakeup?()
  }

  /// Adds a batch of a replay or a followed run to what is waiting, and wakes the reader.
  public func deliver(_ batch: TelemetryBatch) {
    let wakeup = state.withLock { state in
      state.batch.append(batch)
      return state.wakeup
    }
    wakeup?()
  }

  /// Everything since the last drain.
  public func drain() -> TelemetryBatch {
    state.withLock { state in
      defer { state.batch = TelemetryBatch() }
      return state.batch
    }
  }
}
