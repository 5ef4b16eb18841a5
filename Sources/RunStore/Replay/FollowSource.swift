import Dispatch
import Synchronization
import Telemetry

/// Follows a run that another process is recording: everything so far at once, then what is committed, until
/// the run ends.
///
/// The first drain holds the whole history and the newest frame. Where the recording process is killed or
/// fails, a note says so and nothing more comes. Commands are ignored: the run belongs to the other process.
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
  }

  public let description: RunDescription
  public var mode: SourceMode { .attached }

  private let path: String
  /// Only locked on `queue`.
  private let follower: Mutex<Follower>
  private let channel = Channel()
  private let queue = DispatchQueue(label: "lnn-top.follow", qos: .userInitiated)

  /// Seconds between two looks at the file; the recorder commits about twice a second.
  private static let interval = 0.25

  /// Opens the run, which may have ended already.
  public init(path: String) throws(RunStoreError) {
    let reader = try RunReader(path: path)
    self.path = path
    description = reader.description
    follower = Mutex(Follower(reader: reader))
    queue.sync { look() }
  }

  public func drain() -> TelemetryBatch { channel.drain() }

  public func send(_ command: Command) {}

  public func setWakeup(_ wakeup: @escaping @Sendable () -> Void) { channel.setWakeup(wakeup) }

  private func look() {
    let (batch, isOver) = follower.withLock { follower -> (TelemetryBatch, Bool) in
      guard let reader = follower.reader else { return (TelemetryBatch(), true) }
      // Before the rest: what was written before the end is then all there.
      let state = reader.state
      var batch = follower.read(reader)
      switch state {
      case .recording:
        return (batch, false)
      case .interrupted:
        batch.events.append(follower.interruption(after: reader.damage))
        batch.isAbandoned = true
      case .finished(let outcome):
        batch.outcome = outcome
      }
      follower.reader = nil
      return (batch, true)
    }
    if !batch.isEmpty { channel.deliver(batch) }
    guard !isOver else {
      if batch.outcome != nil { tidy(attempts: 40) }
      return
    }
    queue.asyncAfter(deadline: .now() + Self.interval) { [weak self] in self?.look() }
  }

  /// Makes the finished run one file, which the recorder could not while this reader had it open.
  private func tidy(attempts: Int) {
    guard attempts > 0, !RunFile.fold(path) else { return }
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
    }
    return batch
  }

  /// One note for all frames that cannot be read.
  private mutating func note(of error: RunStoreError, at frame: FrameEntry) -> Event? {
    guard !hasNotedDamage else { return nil }
    hasNotedDamage = true
    return Event(kind: .note, step: frame.step, elapsed: frame.elapsed, detail: "\(error)")
  }

  func interruption(after damage: RunStoreError?) -> Event {
    let reason = damage.map { ": \($0)" } ?? ""
    let detail = "recording ended without an outcome\(reason)"
    return Event(kind: .note, step: step, elapsed: elapsed, detail: detail)
  }
}
