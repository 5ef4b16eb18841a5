import Telemetry

// Pausing, stepping and, in a replay, moving in time.
extension DashboardState {
  mutating func togglePause() -> [Effect] {
    guard !hasEnded else { return showMessage(Self.endedText) }
    guard mode != .attached else {
      return showMessage("this run belongs to another process: pause it there", isWarning: true)
    }
    let pauses = !isPaused
    pending.isPaused = .init(value: pauses, expiresAt: expiry)
    return [.send(pauses ? .pause : .resume)]
  }

  mutating func step() -> [Effect] {
    guard !hasEnded else { return showMessage(Self.endedText) }
    guard !isPaused else { return [.send(.step)] }
    pending.isPaused = .init(value: true, expiresAt: expiry)
    return [.send(.pause), .send(.step)]
  }

  static let endedText = "the run has ended; q leaves"

  mutating func trainFurther() -> [Effect] {
    guard !isDone else { return [.send(.trainFurther)] }
    guard hasEnded else {
      return showMessage("M is for a run that is done: this one goes on", isWarning: true)
    }
    return showMessage(
      "only a run that is done can be trained further: this one has no good end", isWarning: true)
  }

  mutating func seek(by offset: Double) -> [Effect] { seek(to: replayFraction + offset) }

  /// - Parameter fraction: 0 is the beginning of the replay, 1 its end.
  mutating func seek(to fraction: Double) -> [Effect] {
    let fraction = fraction.isFinite ? min(max(fraction, 0), 1) : 0
    // Not for long: after that the replay's own position counts.
    pending.seek = .init(value: fraction, expiresAt: now + 0.5)
    return [.send(.seek(fraction))]
  }

  /// Where the replay is, 0 to 1, counting a seek that has not been answered yet.
  private var replayFraction: Double {
    if let pending = pending.seek { return pending.value }
    guard let playback else { return 0 }
    if playback.duration > 0 { return playback.position / playback.duration }
    return playback.frameCount > 1 ? Double(playback.frameIndex) / Double(playback.frameCount - 1) : 0
  }

  mutating func seekEvent(forwards: Bool) -> [Effect] {
    guard playback?.marks.isEmpty == false else { return showMessage("this run recorded no events") }
    pending.seek = nil
    return [.send(.seekEvent(forwards: forwards))]
  }

  mutating func changeSpeed(by factor: Double) -> [Effect] {
    let changed = min(max((playback?.speed ?? 1) * factor, 0.25), 64)
    // The answer comes with the next batch; until then the next key goes on from here.
    playback?.speed = changed
    showMessage("speed: \(StateWord.speed(changed))")
    return [.send(.setPlaybackSpeed(changed))]
  }
}
