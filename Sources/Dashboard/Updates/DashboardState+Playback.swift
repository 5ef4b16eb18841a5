import Telemetry

extension DashboardState {
  /// Pausing, stepping and, in a replay, moving about in time.
  mutating func playbackEffects(_ command: KeyCommand) -> [Effect] {
    switch command {
    case .togglePause: return togglePause()
    case .step: return step()
    case .stepBack: return [.send(.stepBack)]
    case .seek(let offset): return seek(to: replayFraction + offset)
    case .seekStart: return seek(to: 0)
    case .seekEnd: return seek(to: 1)
    case .seekEvent(let direction): return seekEvent(direction)
    case .speed(let direction): return changeSpeed(direction)
    default: return []
    }
  }

  private mutating func togglePause() -> [Effect] {
    guard !hasEnded else {
      say("the run has ended; q leaves")
      return []
    }
    guard mode != .attached else {
      say("this run belongs to another process: pause it there", isWarning: true)
      return []
    }
    let pauses = !isPaused
    pending.isPaused = .init(value: pauses, expiresAt: now + PendingRequests.patience)
    return [.send(pauses ? .pause : .resume)]
  }

  private mutating func step() -> [Effect] {
    guard !hasEnded else {
      say("the run has ended; q leaves")
      return []
    }
    guard !isPaused else { return [.send(.step)] }
    pending.isPaused = .init(value: true, expiresAt: now + PendingRequests.patience)
    return [.send(.pause), .send(.step)]
  }

  /// Where the replay stands, 0 to 1, counting a seek that has not been answered yet.
  private var replayFraction: Double {
    if let pending = pending.seek { return pending.value }
    guard let playback else { return 0 }
    if playback.duration > 0 { return playback.position / playback.duration }
    return playback.frameCount > 1 ? Double(playback.frameIndex) / Double(playback.frameCount - 1) : 0
  }

  private mutating func seek(to fraction: Double) -> [Effect] {
    let fraction = fraction.isFinite ? min(max(fraction, 0), 1) : 0
    // A short patience: what counts after that is where the replay really is.
    pending.seek = .init(value: fraction, expiresAt: now + 0.5)
    return [.send(.seek(fraction))]
  }

  private mutating func seekEvent(_ direction: Int) -> [Effect] {
    guard playback?.marks.isEmpty == false else {
      say("this run recorded no events")
      return []
    }
    pending.seek = nil
    return [.send(.seekEvent(forwards: direction > 0))]
  }

  private mutating func changeSpeed(_ direction: Int) -> [Effect] {
    let speed = playback?.speed ?? 1
    let changed = min(max(direction > 0 ? speed * 2 : speed / 2, 0.25), 64)
    // The answer comes with the next batch; until then the next key goes on from here.
    playback?.speed = changed
    say("speed: \(StateWord.speed(changed))")
    return [.send(.setPlaybackSpeed(changed))]
  }
}
