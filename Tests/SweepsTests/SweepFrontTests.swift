import Liquid
import Sweeps
import TestSupport
import Testing

/// The front of a sweep with two goals.
@Suite struct SweepFrontTests {
  private func plan(_ trials: Int, against: SweepStudy.Rival?, isBetterWhenLarger: Bool) -> SweepPlan {
    var plan = SweepPlan(
      name: "s", task: "t", space: SweepSpace(dimensions: []), sampler: .optuna, goal: .metric,
      metricName: "accuracy", isBetterWhenLarger: isBetterWhenLarger, fingerprint: "f", jobs: [],
      study: SweepStudy(method: .nsga2, against: against))
    for trial in 0..<trials {
      let job = SweepJob(
        key: SweepJob.key(trial: trial, seed: 1), trial: trial, seed: 1, values: [:], options: [:])
      plan.add(SweepAddedTrial(number: trial, jobs: [job]))
    }
    return plan
  }

  @Test("A trial is on it where no other one is better without more cost, or cheaper without being worse")
  func front() {
    withSeeds(40) { seed, random in
      let isLarger = seed % 2 == 0
      let plan = plan(12, against: .parameters, isBetterWhenLarger: isLarger)
      var results: [String: SweepResult] = [:]
      for job in plan.jobs.dropLast(2) {
        var result = SweepResult(key: job.key, state: .done)
        // Few values, so that some are equal.
        result.metric = Double(random.next() % 5)
        result.parameters = Int(random.next() % 5)
        results[job.key] = result
      }
      let ranking = SweepRanking(plan, results)
      func worth(_ trial: SweepRanking.Trial) -> (Double, Double)? {
        trial.figure.flatMap { figure in trial.cost(.parameters).map { (isLarger ? -figure : figure, $0) } }
      }
      let expected = ranking.trials.filter { trial in
        guard let own = worth(trial) else { return false }
        return !ranking.trials.compactMap(worth).contains {
          $0.0 <= own.0 && $0.1 <= own.1 && ($0.0 < own.0 || $0.1 < own.1)
        }
      }
      #expect(ranking.front == Set(expected.map { $0.index }) && !ranking.front.isEmpty, "seed \(seed)")
    }
    #expect(SweepRanking(plan(3, against: nil, isBetterWhenLarger: true), [:]).front.isEmpty)
  }
}
