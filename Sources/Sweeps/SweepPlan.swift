/// What a sweep is: what its file asked for, and every run that follows from it. Written once, before the first run.
package struct SweepPlan: Sendable, Hashable, Codable {
  package let name: String
  package let task: String
  package let space: SweepSpace
  package let sampler: SweepSampler
  package let goal: SweepGoal
  /// The metric of the task, such as `accuracy`.
  package let metricName: String
  package let isBetterWhenLarger: Bool
  /// Of the data of the first job, as they were when the sweep was begun.
  package let fingerprint: String
  /// In the order in which they are begun.
  package let jobs: [SweepJob]

  package init(
    name: String, task: String, space: SweepSpace, sampler: SweepSampler, goal: SweepGoal, metricName: String,
    isBetterWhenLarger: Bool, fingerprint: String, jobs: [SweepJob]
  ) {
    (self.name, self.task, self.space, self.sampler, self.goal) = (name, task, space, sampler, goal)
    (self.metricName, self.isBetterWhenLarger, self.fingerprint, self.jobs) = (
      metricName, isBetterWhenLarger, fingerprint, jobs
    )
  }

  /// What trials are compared by, such as `accuracy`.
  package var goalName: String { goal == .loss ? "loss" : metricName }

  /// Whether a larger figure of the goal is better.
  package var prefersLarger: Bool { goal == .metric && isBetterWhenLarger }
}
