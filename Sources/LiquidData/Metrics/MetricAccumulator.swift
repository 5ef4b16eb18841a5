import Liquid

/// Accuracy, or errors in the targets' units, over any number of batches.
///
/// Every target that counts does so alike: class weights change what training pays attention to, not what is measured.
public struct MetricAccumulator: Sendable {
  private enum Measure {
    /// The largest of a step's outputs is at the class.
    case classes
    /// An output above 0 stands for a 1.
    case bits
    case numbers
  }

  private let measure: Measure
  private let normalizations: [Normalization]
  private let outputWidth: Int
  private var correct = 0.0
  /// Per target; one for all classes.
  private var counts: [Double]
  private var absoluteErrors: [Double]
  private var squaredErrors: [Double]

  public init(schema: DataSchema) {
    measure = schema.isClassification ? .classes : schema.hasAccuracy ? .bits : .numbers
    normalizations = schema.targets.map(\.normalization)
    outputWidth = schema.outputWidth
    counts = [Double](repeating: 0, count: schema.targets.count)
    absoluteErrors = counts
    squaredErrors = counts
  }

  /// Adds a batch; `outputs` is `[count, steps, outputWidth]`, raw (class scores, logits or normalised values).
  public mutating func add(outputs: [Float], batch: SequenceBatch) {
    precondition(
      outputs.count == batch.count * batch.steps * outputWidth && batch.targetWidth == counts.count,
      "\(outputs.count) outputs for \(batch.count) x \(batch.steps) steps of \(outputWidth)")
    for sequence in 0..<batch.count {
      for step in 0..<batch.lengths[sequence] {
        let index = sequence * batch.steps + step
        switch measure {
        case .classes: addClass(outputs, index, batch)
        case .bits: addBits(outputs, index, batch)
        case .numbers: addNumbers(outputs, index, batch)
        }
      }
    }
  }

  private mutating func addClass(_ outputs: [Float], _ index: Int, _ batch: SequenceBatch) {
    guard batch.targetWeights[index] > 0 else { return }
    let scores = outputs[index * outputWidth..<(index + 1) * outputWidth]
    var best = scores.startIndex
    for i in scores.indices where scores[i] > scores[best] { best = i }
    // Scores that are no numbers are no answer.
    let isRight = scores[best].isFinite && best - scores.startIndex == Int(batch.targets[index])
    counts[0] += 1
    if isRight { correct += 1 }
  }

  private mutating func addBits(_ outputs: [Float], _ index: Int, _ batch: SequenceBatch) {
    for target in 0..<outputWidth {
      let i = index * outputWidth + target
      guard batch.targetWeights[i] > 0 else { continue }
      counts[target] += 1
      if !outputs[i].isNaN, (outputs[i] > 0) == (batch.targets[i] == 1) { correct += 1 }
    }
  }

  private mutating func addNumbers(_ outputs: [Float], _ index: Int, _ batch: SequenceBatch) {
    for target in 0..<outputWidth {
      let i = index * outputWidth + target
      guard batch.targetWeights[i] > 0 else { continue }
      let error = (Double(outputs[i]) - Double(batch.targets[i])) * normalizations[target].deviation
      counts[target] += 1
      absoluteErrors[target] += abs(error)
      squaredErrors[target] += error * error
    }
  }

  /// How many targets counted.
  public var count: Double { counts.reduce(0, +) }

  /// The share of targets that were right; `nil` for other numbers than 0 and 1 or before anything counted.
  public var accuracy: Double? { measure != .numbers && count > 0 ? correct / count : nil }

  /// The mean absolute error over all targets that counted; `nil` where there is an accuracy.
  public var meanAbsoluteError: Double? { mean(of: absoluteErrors) }

  /// The mean squared error over all targets that counted; `nil` where there is an accuracy.
  public var meanSquaredError: Double? { mean(of: squaredErrors) }

  private func mean(of errors: [Double]) -> Double? {
    measure == .numbers && count > 0 ? errors.reduce(0, +) / count : nil
  }

  /// The figure `DataSchema.metricName` names.
  public var metric: Double? { measure == .numbers ? meanAbsoluteError : accuracy }
}
