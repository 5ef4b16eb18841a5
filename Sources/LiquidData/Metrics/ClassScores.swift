import Liquid

/// The probabilities that a network gives for a target with classes, each beside the truth and the sequence that it is in:
/// what reliability and rank statistics are computed from.
///
/// Of two classes, and of 0 and 1, it keeps the probability of the last; of more classes those of all.
package struct ClassScores: Sendable {
  /// More probabilities than this (256 MB) are not kept.
  private static let limit = 1 << 25

  package let classes: Int
  /// `[answers]` for two classes, `[answers, classes]` for more.
  package private(set) var probabilities: [Double] = []
  /// Indices of classes, `[answers]`.
  package private(set) var truths: [Int32] = []
  /// Which sequence of the set each answer is in, `[answers]`.
  package private(set) var sequences: [Int32] = []
  /// Targets whose answer is not finite.
  package private(set) var unanswered = 0
  /// Whether there were more answers than are kept.
  package private(set) var isFull = false

  package init(classes: Int) {
    require(classes >= 2, "probabilities of \(classes) classes")
    self.classes = classes
  }

  /// Probabilities of one answer.
  package var width: Int { classes == 2 ? 1 : classes }

  package var count: Int { truths.count }

  /// - Parameters:
  ///   - probabilities: `[width]`.
  ///   - truth: the index of a class.
  package mutating func add(
    _ probabilities: some Collection<Double>, truth: Int, sequence: Int
  ) {
    guard probabilities.allSatisfy(\.isFinite) else {
      unanswered += 1
      return
    }
    guard self.probabilities.count + width <= Self.limit else {
      isFull = true
      return
    }
    self.probabilities += probabilities
    truths.append(Int32(truth))
    sequences.append(Int32(sequence))
  }
}

/// The scores of all targets of a schema, over any number of batches.
package struct ClassScoreAccumulator: Sendable {
  private let schema: DataSchema
  /// One for a classification, else one for each target of 0 or 1; empty for other numbers.
  package private(set) var scores: [ClassScores]

  package init(schema: DataSchema) {
    self.schema = schema
    scores =
      schema.isClassification
      ? schema.classes.count >= 2 ? [ClassScores(classes: schema.classes.count)] : []
      : schema.hasAccuracy ? schema.targets.map { _ in ClassScores(classes: 2) } : []
  }

  /// Adds a batch; as `MetricAccumulator.add`.
  ///
  /// - Parameter first: the index in its set of the batch's first sequence; the others follow it.
  package mutating func add(outputs: [Float], batch: SequenceBatch, first: Int) {
    guard !scores.isEmpty else { return }
    let (width, targets) = (schema.outputWidth, batch.targetWidth)
    for sequence in 0..<batch.count {
      for step in 0..<batch.lengths[sequence] {
        let index = sequence * batch.steps + step
        let answer = outputs[index * width..<(index + 1) * width]
        if schema.isClassification {
          guard batch.targetWeights[index] > 0 else { continue }
          let all = schema.preciseAnswers(answer)
          scores[0].add(
            all.count == 2 ? all[1...] : all[...], truth: Int(batch.targets[index]),
            sequence: first + sequence)
        } else {
          for target in 0..<targets where batch.targetWeights[index * targets + target] > 0 {
            scores[target].add(
              CollectionOfOne(logistic(Double(answer[answer.startIndex + target]))),
              truth: batch.targets[index * targets + target] == 1 ? 1 : 0, sequence: first + sequence)
          }
        }
      }
    }
  }
}
