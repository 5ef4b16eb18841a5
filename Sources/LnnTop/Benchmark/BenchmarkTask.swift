import LiquidData

/// What a task says of its own comparison: nothing where it is a plain table.
package struct BenchmarkTask: Sendable {
  package var plan = BenchmarkPlan()
  /// The task's own options of training, by their long names.
  package var training: [String: String] = [:]

  package init(plan: BenchmarkPlan = BenchmarkPlan(), training: [String: String] = [:]) {
    self.plan = plan
    self.training = training
  }
}
