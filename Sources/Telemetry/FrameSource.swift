/// Where messages go: a screen's channel, a recorder, a progress printer.
///
/// The trainer calls `receive` on its own queue, in order. An implementation must not block on a screen or a
/// disk.
public protocol FrameSink: Sendable {
  func receive(_ message: Message)
}

/// What a dashboard shows: a live run, an attached one or a replay. The dashboard tells them apart only by `mode`, which it
/// needs for words.
public protocol FrameSource: Sendable {
  var description: RunDescription { get }
  var mode: SourceMode { get }

  /// Everything since the last drain. Never blocks.
  func drain() -> TelemetryBatch

  /// Passes a command on. Never blocks; the effect comes as frames and events.
  func send(_ command: Command)

  /// Sets what is called, on any queue, whenever a drain would return something new.
  func setWakeup(_ wakeup: @escaping @Sendable () -> Void)
}

public enum SourceMode: Sendable, Hashable {
  case live
  case replay
  case attached
  /// There is no run: the trials of a sweep are shown, each of which can be opened.
  case sweep
}

/// What a drain returns.
public struct TelemetryBatch: Sendable {
  /// True where everything shown before is void (a replay was moved): `scalars` and `events` then hold the
  /// whole history up to the present position.
  public var isReset = false
  public var scalars: [StepScalars] = []
  /// The newest frame; older ones that were never drained are counted in `skippedFrames`.
  public var frame: Frame?
  public var events: [Event] = []
  public var skippedFrames = 0
  /// Set once, when the run ended.
  public var outcome: Outcome?
  /// Set where a run that was done goes on: how it is described from now on. What the source said of its end before holds
  /// no longer; `outcome` is that of the new end.
  public var lengthened: RunDescription?
  /// Why a command is not carried out, for the person who gave it.
  public var refusal: String?
  /// Set once where the run went on without an outcome and nothing more of it comes.
  public var abandonment: Abandonment?
  /// How the process that records an attached run is doing, where that changed.
  public var recorder: RecorderCondition?
  /// Where a replay stands; nil while live.
  public var playback: Playback?

  public init() {}

  public var isEmpty: Bool {
    !isReset && scalars.isEmpty && frame == nil && events.isEmpty && outcome == nil
      && lengthened == nil && refusal == nil
      && abandonment == nil && recorder == nil && playback == nil
  }
}

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
    outcome = later.lengthened == nil ? later.outcome ?? outcome : later.outcome
    lengthened = later.lengthened ?? lengthened
    refusal = later.refusal ?? refusal
    abandonment = later.abandonment ?? abandonment
    recorder = later.recorder ?? recorder
    playback = later.playback ?? playback
  }
}

/// Why nothing more comes of a run that has no outcome.
public enum Abandonment: Sendable, Hashable {
  /// The process that recorded it was killed, or recording failed.
  case interrupted
  /// The file was removed or replaced while it was read.
  case replaced
}

/// How a process that records a run is doing.
public enum RecorderCondition: Sendable, Hashable {
  case active
  /// It was stopped by a signal, as Ctrl-Z does, and can go on.
  case suspended(process: Int)
  /// It is there, but nothing came from it for so many seconds.
  case silent(seconds: Int)
}

/// Where a replay stands.
public struct Playback: Sendable, Hashable {
  /// The frame on the screen, counted from 0.
  public var frameIndex: Int
  public var frameCount: Int
  /// Seconds of run time at the frame on the screen, and in all.
  public var position: Double
  public var duration: Double
  /// 1 is the speed of the recorded run.
  public var speed: Double
  public var isPlaying: Bool
  /// Where events lie on the time axis, in order: the whole run's, also those still to come. Routine checkpoints are
  /// not among them.
  public var marks: [Mark]

  /// An event on the time axis of a replay.
  public struct Mark: Sendable, Hashable {
    /// Seconds of run time.
    public var position: Double
    public var kind: Event.Kind

    public init(position: Double, kind: Event.Kind) {
      self.position = position
      self.kind = kind
    }
  }

  public init(
    frameIndex: Int, frameCount: Int, position: Double, duration: Double, speed: Double, isPlaying: Bool,
    marks: [Mark] = []
  ) {
    self.frameIndex = frameIndex
    self.frameCount = frameCount
    self.position = position
    self.duration = duration
    self.speed = speed
    self.isPlaying = isPlaying
    self.marks = marks
  }
}
