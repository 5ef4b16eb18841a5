import Text

/// Successive halving: all trials are trained for the first budget, the best of them go on to the next, and so on.
package struct SweepHalving: Sendable, Hashable, Codable {
  /// One of so many goes on.
  package let factor: Int
  /// The budgets, from the smallest: epochs in all.
  package let epochs: [Int]

  package init(factor: Int, epochs: [Int]) {
    precondition(
      factor > 1 && epochs.count > 1 && epochs == epochs.sorted(), "budgets \(epochs) by \(factor)")
    (self.factor, self.epochs) = (factor, epochs)
  }

  init(_ section: SweepSection) throws(SweepFileError) {
    let factor = try section.count("factor", from: 2, through: 1_000) ?? 3
    let words = try section.list("epochs") ?? []
    let epochs = words.compactMap(Int.init)
    guard epochs.count == words.count, epochs.count > 1, epochs[0] > 0,
      zip(epochs, epochs.dropFirst()).allSatisfy({ $0 < $1 }), epochs[epochs.count - 1] <= 1_000_000
    else {
      throw section.error(
        "'halving.epochs' are at least two budgets, the smallest first, such as [3, 9, 27]", at: "epochs")
    }
    self.init(factor: factor, epochs: epochs)
  }

  /// The trials that go on of those that have ended a rung: one of `factor`, at least one; those without a figure never.
  ///
  /// - Parameter figures: by the trials' numbers.
  package func best(of figures: [(trial: Int, figure: Double?)], prefersLarger: Bool) -> Set<Int> {
    var sound = figures.compactMap { each in each.figure.map { (trial: each.trial, figure: $0) } }
    sound.sort { left, right in
      guard left.figure != right.figure else { return left.trial < right.trial }
      return prefersLarger ? left.figure > right.figure : left.figure < right.figure
    }
    return Set(sound.prefix(max(1, figures.count / factor)).map { $0.trial })
  }
}

/// A run up to where it is judged.
package struct SweepStretch: Sendable, Hashable {
  package let job: SweepJob
  /// Counted from 1; nil without halving.
  package let rung: Int?
  /// Where it stops, in epochs from the run's beginning; nil: it goes on to its end.
  package let epochs: Int?
}

extension SweepStretch {
  /// All of a run, of a sweep without halving.
  package init(all job: SweepJob) { self.init(job: job, rung: nil, epochs: nil) }
}
