import Liquid

/// Any metric that suits the targets, over any number of batches.
///
/// Every target that counts does so alike: class weights change what training pays attention to, not what is measured.
/// Of yes-or-no targets every score is kept, 4 bytes each: the area under a ROC curve needs them all.
public struct MetricAccumulator: Sendable {
  private enum Measure {
    /// The largest of a step's outputs is at the class.
    case classes
    /// An output above 0 stands for a 1.
    case bits
    case numbers
  }

  private let measure: Measure
  private let chosen: Metric
  private let normalizations: [Normalization]
  private let outputWidth: Int
  /// Per target; one for all classes.
  private var counts: [Double]
  private var absoluteErrors: [Double]
  private var squaredErrors: [Double]
  /// Of the normalised targets.
  private var normalizedErrors: [Double]
  /// Per target that is a class, or 0 or 1.
  private var classCounts: [ClassCounts]
  /// Per target with two answers.
  private var scores: [RankScores]

  public init(schema: DataSchema) {
    measure = schema.isClassification ? .classes : schema.hasAccuracy ? .bits : .numbers
    chosen = schema.metric
    normalizations = schema.targets.map(\.normalization)
    outputWidth = schema.outputWidth
    counts = [Double](repeating: 0, count: schema.targets.count)
    absoluteErrors = counts
    squaredErrors = counts
    normalizedErrors = counts
    let classes = schema.isClassification ? schema.classes.count : 2
    let answers = schema.hasAccuracy ? counts.count : 0
    classCounts = [ClassCounts](repeating: ClassCounts(classes: classes), count: answers)
    scores = [RankScores](repeating: RankScores(), count: classes == 2 ? answers : 0)
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
    let first = index * outputWidth
    let scores = outputs[first..<first + outputWidth]
    var best = scores.startIndex
    for i in scores.indices where scores[i] > scores[best] { best = i }
    let truth = Int(batch.targets[index])
    counts[0] += 1
    // Scores that are no numbers are no answer.
    classCounts[0].add(answer: scores[best].isFinite ? best - first : nil, truth: truth)
    if outputWidth == 2 {
      self.scores[0].add(outputs[first + 1] - outputs[first], isPositive: truth == 1)
    }
  }

  private mutating func addBits(_ outputs: [Float], _ index: Int, _ batch: SequenceBatch) {
    for target in 0..<outputWidth {
      let i = index * outputWidth + target
      guard batch.targetWeights[i] > 0 else { continue }
      let isPositive = batch.targets[i] == 1
      counts[target] += 1
      classCounts[target].add(
        answer: outputs[i].isNaN ? nil : outputs[i] > 0 ? 1 : 0, truth: isPositive ? 1 : 0)
      scores[target].add(outputs[i], isPositive: isPositive)
    }
  }

  private mutating func addNumbers(_ outputs: [Float], _ index: Int, _ batch: SequenceBatch) {
    for target in 0..<outputWidth {
      let i = index * outputWidth + target
      guard batch.targetWeights[i] > 0 else { continue }
      let difference = Double(outputs[i]) - Double(batch.targets[i])
      let error = difference * normalizations[target].deviation
      counts[target] += 1
      absoluteErrors[target] += abs(error)
      squaredErrors[target] += error * error
      normalizedErrors[target] += difference * difference
    }
  }
}

extension MetricAccumulator {
  /// How many targets counted.
  public var count: Double { counts.reduce(0, +) }

  /// A metric of everything added; nil where it does not suit the targets, nothing counted, or, for `auc`, all targets
  /// are of one class. Of several targets of 0 or 1, `f1` and `auc` are the means over the targets.
  public func value(of metric: Metric) -> Double? {
    switch metric {
    case .accuracy: accuracy
    case .f1: mean(of: classCounts.filter { $0.total > 0 }.map(\.f1))
    case .auc: mean(of: scores.map(\.area))
    case .meanAbsoluteError: meanAbsoluteError
    case .meanSquaredError: meanSquaredError
    case .normalizedMeanSquaredError: mean(ofErrors: normalizedErrors)
    case .rootMeanSquaredError: meanSquaredError?.squareRoot()
    }
  }

  /// The share of targets that were right; `nil` for other numbers than 0 and 1 or before anything counted.
  public var accuracy: Double? {
    measure != .numbers && count > 0 ? classCounts.reduce(0) { $0 + $1.correct } / count : nil
  }

  /// The mean absolute error over all targets that counted; `nil` where there is an accuracy.
  public var meanAbsoluteError: Double? { mean(ofErrors: absoluteErrors) }

  /// The mean squared error over all targets that counted; `nil` where there is an accuracy.
  public var meanSquaredError: Double? { mean(ofErrors: squaredErrors) }

  /// The figure `DataSchema.metric` names.
  public var metric: Double? { value(of: chosen) }

  private func mean(ofErrors errors: [Double]) -> Double? {
    measure == .numbers && count > 0 ? errors.reduce(0, +) / count : nil
  }

  /// Nil where there is none, or one is missing.
  private func mean(of values: [Double?]) -> Double? {
    let known = values.compactMap(\.self)
    guard !known.isEmpty, known.count == values.count else { return nil }
    return known.reduce(0, +) / Double(known.count)
  }
}
