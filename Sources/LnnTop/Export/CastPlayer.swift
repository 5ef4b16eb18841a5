import RunStore
import Synchronization

/// A replay that goes on only when it is told to.
final class CastPlayer {
  let source: ReplaySource
  private let clock = CrankedClock()
  private var position = 0.0

  init(reader: RunReader) {
    source = ReplaySource(reader: reader, isPlaying: true, clock: clock)
  }

  /// Seconds of run time.
  var duration: Double { source.timeline.duration - source.timeline.start }

  var isAtEnd: Bool { position >= duration }

  /// Lets seconds of run time pass.
  func advance(by seconds: Double) {
    position += seconds
    var rest = seconds
    // A replay takes a longer time at once for a sleep of the machine.
    while rest > 0 {
      clock.advance(by: min(rest, 1))
      source.crank()
      rest -= 1
    }
  }
}

private final class CrankedClock: ReplayClock {
  private let time = Mutex(0.0)

  var now: Double { time.withLock { $0 } }

  func advance(by seconds: Double) { time.withLock { $0 += seconds } }
}
