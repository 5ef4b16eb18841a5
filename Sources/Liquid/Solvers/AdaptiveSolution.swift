/// What an adaptive solver found, and how far it came.
package struct AdaptiveSolution: Sendable {
  /// How a solution ended: a value, because it depends only on the numbers.
  package enum Outcome: Sendable, Hashable {
    case reached
    /// The steps were used up at a time before the end.
    case stepLimit(Int, time: Double)
    /// The solution leaves the finite numbers, or no step is short enough to follow it, near a time.
    case nonFinite(time: Double)
  }

  /// One accepted step, kept for the interpolant.
  struct Segment: Sendable {
    let start: Double
    let length: Double
    let state: [Double]
    /// `[stages][states]`
    let stages: [[Double]]
  }

  package internal(set) var outcome = Outcome.reached
  /// Where the solution ended.
  package internal(set) var time: Double
  /// The state there.
  package internal(set) var state: [Double]
  package internal(set) var acceptedSteps = 0
  package internal(set) var rejectedSteps = 0
  /// Of the derivative.
  package internal(set) var evaluations = 0
  /// The step that would come next: a good first step for the same equation under similar inputs.
  package internal(set) var nextStep: Double

  let interpolant: ButcherTableau.Interpolant?
  var segments: [Segment] = []

  /// The state at a time between start and end, by the method's interpolant; nil outside, and where steps were not
  /// kept.
  package func state(at time: Double) -> [Double]? {
    guard let interpolant, let first = segments.first, time >= first.start, time <= self.time else {
      return nil
    }
    let index = segments.lastIndex { $0.start <= time } ?? 0
    let segment = segments[index]
    let weights = interpolant.weights(at: (time - segment.start) / segment.length)
    return segment.state.indices.map { place in
      let sum = zip(weights, segment.stages).reduce(0) { $0 + $1.0 * $1.1[place] }
      return segment.state[place] + segment.length * sum
    }
  }
}

extension AdaptiveSolution.Outcome: CustomStringConvertible {
  package var description: String {
    switch self {
    case .reached:
      "the solution reached its end"
    case .stepLimit(let limit, let time):
      "the solution stopped at t = \(time) after \(limit) steps; loosen the tolerances or allow more steps"
    case .nonFinite(let time):
      "the solution cannot be followed beyond t = \(time), where it leaves the finite numbers; "
        + "end before that or check the parameters"
    }
  }
}
