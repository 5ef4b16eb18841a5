import Dispatch
import Synchronization
import Telemetry

/// Follows a run that another process is recording: everything so far at once, then what is committed, until
/// the run ends.
///
/// The first drain holds the whole history and the newest frame. Where the recording process is killed or
/// fails, or the file is removed or replaced, a note says so and nothing more comes. Commands are ignored: the run belongs to the other process.
public final class FollowSource: FrameSource {
  fileprivate struct Follower {
    /// Nil once the run has ended.
    var reader: RunReader?
    var lastScalars = 0
    var lastEvent = 0
    var lastFrame = 0
    var step = 0
    var elapsed = 0.0
    var hasNotedDamage = false
    /// Whether training waits because somebody paused it.
    var isPaused = false
    /// When there was something new, on the clock.
    var lastNews: Double
    var recorder = RecorderCondition.active
  }

  public let description: RunDescription
  public var mode: SourceMode { .attached }

  private let path: String
  private let identity: RunFile.Identity?
  private let clock: any ReplayClock
  /// Only locked on `queue`.
  private let follower: Mutex<Follower>
  private let channel = Channel()
  private let queue = DispatchQueue(label: "lnn-top.follow", qos: .userInitiated)

  /// Seconds between two looks at the file; the recorder commits about twice a second.
  private static let interval = 0.25

  /// Seconds without a step after which that is said: few trainings need as long for one.
  fileprivate static let longSilence = 10.0

  /// Opens the run, which may have ended already.
  public init(path: String, clock: any ReplayClock = MonotonicClock()) throws(RunStoreError) {
    let reader = try RunReader(path: path)
    self.path = path
    self.clock = clock
    identity = reader.identity
    description = reader.description
    follower = Mutex(Follower(reader: reader, lastNews: clock.now))
    queue.sync { look() }
  }

  public func drain() -> TelemetryBatch { channel.drain() }

  public func send(_ command: Command) {}

  public func setWakeup(_ wakeup: @escaping @Sendable () -> Void) { channel.setWakeup(wakeup) }

  private func look() {
    guard !deliverNews() else { return }
    queue.asyncAfter(deadline: .now() + Self.interval) { [weak self] in self?.look() }
  }

  /// Publishes what has happened since the last call; true where nothing more will.
  private func deliverNews() -> Bool {
    let (batch, isOver) = follower.withLock { follower -> (TelemetryBatch, Bool) in
      guard let reader = follower.reader else { return (TelemetryBatch(), true) }
      guard !reader.isOverwritten else { return (follower.replacement(of: path), true) }
      // Before the rest: what was written before the end is then all there.
      let state = reader.state
      var batch = follower.read(reader)
      // After the state: a recorder that notices it first has left by now.
      let isMoved = reader.isMoved
      switch state {
      case .recording where isMoved, .interrupted where isMoved:
        let end = follower.replacement(of: path)
        batch.events += end.events
        batch.abandonment = end.abandonment
      case .recording:
        let condition = reader.recorder ?? .active
        batch.recorder = follower.change(to: condition, isNews: !batch.isEmpty, now: clock.now)
        return (batch, false)
      case .interrupted:
        batch.events.append(follower.interruption(after: reader.damage))
        batch.abandonment = .interrupted
      case .finished(let outcome):
        batch.outcome = outcome
      }
      follower.reader = nil
      return (batch, true)
    }
    if !batch.isEmpty { channel.deliver(batch) }
    if batch.outcome != nil { tidy(attempts: 40) }
    return isOver
  }

  /// Looks now instead of when it is due, and returns when that is done.
  package func lookNow() { queue.sync { _ = deliverNews() } }

  /// Makes the finished run one file, which the recorder could not while this reader had it open.
  private func tidy(attempts: Int) {
    guard attempts > 0, !RunFile.fold(path, identity) else { return }
    queue.asyncAfter(deadline: .now() + Self.interval) { [weak self] in self?.tidy(attempts: attempts - 1) }
  }
}

extension FollowSource.Follower {
  /// What was committed since the last call.
  fileprivate mutating func read(_ reader: RunReader) -> TelemetryBatch {
    let scalars = reader.sequencedScalars(after: lastScalars)
    let events = reader.sequencedEvents(after: lastEvent)
    let frames = reader.frames(after: lastFrame)
    lastScalars = scalars.last?.sequence ?? lastScalars
    if let newest = scalars.last?.value { (step, elapsed) = (newest.step, newest.elapsed) }
    lastEvent = events.last?.sequence ?? lastEvent
    var batch = TelemetryBatch()
    batch.scalars = scalars.map(\.value)
    batch.events = events.map(\.value)
    if let newest = frames.last {
      do throws(RunStoreError) {
        batch.frame = try reader.frame(newest)
      } catch {
        batch.events += [note(of: error, at: newest)].compactMap(\.self)
      }
      // Frames of the history do not count as skipped.
      batch.skippedFrames = lastFrame == 0 ? 0 : frames.count - 1
      lastFrame = newest.id
      if let state = batch.frame?.state { isPaused = state == .paused || state == .stepped }
    }
    return batch
  }

  /// One note for all frames that cannot be read.
  private mutating func note(of error: RunStoreError, at frame: FrameEntry) -> Event? {
    guard !hasNotedDamage else { return nil }
    hasNotedDamage = true
    return Event(kind: .note, step: frame.step, elapsed: frame.elapsed, detail: "\(error)")
  }

  /// How the recorder is doing, where that is another thing than was told last.
  ///
  /// - Parameter isNews: whether anything was committed since the last call.
  fileprivate mutating func change(
    to condition: RecorderCondition, isNews: Bool, now: Double
  ) -> RecorderCondition? {
    if isNews { lastNews = now }
    var condition = condition
    let silence = now - lastNews
    if condition == .active, !isPaused, silence >= FollowSource.longSilence {
      condition = .silent(seconds: Int(silence))
    }
    guard condition != recorder else { return nil }
    recorder = condition
    return condition
  }

  /// The end of what can be followed where the file is another one.
  fileprivate func replacement(of path: String) -> TelemetryBatch {
    var batch = TelemetryBatch()
    let detail = RunStoreError.replaced(path: path).description
    batch.events = [Event(kind: .note, step: step, elapsed: elapsed, detail: detail)]
    batch.abandonment = .replaced
    return batch
  }

  func interruption(after damage: RunStoreError?) -> Event {
    let reason = damage.map { ": \($0)" } ?? ""
    let detail = "recording ended without an outcome\(reason)"
    return Event(kind: .note, step: step, elapsed: elapsed, detail: detail)
  }
}
