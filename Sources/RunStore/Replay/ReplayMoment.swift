/// A moment of a recorded run.
public enum ReplayMoment: Sendable, Hashable {
  /// Of its length, 0 to 1.
  case fraction(Double)
  /// What was on the screen when this training step had been made; the end for steps that were never made.
  case step(Int)
}

extension ReplaySource {
  /// Moves playback to a moment, and returns when a drain shows it.
  public func seek(_ moment: ReplayMoment) {
    switch moment {
    case .fraction(let fraction): send(.seek(fraction))
    case .step(let step): send(.seek(timeline.fraction(ofStep: step)))
    }
    crank()
  }
}

extension ReplayTimeline {
  /// The fraction of the run at which a step had been made.
  package func fraction(ofStep step: Int) -> Double {
    guard duration > 0, let index = scalars.lastIndex(where: { $0.step <= step }),
      step <= scalars.last?.step ?? 0
    else { return step <= 0 ? 0 : 1 }
    // Whatever frame came with this step belongs to it: up to right before the next step.
    let next = index + 1 < scalarTimes.count ? scalarTimes[index + 1] : duration
    let time = max(scalarTimes[index], index + 1 < scalarTimes.count ? next.nextDown : next)
    var fraction = min(1, time / duration)
    while fraction * duration > time, fraction > 0 { fraction = fraction.nextDown }
    return fraction
  }
}
