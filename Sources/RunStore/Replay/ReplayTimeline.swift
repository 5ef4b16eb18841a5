import Telemetry

/// The messages of a recorded run on a time axis.
///
/// Times are those recorded, made ascending in the order of arrival over all kinds, so that what arrived before a frame is
/// shown no later than it. No two frames share a time, so that a position determines the frame.
package struct ReplayTimeline: Sendable {
  package let scalars: [StepScalars]
  package let events: [Event]
  package let outcome: Outcome?
  /// Seconds of run time, one entry a message, ascending.
  package private(set) var scalarTimes: [Double] = []
  package private(set) var eventTimes: [Double] = []
  package private(set) var frameTimes: [Double] = []
  package private(set) var duration = 0.0
  /// Events that one can jump to: all but routine checkpoints. An event that a frame follows within a second is placed at
  /// that frame, which shows its effect.
  package private(set) var marks: [Playback.Mark] = []

  /// - Parameter frames: the recorded `elapsed` of each frame.
  package init(
    scalars: [Sequenced<StepScalars>], events: [Sequenced<Event>], frames: [Sequenced<Double>],
    outcome: Outcome?
  ) {
    self.scalars = scalars.map(\.value)
    self.events = events.map(\.value)
    self.outcome = outcome
    let count = scalars.count + events.count + frames.count
    for _ in 0..<count {
      let scalar = scalars.sequence(at: scalarTimes.count)
      let event = events.sequence(at: eventTimes.count)
      let frame = frames.sequence(at: frameTimes.count)
      if scalar <= min(event, frame), scalarTimes.count < scalars.count {
        scalarTimes.append(advance(to: scalars[scalarTimes.count].value.elapsed))
      } else if event <= frame, eventTimes.count < events.count {
        eventTimes.append(advance(to: events[eventTimes.count].value.elapsed))
      } else {
        let time = advance(to: frames[frameTimes.count].value)
        frameTimes.append(time == frameTimes.last ? advance(to: time.nextUp) : time)
      }
    }
    if let outcome { _ = advance(to: outcome.elapsed) }
    marks = zip(self.events, eventTimes).filter { $0.0.kind != .checkpoint }.map { event, time in
      Playback.Mark(position: max(start, effect(ofEventAt: time)), kind: event.kind)
    }
  }

  private func effect(ofEventAt time: Double) -> Double {
    let next = frameTimes.count(upTo: time.nextDown)
    return next < frameTimes.count && frameTimes[next] - time <= 1 ? frameTimes[next] : time
  }

  private mutating func advance(to elapsed: Double) -> Double {
    // No run lasts 30,000 years: such a time is ignored.
    if elapsed.magnitude < 1e12 { duration = max(duration, elapsed) }
    return duration
  }

  /// Where playback starts: at the first frame, if there is one.
  package var start: Double { frameTimes.first ?? 0 }

  /// The frame on the screen at a position; 0 where there is none.
  package func frameIndex(at position: Double) -> Int { max(0, frameTimes.count(upTo: position) - 1) }

  /// The fraction of the run at which a step had been made.
  package func fraction(ofStep step: Int) -> Double {
    guard duration > 0, let index = scalars.lastIndex(where: { $0.step <= step }),
      step <= scalars.last?.step ?? 0
    else { return step <= 0 ? 0 : 1 }
    // A frame that came with this step belongs to it: go up to right before the next step.
    let next = index + 1 < scalarTimes.count ? scalarTimes[index + 1] : duration
    let time = max(scalarTimes[index], index + 1 < scalarTimes.count ? next.nextDown : next)
    var fraction = min(1, time / duration)
    while fraction * duration > time, fraction > 0 { fraction = fraction.nextDown }
    return fraction
  }

  /// - Parameter frames: those of the run.
  package init(_ reader: RunReader, frames: [FrameEntry]) {
    self.init(
      scalars: reader.sequencedScalars(), events: reader.sequencedEvents(),
      frames: frames.map { Sequenced(sequence: $0.id, value: $0.elapsed) }, outcome: reader.outcome)
  }
}

extension [Double] {
  /// How many entries of an ascending array are at most `limit`.
  package func count(upTo limit: Double) -> Int {
    var range = startIndex..<endIndex
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range = self[middle] <= limit ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return range.lowerBound
  }
}

extension Array {
  fileprivate func sequence<Value>(at index: Int) -> Int where Element == Sequenced<Value> {
    index < count ? self[index].sequence : .max
  }
}

/// A moment of a recorded run.
public enum ReplayMoment: Sendable, Hashable {
  /// Of its length, 0 to 1.
  case fraction(Double)
  /// What was on the screen when this training step had been made; the end for steps that were never made.
  case step(Int)
}

extension RunReader {
  /// The frame that a replay shows at a moment; nil where the run has no frames.
  package func frame(at moment: ReplayMoment) -> FrameEntry? {
    let frames = frames()
    let timeline = ReplayTimeline(self, frames: frames)
    let fraction =
      switch moment {
      case .fraction(let fraction): min(1, max(0, fraction))
      case .step(let step): timeline.fraction(ofStep: step)
      }
    let index = timeline.frameIndex(at: fraction * timeline.duration)
    return frames.indices.contains(index) ? frames[index] : nil
  }
}
