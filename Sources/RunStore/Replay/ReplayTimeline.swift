import Telemetry

/// What a replay plays, laid out by run time.
///
/// Times are those recorded, made ascending in the order of arrival over all kinds: what arrived before a
/// frame is shown no later than the frame. No two frames share a time, so that a position says which frame is
/// shown.
package struct ReplayTimeline: Sendable {
  package let scalars: [StepScalars]
  package let events: [Event]
  package let outcome: Outcome?
  /// Seconds of run time, one entry a message, ascending.
  package private(set) var scalarTimes: [Double] = []
  package private(set) var eventTimes: [Double] = []
  package private(set) var frameTimes: [Double] = []
  package private(set) var duration = 0.0
  /// Where a person may jump to: every event but routine checkpoints. An event that a frame follows within a second is
  /// at that frame, which shows its effect.
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
    // Nothing lasts 30,000 years: such a time is as good as none.
    if abs(elapsed) < 1e12 { duration = max(duration, elapsed) }
    return duration
  }

  /// Where playback starts: the screen is never without a frame where there is one.
  package var start: Double { frameTimes.first ?? 0 }

  /// The frame on the screen at a position; 0 where there is none.
  package func frameIndex(at position: Double) -> Int { max(0, frameTimes.count(upTo: position) - 1) }
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
