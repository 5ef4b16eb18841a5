import Telemetry

extension DashboardState {
  /// Takes in what the source told.
  mutating func absorb(_ batch: TelemetryBatch) {
    if batch.isReset {
      history = ScalarHistory()
      events = []
      outcome = nil
      frame = nil
      digest = nil
    }
    for scalars in batch.scalars { history.append(scalars) }
    events.append(contentsOf: batch.events)
    if events.count > Self.maximumEvents { events.removeFirst(events.count - Self.maximumEvents) }
    if let loss = batch.events.last(where: { $0.kind == .unrecorded }) {
      isUnrecorded = true
      say(loss.detail, isWarning: true)
    }
    skippedFrames += batch.skippedFrames
    if let playback = batch.playback {
      self.playback = playback
      if mode == .replay, pending.isPaused?.value == !playback.isPlaying { pending.isPaused = nil }
    }
    if let frame = batch.frame { show(frame) }
    if let outcome = batch.outcome { end(with: outcome) }
    if batch.isAbandoned {
      isAbandoned = true
      say("the process that recorded this run is gone; it left no outcome", isWarning: true)
    }
  }

  private mutating func show(_ frame: Frame) {
    self.frame = frame
    digest = ProbeDigest(probe: frame.probe, description: description)
    if mode != .replay { pending.settle(with: frame) }
    updateNeuronOrder()
  }

  private mutating func end(with outcome: Outcome) {
    self.outcome = outcome
    if let explanation = outcome.explanation { say(explanation, isWarning: outcome.state == .diverged) }
  }
}
