// The trials of a sweep with two goals than which none is both better and cheaper: the Pareto front.
extension SweepRanking {
  /// Indices of the trials of the front.
  ///
  /// - Parameter rival: the second goal, of which less is better; a mean over the seeds, as the first one.
  static func front(_ trials: [Trial], _ rival: SweepStudy.Rival, prefersLarger: Bool) -> Set<Int> {
    let judged = trials.compactMap { trial -> (index: Int, figure: Double, cost: Double)? in
      guard let figure = trial.figure, let cost = trial.cost(rival) else { return nil }
      return (trial.index, prefersLarger ? -figure : figure, cost)
    }.sorted { ($0.cost, $0.figure) < ($1.cost, $1.figure) }
    var front: Set<Int> = []
    var last: (figure: Double, cost: Double)?
    for (index, figure, cost) in judged {
      // Equal trials are on the front together.
      guard last.map({ figure < $0.figure || (figure, cost) == $0 }) ?? true else { continue }
      front.insert(index)
      last = (figure, cost)
    }
    return front
  }
}

extension SweepRanking.Trial {
  /// What the second goal of a sweep says of it; nil where no run has ended.
  package func cost(_ rival: SweepStudy.Rival) -> Double? {
    switch rival {
    case .parameters: mean { $0.parameters.map(Double.init) }
    case .seconds: mean(\.seconds)
    }
  }
}
