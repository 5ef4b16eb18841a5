import Liquid

/// Accumulates every metric that suits the targets over any number of batches.
///
/// All targets that count have the same weight: class weights change training, not measurement. For targets with two
/// answers all scores are kept, 8 bytes each, because the area under a ROC curve needs them.
public struct MetricAccumulator: Sendable {
  private enum Measure {
    /// The answer is the class with the largest output.
    case classes
    /// An output above 0 means 1.
    case bits
    case numbers
  }

  private let schema: DataSchema
  private let measure: Measure
  private let chosen: Metric
  private let normalizations: [Normalization]
  private let outputWidth: Int
  /// Per target; a single entry for classes.
  private var counts: [Double]
  private var absoluteErrors: [Double]
  private var squaredErrors: [Double]
  /// Of the normalised targets.
  private var normalizedErrors: [Double]
  /// Per target that is a class or is 0 or 1.
  private var classCounts: [ClassCounts]
  /// Per target with two answers.
  private var scores: [RankScores]

  /// Nothing is added yet.
  public init(schema: DataSchema) {
    self.schema = schema
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
  ///
  /// - Parameter values: the targets in double precision and in their own units, `[count, steps, targets]`; nil: the
  ///   batch's.
  public mutating func add(outputs: [Float], batch: SequenceBatch, values: [Double]? = nil) {
    require(
      outputs.count == batch.count * batch.steps * outputWidth,
      "\(outputs.count) outputs for \(batch.count) x \(batch.steps) steps of \(outputWidth)")
    require(
      batch.targetWidth == counts.count,
      "a batch with \(batch.targetWidth) targets at each step, and the schema has \(counts.count)")
    require(
      values?.count ?? batch.targets.count == batch.targets.count,
      "\(values?.count ?? 0) values for \(batch.targets.count) targets")
    for sequence in 0..<batch.count {
      for step in 0..<batch.lengths[sequence] {
        let index = sequence * batch.steps + step
        switch measure {
        case .classes: addClass(outputs, index, batch)
        case .bits: addBits(outputs, index, batch)
        case .numbers: addNumbers(outputs, index, batch, values)
        }
      }
    }
  }

  private mutating func addClass(_ outputs: [Float], _ index: Int, _ batch: SequenceBatch) {
    guard batch.targetWeights[index] > 0 else { return }
    let first = index * outputWidth
    let scores = outputs[first..<first + outputWidth]
    guard let truth = Int(exactly: batch.targets[index]), (0..<outputWidth).contains(truth) else {
      fail("the target \(batch.targets[index]) is none of \(outputWidth) classes")
    }
    counts[0] += 1
    classCounts[0].add(answer: schema.answeredClass(scores), truth: truth)
    if outputWidth == 2 {
      self.scores[0].add(schema.preciseAnswers(scores)[1], isPositive: truth == 1)
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
      scores[target].add(logistic(Double(outputs[i])), isPositive: isPositive)
    }
  }

  private mutating func addNumbers(
    _ outputs: [Float], _ index: Int, _ batch: SequenceBatch, _ values: [Double]?
  ) {
    for target in 0..<outputWidth {
      let i = index * outputWidth + target
      guard batch.targetWeights[i] > 0 else { continue }
      let normalization = normalizations[target]
      let value = values?[i] ?? normalization.denormalize(batch.targets[i])
      let error = normalization.denormalize(outputs[i]) - value
      let difference = error / normalization.deviation
      counts[target] += 1
      absoluteErrors[target] += error.magnitude
      squaredErrors[target] += error * error
      normalizedErrors[target] += difference * difference
    }
  }

  /// The number of targets that counted.
  public var count: Double { counts.reduce(0, +) }

  /// A metric over everything added; nil if it does not suit the targets, if no target counted, or, for `auc`, if all
  /// targets have one class. For several targets of 0 or 1, `f1` and `auc` are means over the targets.
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

  /// The share of targets that were right; nil for numbers other than 0 and 1, and if no target counted.
  public var accuracy: Double? {
    measure != .numbers && count > 0 ? classCounts.reduce(0) { $0 + $1.correct } / count : nil
  }

  /// The mean absolute error over all targets that counted; nil if there is an accuracy.
  public var meanAbsoluteError: Double? { mean(ofErrors: absoluteErrors) }

  /// The mean squared error over all targets that counted; nil if there is an accuracy.
  public var meanSquaredError: Double? { mean(ofErrors: squaredErrors) }

  /// The value of `DataSchema.metric`.
  public var metric: Double? { value(of: chosen) }

  private func mean(ofErrors errors: [Double]) -> Double? {
    measure == .numbers && count > 0 ? errors.reduce(0, +) / count : nil
  }

  /// Nil if there are no values or one is nil.
  private func mean(of values: [Double?]) -> Double? {
    let known = values.compactMap(\.self)
    guard !known.isEmpty, known.count == values.count else { return nil }
    return known.reduce(0, +) / Double(known.count)
  }
}

/// For each class, how often it was answered rightly, was the answer, and was the truth.
private struct ClassCounts: Sendable {
  private var right: [Double]
  private var answered: [Double]
  private var truths: [Double]

  init(classes: Int) {
    right = [Double](repeating: 0, count: classes)
    answered = right
    truths = right
  }

  /// - Parameter answer: nil if the network gave none.
  mutating func add(answer: Int?, truth: Int) {
    truths[truth] += 1
    guard let answer else { return }
    answered[answer] += 1
    if answer == truth { right[truth] += 1 }
  }

  var total: Double { truths.reduce(0, +) }
  var correct: Double { right.reduce(0, +) }

  /// The harmonic mean of precision and recall of a class; nil if it was neither the truth nor an answer.
  func f1(of index: Int) -> Double? {
    let all = answered[index] + truths[index]
    return all > 0 ? 2 * right[index] / all : nil
  }

  /// That of the last of two classes; of more classes, the mean over those that occur.
  var f1: Double? {
    if right.count == 2 { return total > 0 ? f1(of: 1) ?? 0 : nil }
    let all = right.indices.compactMap { f1(of: $0) }
    return all.isEmpty ? nil : all.reduce(0, +) / Double(all.count)
  }
}

/// The scores of answers that are yes or no, by the truth, for the area under a ROC curve.
private struct RankScores: Sendable {
  private var positives: [Double] = []
  private var negatives: [Double] = []

  mutating func add(_ score: Double, isPositive: Bool) {
    if isPositive { positives.append(score) } else { negatives.append(score) }
  }

  /// The probability that a positive has a higher score than a negative; equal scores count half. Nil if there are no
  /// positives or no negatives, or if a score is NaN.
  ///
  /// Source: Hanley and McNeil, "The meaning and use of the area under a receiver operating characteristic curve"
  /// (1982): the rank statistic of Mann and Whitney, exact with ties.
  /// - Complexity: O(n log n) in the scores.
  var area: Double? {
    guard !positives.isEmpty, !negatives.isEmpty else { return nil }
    guard !positives.contains(where: \.isNaN), !negatives.contains(where: \.isNaN) else { return nil }
    let sorted = negatives.sorted()
    var (below, notAbove) = (0, 0)
    var wins = 0.0
    for score in positives.sorted() {
      while below < sorted.count, sorted[below] < score { below += 1 }
      while notAbove < sorted.count, sorted[notAbove] <= score { notAbove += 1 }
      wins += Double(below) + Double(notAbove - below) / 2
    }
    return wins / (Double(positives.count) * Double(negatives.count))
  }
}
