/// Probabilities in bins of equal width, each with what it predicts and what happens.
///
/// For two classes the probability is that of the positive class, and what happens is that it is the truth; for more it is
/// that of the class that is answered, and what happens is that the answer is right.
///
/// A bin holds the probabilities above its lower bound and up to its upper one; the first holds 0, too.
/// Source: Guo, Pleiss, Sun and Weinberger, "On calibration of modern neural networks" (2017), section 2, whose expected
/// calibration error this is; for two classes, DeGroot and Fienberg, "The comparison and evaluation of forecasters" (1983).
package struct ReliabilityBins: Sendable {
  package struct Bin: Sendable, Hashable {
    package let bounds: ClosedRange<Double>
    package fileprivate(set) var count = 0
    fileprivate var probabilities = 0.0
    fileprivate var events = 0.0

    /// The mean probability; nil where there are no answers.
    package var predicted: Double? { count > 0 ? probabilities / Double(count) : nil }
    /// How often it happens; nil where there are no answers.
    package var observed: Double? { count > 0 ? events / Double(count) : nil }
  }

  package static let standardCount = 10

  package private(set) var bins: [Bin]

  package init(_ scores: ClassScores, count: Int = standardCount) {
    precondition(count > 0, "\(count) bins")
    bins = (0..<count).map {
      Bin(bounds: Double($0) / Double(count)...Double($0 + 1) / Double(count))
    }
    for answer in 0..<scores.count {
      let (probability, happens) = Self.event(scores, answer)
      let bin = bins.firstIndex { probability <= $0.bounds.upperBound } ?? count - 1
      bins[bin].count += 1
      bins[bin].probabilities += probability
      bins[bin].events += happens ? 1 : 0
    }
  }

  private static func event(_ scores: ClassScores, _ answer: Int) -> (probability: Double, happens: Bool) {
    let truth = Int(scores.truths[answer])
    guard scores.classes > 2 else { return (scores.probabilities[answer], truth == 1) }
    let first = answer * scores.classes
    var best = first
    for index in first..<first + scores.classes
    where scores.probabilities[index] > scores.probabilities[best] { best = index }
    return (scores.probabilities[best], best - first == truth)
  }

  /// The mean distance of predicted and observed shares, weighted by the bins' counts; nil without answers.
  package var calibrationError: Double? {
    let count = bins.reduce(0) { $0 + $1.count }
    guard count > 0 else { return nil }
    let sum = bins.reduce(0) { $0 + ($1.probabilities - $1.events).magnitude }
    return sum / Double(count)
  }
}

extension ClassScores {
  /// The mean squared distance of the probability of the positive class from 0 or 1; for more than two classes, of the
  /// probabilities of all classes, summed over these. Nil without answers.
  ///
  /// Of two classes the sum would be twice the first.
  /// Source: Brier, "Verification of forecasts expressed in terms of probability" (1950).
  package var brier: Double? {
    guard count > 0 else { return nil }
    var sum = 0.0
    for answer in 0..<count {
      for place in 0..<width {
        let happens = width == 1 ? truths[answer] == 1 : Int(truths[answer]) == place
        let error = probabilities[answer * width + place] - (happens ? 1 : 0)
        sum += error * error
      }
    }
    return sum / Double(count)
  }
}
