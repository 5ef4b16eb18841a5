import RunStore

/// A replay that goes on only when it is told to.
final class CastPlayer {
  let source: ReplaySource
  private var position = 0.0

  init(reader: RunReader) {
    source = ReplaySource(reader: reader, isPlaying: true, clock: StoppedClock())
  }

  /// Seconds of run time.
  var duration: Double { source.timeline.duration - source.timeline.start }

  var isAtEnd: Bool { position >= duration }

  /// Lets seconds of run time pass.
  func advance(by seconds: Double) {
    position = min(duration, position + seconds)
    let timeline = source.timeline
    source.seek(.fraction(isAtEnd ? 1 : (timeline.start + position) / timeline.duration))
  }
}

private struct StoppedClock: ReplayClock {
  let now = 0.0
}
