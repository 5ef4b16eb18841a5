/// The trials than which none is both better and cheaper: the Pareto front.
package enum SweepFront {
  /// The cheapest first.
  package static func of(
    _ trials: [SweepTrial], _ snapshot: SweepSnapshot, _ cost: SweepCost
  ) -> [SweepTrial] {
    let judged = trials.compactMap { trial in
      trial.figure.flatMap { figure in
        cost.value(of: trial).map { (trial: trial, figure: figure, cost: $0) }
      }
    }
    let ordered = judged.sorted { a, b in
      if a.cost != b.cost { return a.cost < b.cost }
      return a.figure != b.figure
        ? snapshot.isBetter(a.figure, than: b.figure) : a.trial.number < b.trial.number
    }
    var front: [SweepTrial] = []
    // Equal trials are on the front together.
    var last: (figure: Double, cost: Double)?
    for (trial, figure, cost) in ordered {
      let isOn = last.map { snapshot.isBetter(figure, than: $0.figure) || (figure, cost) == $0 } ?? true
      guard isOn else { continue }
      front.append(trial)
      last = (figure, cost)
    }
    return front
  }
}
