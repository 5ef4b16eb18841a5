import Dashboard
import Foundation
import Telemetry

extension DashboardState {
  /// A run that is done and was tested under every kind of condition; the longest windows gave no number.
  static func tested() -> DashboardState {
    let run = RunFixture()
    var state = DashboardState.fixture(run, frame: run.frame(state: .done))
    let levels: [(String, [Double])] = [
      ("drop", [0.1, 0.3, 0.5]), ("jitter", [0.2, 0.4]), ("noise", [0.1, 0.5, 1]), ("horizon", [2, 4, 8]),
    ]
    let conditions = levels.flatMap { kind, levels in
      levels.map { level in
        let metric = level == 8 ? .nan : 0.12 + 0.05 * level / (level + 0.5)
        return ConditionResult(kind: kind, level: level, result: Validation(loss: metric / 2, metric: metric))
      }
    }
    var batch = TelemetryBatch()
    batch.outcome = Outcome(
      state: .done, steps: 1_240, elapsed: 63, validation: Validation(loss: 0.05, metric: 0.1),
      test: Validation(loss: 0.06, metric: 0.12), conditions: conditions)
    _ = reduce(&state, .telemetry(batch))
    return state
  }
}
