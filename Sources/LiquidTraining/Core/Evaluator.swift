import Liquid
import LiquidData
import Telemetry

/// Runs a network over held-out sequences and sums up loss and metric.
///
/// Where several processes share the engine's work each has all outputs and the same result; the first decides whether
/// they go on.
public struct Evaluator {
  private let schema: DataSchema
  private let engine: GradientEngine

  public init(schema: DataSchema, engine: GradientEngine) {
    self.schema = schema
    self.engine = engine
  }

  /// Nil where there are no sequences, none of their targets counts, or `shouldGoOn` returned false. The metric is NaN
  /// where the targets leave it undefined, such as an AUC where all targets are of one class.
  ///
  /// - Parameter shouldGoOn: asked between two chunks, so that a long evaluation can be given up.
  public func evaluate(
    _ sequences: SequenceSet, parameters: [Float], shouldGoOn: () -> Bool = { true }
  ) -> Validation? {
    evaluate(sequences, parameters: parameters, shouldGoOn: shouldGoOn) { _, _, _ in }
  }

  /// The same, with the figures of a classification's probabilities; these are left out where `shouldGoOn` returned false
  /// after all sequences were run.
  public func assess(
    _ sequences: SequenceSet, parameters: [Float], request: ClassFigures.Request = .standard,
    shouldGoOn: () -> Bool = { true }
  ) -> Assessment? {
    var scores = ClassScoreAccumulator(schema: schema)
    let validation = evaluate(sequences, parameters: parameters, shouldGoOn: shouldGoOn) {
      scores.add(outputs: $2, batch: $0, first: $1.lowerBound)
    }
    return validation.map {
      Assessment(
        validation: $0,
        figures: ClassFigures.all(
          scores, of: sequences, schema: schema, request: request, shouldGoOn: shouldGoOn))
    }
  }

  private func evaluate(
    _ sequences: SequenceSet, parameters: [Float], shouldGoOn: () -> Bool,
    also body: (SequenceBatch, Range<Int>, [Float]) -> Void
  ) -> Validation? {
    var metrics = MetricAccumulator(schema: schema)
    var (sum, weight) = (0.0, 0.0)
    let isComplete = forEachChunk(of: sequences, parameters: parameters) { batch, range, outputs in
      metrics.add(outputs: outputs, batch: batch, values: sequences.targetValues(Array(range)))
      body(batch, range, outputs)
      let total = schema.loss.total(outputs: outputs, width: schema.outputWidth, batch: batch)
      sum += total.sum
      weight += total.weight
      return shouldGoOn()
    }
    guard isComplete, weight > 0 else { return nil }
    return Validation(loss: sum / weight, metric: metrics.metric ?? .nan)
  }

  /// Calls `body` with each batch of the sequences, their indices and the network's outputs, `[count, steps, outputs]`,
  /// until it returns false.
  ///
  /// - Returns: true where all sequences were run.
  @discardableResult
  public func forEachChunk(
    of sequences: SequenceSet, parameters: [Float], _ body: (SequenceBatch, Range<Int>, [Float]) -> Bool
  ) -> Bool {
    sequences.forEachChunk { range, batch in
      let outputs = engine.sharedOutputs(uncheckedParameters: parameters, batch: batch)
      return engine.decide(body(batch, range, outputs))
    }
  }
}
