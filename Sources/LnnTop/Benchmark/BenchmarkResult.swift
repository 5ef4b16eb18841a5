import LiquidData
import RunStore
import Telemetry

/// What one run of a comparison came to, as its run file tells it. Figures are nil where there are none or they are not
/// finite.
package struct BenchmarkResult: Sendable, Hashable, Encodable {
  package var model: String
  package var seed: UInt64
  package var path: String
  package var state: TrainingState
  /// Over the test part; over the validation part where there is none.
  package var metric: Double?
  package var loss: Double?
  package var bestEpoch: Int?
  package var seconds: Double
  package var parameters: Int
  package var synapses: Int
  package var conditions: [ConditionFigure] = []
  /// Why it diverged.
  package var explanation: String?

  /// A metric under a test condition.
  package struct ConditionFigure: Sendable, Hashable, Encodable {
    package var kind: String
    package var level: Double
    package var metric: Double?

    package init(kind: String, level: Double, metric: Double?) {
      self.kind = kind
      self.level = level
      self.metric = metric
    }
  }

  /// - Parameter part: what networks are judged by.
  /// - Throws: where the run cannot be read or has no outcome.
  package init(model: String, seed: UInt64, path: String, part: Dataset.Part) throws {
    let reader = try RunReader(path: path)
    guard let outcome = reader.outcome else { throw CommandFailure("\(path) has no outcome") }
    let description = reader.description
    let figure = part == .test ? outcome.test : outcome.validation
    let result = outcome.state == .done ? figure : nil
    self.init(
      model: model, seed: seed, path: path, state: outcome.state, seconds: outcome.elapsed,
      parameters: description.model.parameterCount, synapses: description.model.synapses.count)
    metric = finite(result?.metric)
    loss = finite(result?.loss)
    bestEpoch = outcome.bestStep.map { max(1, ($0 - 1) / max(1, description.stepsPerEpoch ?? 1) + 1) }
    conditions = (outcome.conditions ?? []).map {
      ConditionFigure(kind: $0.kind, level: $0.level, metric: finite($0.result.metric))
    }
    explanation = outcome.explanation
  }

  package init(
    model: String, seed: UInt64, path: String, state: TrainingState, seconds: Double, parameters: Int,
    synapses: Int
  ) {
    self.model = model
    self.seed = seed
    self.path = path
    self.state = state
    self.seconds = seconds
    self.parameters = parameters
    self.synapses = synapses
  }

  private func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
}
