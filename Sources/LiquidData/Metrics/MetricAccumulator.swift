import Liquid

/// Accuracy, or errors in the targets' units, over any number of batches.
public struct MetricAccumulator: Sendable {
  private let isClassification: Bool
  private let normalizations: [Normalization]
  private let outputWidth: Int
  private var correct = 0.0
  /// Per target; one for all classes.
  private var weights: [Double]
  private var absoluteErrors: [Double]
  private var squaredErrors: [Double]

  public init(schema: DataSchema) {
    isClassification = schema.isClassification
    normalizations = schema.targets.map(\.normalization)
    outputWidth = schema.outputWidth
    weights = [Double](repeating: 0, count: schema.targets.count)
    absoluteErrors = weights
    squaredErrors = weights
  }

  /// Adds a batch; `outputs` is `[count, steps, outputWidth]`, raw (class scores, or normalised values).
  public mutating func add(outputs: [Float], batch: SequenceBatch) {
    precondition(
      outputs.count == batch.count * batch.steps * outputWidth && batch.targetWidth == weights.count,
      "\(outputs.count) outputs for \(batch.count) x \(batch.steps) steps of \(outputWidth)")
    for sequence in 0..<batch.count {
      for step in 0..<batch.lengths[sequence] {
        let index = sequence * batch.steps + step
        if isClassification {
          addClass(outputs, index, batch)
        } else {
          addValues(outputs, index, batch)
        }
      }
    }
  }

  private mutating func addClass(_ outputs: [Float], _ index: Int, _ batch: SequenceBatch) {
    let weight = Double(batch.targetWeights[index])
    guard weight > 0 else { return }
    let scores = outputs[index * outputWidth..<(index + 1) * outputWidth]
    var best = scores.startIndex
    for i in scores.indices where scores[i] > scores[best] { best = i }
    // Scores that are no numbers are no answer.
    let isRight = scores[best].isFinite && best - scores.startIndex == Int(batch.targets[index])
    weights[0] += weight
    if isRight { correct += weight }
  }

  private mutating func addValues(_ outputs: [Float], _ index: Int, _ batch: SequenceBatch) {
    for target in 0..<outputWidth {
      let i = index * outputWidth + target
      let weight = Double(batch.targetWeights[i])
      guard weight > 0 else { continue }
      let error = (Double(outputs[i]) - Double(batch.targets[i])) * normalizations[target].deviation
      weights[target] += weight
      absoluteErrors[target] += weight * abs(error)
      squaredErrors[target] += weight * error * error
    }
  }

  /// How many targets counted.
  public var count: Double { weights.reduce(0, +) }

  /// The share of steps whose class was right; `nil` for numbers or before anything counted.
  public var accuracy: Double? { isClassification && count > 0 ? correct / count : nil }

  /// The mean absolute error over all targets that counted.
  public var meanAbsoluteError: Double? {
    !isClassification && count > 0 ? absoluteErrors.reduce(0, +) / count : nil
  }

  /// The mean squared error over all targets that counted.
  public var meanSquaredError: Double? {
    !isClassification && count > 0 ? squaredErrors.reduce(0, +) / count : nil
  }

  /// The figure `DataSchema.metricName` names.
  public var metric: Double? { isClassification ? accuracy : meanAbsoluteError }
}
