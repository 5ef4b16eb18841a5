/// The trials of a sweep by how good they are: each by the mean over its seeds.
package struct SweepRanking: Sendable {
  /// One point of the space with the results of its runs.
  package struct Trial: Sendable, Hashable {
    /// Counted from 0.
    package let index: Int
    package let values: [String: String]
    package let jobs: [SweepJob]
    package let results: [SweepResult]
    /// The mean of the goal over its runs; nil until all have ended, where one of them has no figure, and while some of
    /// them were trained longer than others.
    package let figure: Double?

    /// Whether all its runs have ended.
    package var isComplete: Bool { ended == jobs.count }

    /// Runs that have ended for good.
    package var ended: Int { results.count { $0.isInterim != true } }

    /// The budget of successive halving that all its runs were trained to, counted from 1; 0 where there are none.
    package var rung: Int { results.compactMap(\.rung).min() ?? 0 }

    /// The mean of a figure over its runs; nil where none has one.
    package func mean(_ figure: (SweepResult) -> Double?) -> Double? {
      let values = results.compactMap(figure)
      return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
  }

  /// In the order of the plan.
  package let trials: [Trial]
  /// Indices of the trials of the front, where the sweep has two goals; else empty.
  package let front: Set<Int>
  private let prefersLarger: Bool

  package init(_ plan: SweepPlan, _ results: [String: SweepResult]) {
    prefersLarger = plan.prefersLarger
    let trials = Dictionary(grouping: plan.jobs, by: \.trial).sorted { $0.key < $1.key }.map { index, jobs in
      let found = jobs.compactMap { results[$0.key] }
      let figures = found.compactMap { $0.figure(plan.goal) }
      let isWhole = figures.count == jobs.count && Set(found.map(\.rung)).count == 1
      return Trial(
        index: index, values: jobs[0].values, jobs: jobs, results: found,
        figure: isWhole ? figures.reduce(0, +) / Double(figures.count) : nil)
    }
    self.trials = trials
    front =
      plan.study?.against.map { Self.front(trials, $0, prefersLarger: plan.prefersLarger) } ?? []
  }

  /// Those that have a figure, the best first, equal ones in their order; then the others. Where budgets differ, those
  /// that were trained longer come first: figures of unequal budgets say nothing of each other.
  package var ranked: [Trial] {
    let sound = trials.filter { $0.figure != nil }.sorted { left, right in
      guard left.rung == right.rung else { return left.rung > right.rung }
      guard let a = left.figure, let b = right.figure, a != b else { return left.index < right.index }
      return prefersLarger ? a > b : a < b
    }
    return sound + trials.filter { $0.figure == nil }
  }

  package var best: Trial? { ranked.first.flatMap { $0.figure == nil ? nil : $0 } }
}
