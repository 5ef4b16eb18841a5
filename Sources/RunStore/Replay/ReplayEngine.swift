import Telemetry

/// Playback without a clock, file or thread: time and commands move a position on a timeline.
///
/// The same position shows the same, however it was reached.
package struct ReplayEngine: Sendable {
  /// What changed since the last output.
  package struct Output: Sendable {
    /// Earlier output is void: `scalars` and `events` start at the beginning.
    package var isReset = false
    package var scalars: Range<Int> = 0..<0
    package var events: Range<Int> = 0..<0
    /// The frame to show, where it is another one than before.
    package var frame: Int?
    /// Frames passed over since the last one shown.
    package var skippedFrames = 0
    /// True once at the end.
    package var hasEnded = false
    package var outcome: Outcome?
    package var playback: Playback
  }

  package static let speeds = 0.25...64.0

  package let timeline: ReplayTimeline
  /// Seconds of run time.
  package private(set) var position: Double
  package private(set) var isPlaying: Bool
  package private(set) var speed = 1.0
  private var shown = Shown()

  /// What the outputs so far contained.
  private struct Shown: Sendable {
    var needsReset = false
    var scalars = 0
    var events = 0
    var frame: Int?
    var hasEnded = false
    var playback: Playback?
  }

  package init(timeline: ReplayTimeline, isPlaying: Bool) {
    self.timeline = timeline
    self.isPlaying = isPlaying
    position = timeline.start
    stopAtEnd()
  }

  package var isAtEnd: Bool { position >= timeline.duration }

  private var frameIndex: Int { timeline.frameIndex(at: position) }

  /// Lets time pass.
  package mutating func advance(by seconds: Double) {
    guard isPlaying, seconds > 0 else { return }
    position = min(timeline.duration, position + seconds * speed)
    stopAtEnd()
  }

  /// Carries out a command; those that make sense only in training are ignored.
  package mutating func apply(_ command: Command) {
    switch command {
    case .pause:
      isPlaying = false
    case .resume:
      // From the end it plays again.
      if isAtEnd { rewind(to: timeline.start) }
      isPlaying = !isAtEnd
    case .step:
      isPlaying = false
      stepForward()
    case .stepBack:
      isPlaying = false
      stepBack()
    case .seek(let fraction):
      guard !fraction.isNaN else { return }
      rewind(to: max(timeline.start, min(1, max(0, fraction)) * timeline.duration))
    case .seekEvent(let forwards):
      seekEvent(forwards: forwards)
    case .setPlaybackSpeed(let wanted):
      guard !wanted.isNaN else { return }
      speed = min(Self.speeds.upperBound, max(Self.speeds.lowerBound, wanted))
    case .stop, .trainFurther, .perturb, .removePerturbation, .intervene, .removeIntervention, .clear,
      .setLearningRate,
      .setLearning, .selectProbe, .setProbeCursor, .explain, .explainOutput, .perturbTraining, .note:
      break
    }
  }

  /// What changed since the last call; nil where nothing did.
  package mutating func takeOutput() -> Output? {
    let scalars = timeline.scalarTimes.count(upTo: position)
    let events = timeline.eventTimes.count(upTo: position)
    let playback = playback
    if shown.needsReset { shown = Shown(needsReset: true) }
    var output = Output(isReset: shown.needsReset, playback: playback)
    output.scalars = shown.scalars..<max(shown.scalars, scalars)
    output.events = shown.events..<max(shown.events, events)
    if !timeline.frameTimes.isEmpty, shown.frame != frameIndex {
      output.frame = frameIndex
      if let before = shown.frame { output.skippedFrames = max(0, frameIndex - before - 1) }
    }
    if isAtEnd, !shown.hasEnded { (output.hasEnded, output.outcome) = (true, timeline.outcome) }
    guard shown.playback != playback || output.outcome != nil else { return nil }
    shown = Shown(
      scalars: output.scalars.upperBound, events: output.events.upperBound, frame: frameIndex,
      hasEnded: isAtEnd, playback: playback)
    return output
  }

  /// Seconds until there is something new to show; nil while nothing moves.
  package var secondsToNext: Double? {
    guard isPlaying else { return nil }
    let next = [timeline.scalarTimes, timeline.eventTimes, timeline.frameTimes].compactMap { times in
      let index = times.count(upTo: position)
      return index < times.count ? times[index] : nil
    }.min()
    return max(0, ((next ?? timeline.duration) - position) / speed)
  }

  private var playback: Playback {
    Playback(
      frameIndex: frameIndex, frameCount: timeline.frameTimes.count, position: position,
      duration: timeline.duration, speed: speed, isPlaying: isPlaying, marks: timeline.marks)
  }

  private mutating func stepForward() {
    let next = stops.count(upTo: position)
    position = next < stops.count ? stops[next] : timeline.duration
  }

  private mutating func stepBack() {
    if timeline.frameTimes.isEmpty {
      let before = stops.count(upTo: position.nextDown)
      rewind(to: before > 0 ? stops[before - 1] : timeline.start)
    } else {
      rewind(to: stops[max(0, frameIndex - 1)])
    }
  }

  /// Beyond the last event to the end, before the first to the start.
  private mutating func seekEvent(forwards: Bool) {
    if forwards {
      rewind(to: timeline.marks.first { $0.position > position }?.position ?? timeline.duration)
    } else {
      // While it plays, one could otherwise never get past the event that was just passed.
      let limit = isPlaying ? position - speed : position
      rewind(to: timeline.marks.last { $0.position < limit }?.position ?? timeline.start)
    }
  }

  /// Where single steps lead.
  private var stops: [Double] { timeline.frameTimes.isEmpty ? timeline.scalarTimes : timeline.frameTimes }

  private mutating func rewind(to target: Double) {
    position = target
    shown.needsReset = true
    stopAtEnd()
  }

  private mutating func stopAtEnd() {
    if isAtEnd { isPlaying = false }
  }
}
