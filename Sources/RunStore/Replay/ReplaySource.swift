import Dispatch
import Synchronization
import Telemetry

/// Plays a recorded run: frames, scalars and events come at the times at which they were recorded.
///
/// Playback can be paused, stepped both ways, moved and run at 0.25 to 64 times the speed. It stops at the
/// end; resumed there, it starts again. The first drain holds the first frame. After a move or a step
/// backwards a batch is a reset: it holds everything up to the new position.
public final class ReplaySource: FrameSource {
  private struct Player {
    var engine: ReplayEngine
    var lastTick: Double
    /// Counts timers, so that a replaced one does nothing.
    var timer = 0
  }

  public let description: RunDescription
  public var mode: SourceMode { .replay }

  private let reader: RunReader
  private let frames: [FrameEntry]
  private let clock: any ReplayClock
  /// Only locked on `queue`, but for the start.
  private let player: Mutex<Player>
  private let channel = Channel()
  private let queue = DispatchQueue(label: "lnn-top.replay", qos: .userInitiated)

  /// Reads everything but the traces, which follow as they are shown.
  ///
  /// - Parameter isPlaying: whether playback starts at once.
  public init(reader: RunReader, isPlaying: Bool = true, clock: any ReplayClock = MonotonicClock()) {
    self.reader = reader
    self.clock = clock
    description = reader.description
    frames = reader.frames()
    let timeline = ReplayTimeline(reader, frames: frames)
    player = Mutex(
      Player(engine: ReplayEngine(timeline: timeline, isPlaying: isPlaying), lastTick: clock.now))
    queue.sync { tick() }
  }

  package var timeline: ReplayTimeline { player.withLock { $0.engine.timeline } }

  public func drain() -> TelemetryBatch { channel.drain() }

  public func send(_ command: Command) {
    queue.async { self.tick(command) }
  }

  public func setWakeup(_ wakeup: @escaping @Sendable () -> Void) { channel.setWakeup(wakeup) }

  /// Lets the clock's time pass now instead of when the timer fires, and returns when that is done.
  package func crank() { queue.sync { tick() } }

  /// Moves playback to a moment, and returns when a drain shows it.
  public func seek(_ moment: ReplayMoment) {
    switch moment {
    case .fraction(let fraction): send(.seek(fraction))
    case .step(let step): send(.seek(timeline.fraction(ofStep: step)))
    }
    crank()
  }

  /// At most this many seconds pass at once, so that playback of a suspended program continues where it stopped.
  private static let longestTick = 1.0
  /// Seconds between two updates: no more often than a screen draws, often enough for its clock.
  private static let timerRange = 1.0 / 60...0.25

  private func tick(_ command: Command? = nil) {
    let (output, next, timer) = player.withLock { player in
      let now = clock.now
      player.engine.advance(by: min(Self.longestTick, now - player.lastTick))
      player.lastTick = now
      if let command { player.engine.apply(command) }
      player.timer += 1
      return (player.engine.takeOutput(), player.engine.secondsToNext, player.timer)
    }
    if let output { deliver(output) }
    guard let next else { return }
    let delay = min(Self.timerRange.upperBound, max(Self.timerRange.lowerBound, next))
    queue.asyncAfter(deadline: .now() + delay) { [weak self] in
      guard let self, self.player.withLock({ $0.timer }) == timer else { return }
      self.tick()
    }
  }

  private func deliver(_ output: ReplayEngine.Output) {
    let timeline = timeline
    var batch = TelemetryBatch()
    batch.isReset = output.isReset
    batch.scalars = Array(timeline.scalars[output.scalars])
    batch.events = Array(timeline.events[output.events])
    batch.skippedFrames = output.skippedFrames
    batch.outcome = output.outcome
    if output.hasEnded, output.outcome == nil, reader.state == .interrupted {
      batch.abandonment = .interrupted
    }
    batch.playback = output.playback
    if let index = output.frame {
      do throws(RunStoreError) {
        batch.frame = try reader.frame(frames[index])
      } catch {
        let entry = frames[index]
        batch.events.append(
          Event(kind: .note, step: entry.step, elapsed: entry.elapsed, detail: "\(error)"))
      }
    }
    channel.deliver(batch)
  }
}

/// Where a replay gets the time from; tests advance one by hand.
public protocol ReplayClock: Sendable {
  /// Seconds since some fixed moment, never going back.
  var now: Double { get }
}

/// The time since the machine started.
public struct MonotonicClock: ReplayClock {
  public init() {}

  public var now: Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }
}
