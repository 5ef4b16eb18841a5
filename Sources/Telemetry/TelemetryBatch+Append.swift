extension TelemetryBatch {
  /// Adds what came later. A reset makes everything before it void.
  mutating func append(_ later: TelemetryBatch) {
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
