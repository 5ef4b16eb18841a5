import Liquid
import LiquidData
import Telemetry

/// Runs a network over a whole part of a data set and sums up loss and metric.
public struct Evaluator {
  /// Sequences that are evaluated at once: enough to keep every thread busy, few enough to stay in the cache.
  private static let chunk = 256

  private let dataset: Dataset
  private let engine: GradientEngine

  public init(dataset: Dataset, engine: GradientEngine) {
    self.dataset = dataset
    self.engine = engine
  }

  /// Nil where the part is empty, none of its targets counts, or `shouldGoOn` ended it. The metric is NaN where the
  /// targets leave it undefined, as an AUC is where all are of one class.
  ///
  /// - Parameter shouldGoOn: asked between two chunks, so that a long evaluation can be given up.
  public func evaluate(
    _ part: Dataset.Part, parameters: [Float], shouldGoOn: () -> Bool = { true }
  ) -> Validation? {
    var metrics = MetricAccumulator(schema: dataset.schema)
    var (sum, weight) = (0.0, 0.0)
    let isComplete = forEachChunk(of: part, parameters: parameters) { batch, _, outputs in
      metrics.add(outputs: outputs, batch: batch)
      let total = dataset.loss.total(outputs: outputs, width: dataset.outputWidth, batch: batch)
      sum += total.sum
      weight += total.weight
      return shouldGoOn()
    }
    guard isComplete, weight > 0 else { return nil }
    return Validation(loss: sum / weight, metric: metrics.metric ?? .nan)
  }

  /// Calls `body` with each batch of a part, the indices of its sequences and the network's outputs,
  /// `[count, steps, outputs]`, until it returns false.
  ///
  /// - Returns: true where the whole part was run.
  @discardableResult
  public func forEachChunk(
    of part: Dataset.Part, parameters: [Float], _ body: (SequenceBatch, Range<Int>, [Float]) -> Bool
  ) -> Bool {
    let count = dataset.count(of: part)
    for start in stride(from: 0, to: count, by: Self.chunk) {
      let range = start..<min(start + Self.chunk, count)
      let batch = dataset.batch(part, indices: Array(range))
      guard body(batch, range, engine.outputs(parameters: parameters, batch: batch)) else { return false }
    }
    return true
  }
}
