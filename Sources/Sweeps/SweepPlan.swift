/// What a sweep is: what its file asked for, and every run that follows from it. It is written once, before the first run;
/// where a study proposes trials, their runs are added as they come into being (`SweepFolder.plan`).
package struct SweepPlan: Sendable, Hashable, Codable {
  package let name: String
  package let task: String
  package let space: SweepSpace
  package let sampler: SweepSampler
  package let goal: SweepGoal
  /// The metric of the task, such as `accuracy`.
  package let metricName: String
  package let isBetterWhenLarger: Bool
  /// Of the data of `dataOptions`, as they were when the sweep was begun.
  package let fingerprint: String
  /// In the order in which they are begun.
  package private(set) var jobs: [SweepJob]
  /// How Optuna proposes trials; nil where it does not.
  package let study: SweepStudy?
  package let halving: SweepHalving?
  /// Options with the data that the fingerprint is of, where there is no first job yet.
  private let reference: [String: String]?

  package init(
    name: String, task: String, space: SweepSpace, sampler: SweepSampler, goal: SweepGoal, metricName: String,
    isBetterWhenLarger: Bool, fingerprint: String, jobs: [SweepJob], study: SweepStudy? = nil,
    halving: SweepHalving? = nil, reference: [String: String]? = nil
  ) {
    (self.study, self.halving, self.reference) = (study, halving, reference)
    (self.name, self.task, self.space, self.sampler, self.goal) = (name, task, space, sampler, goal)
    (self.metricName, self.isBetterWhenLarger, self.fingerprint, self.jobs) = (
      metricName, isBetterWhenLarger, fingerprint, jobs
    )
  }

  /// Options of a run with the data that the fingerprint is of.
  package var dataOptions: [String: String] { reference ?? jobs.first?.options ?? [:] }

  /// Whether runs follow from the results of others.
  package var grows: Bool { study != nil || halving != nil }

  /// How a run stands, in a word: one that did not go on after a rung is stopped.
  package func word(for result: SweepResult) -> String {
    if result.isInterim == true { return "open" }
    guard result.state == .done, let halving, let rung = result.rung, rung < halving.epochs.count else {
      return result.state.rawValue
    }
    return "stopped"
  }

  /// All of it but its runs.
  var withoutJobs: SweepPlan {
    var plan = self
    plan.jobs = []
    return plan
  }

  mutating func add(_ added: [SweepJob]) { jobs += added }

  package mutating func add(_ trial: SweepAddedTrial) { jobs += trial.jobs }

  /// What trials are compared by, such as `accuracy`.
  package var goalName: String { goal == .loss ? "loss" : metricName }

  /// Whether a larger figure of the goal is better.
  package var prefersLarger: Bool { goal == .metric && isBetterWhenLarger }
}
