import Dashboard
import Sweeps
import Text

extension SweepSnapshot {
  /// - Parameter claims: the keys of the runs that a process makes now.
  init(_ plan: SweepPlan, _ ranking: SweepRanking, claims: Set<String>, folder: SweepFolder) {
    let ranks = Dictionary(
      uniqueKeysWithValues: ranking.ranked.filter { $0.figure != nil }.enumerated().map { ($1.index, $0 + 1) }
    )
    let trials = ranking.trials.map { trial in
      SweepTrial(trial, rank: ranks[trial.index], claims: claims, plan, folder)
    }
    self.init(
      name: plan.name, folder: folder.path, goalName: plan.goalName, prefersLarger: plan.prefersLarger,
      otherName: plan.goal == .loss ? plan.metricName : "loss",
      axes: plan.space.dimensions.map { SweepAxis($0) },
      trials: trials, runs: plan.jobs.count, ended: trials.reduce(0) { $0 + $1.ended },
      running: trials.reduce(0) { $0 + $1.runs.count { $0.isRunning } })
  }
}

extension SweepAxis {
  init(_ dimension: SweepDimension) {
    switch dimension.values {
    case .choices(let words):
      self.init(name: dimension.name, low: words.first ?? "", high: words.last ?? "")
    case .range(let range):
      self.init(
        name: dimension.name, low: NumberText.shortest(range.bounds.lowerBound),
        high: NumberText.shortest(range.bounds.upperBound))
    }
  }
}

extension SweepTrial {
  init(
    _ trial: SweepRanking.Trial, rank: Int?, claims: Set<String>, _ plan: SweepPlan, _ folder: SweepFolder
  ) {
    let dimensions = plan.space.dimensions
    let results = Dictionary(uniqueKeysWithValues: trial.results.map { ($0.key, $0) })
    let runs = trial.jobs.map { job in
      Run(
        path: folder.runPath(job.key), seed: job.seed,
        isRunning: (results[job.key]?.isInterim ?? true) && claims.contains(job.key),
        figure: results[job.key]?.figure(plan.goal))
    }
    let worst = trial.results.first { $0.state == .failed } ?? trial.results.first { $0.state == .diverged }
    self.init(
      number: trial.index + 1, words: dimensions.map { trial.values[$0.name] },
      places: dimensions.map { dimension in trial.values[dimension.name].flatMap(dimension.place) },
      state: State(trial, worst, plan, isRunning: runs.contains(where: \.isRunning)), runs: runs,
      ended: trial.ended)
    (self.rank, figure, reason, rung) = (rank, trial.figure, worst?.reason, trial.rung)
    let figures = trial.results.compactMap { $0.figure(plan.goal) }
    deviation = figures.count > 1 ? Spread(figures)?.deviation : nil
    figureSoFar = trial.figure == nil ? trial.mean { $0.figure(plan.goal) } : nil
    other = trial.mean { plan.goal == .loss ? $0.metric : $0.loss }
    parameters = trial.cost(.parameters).map { Int(saturating: $0.rounded()) }
    seconds = trial.mean(\.seconds)
  }
}

extension SweepTrial.State {
  fileprivate init(_ trial: SweepRanking.Trial, _ worst: SweepResult?, _ plan: SweepPlan, isRunning: Bool) {
    if let worst {
      self = worst.state == .failed ? .failed : .diverged
    } else if trial.isComplete {
      self = trial.results.contains { plan.word(for: $0) == "stopped" } ? .stopped : .done
    } else {
      self = isRunning ? .running : trial.results.isEmpty ? .waiting : .begun
    }
  }
}
