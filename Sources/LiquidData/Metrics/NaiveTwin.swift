import Liquid

/// What an answer that needs no network reaches on the same rows: a network that does not reach more has learnt
/// nothing.
///
/// Its answers are the best of those that suit the task and that need nothing but the training part and the inputs
/// until now:
///
/// * the majority class of the training part; for an F1, always the class that it is of; for an AUC, any constant;
/// * the mean of the training targets, or for absolute errors their median;
/// * persistence, for forecasts: the last known value of the target;
/// * seasonal persistence, for forecasts whose times are regular and whose targets repeat by day or week: the value a
///   season before the one that is asked for.
package struct NaiveTwin: Sendable, Hashable {
  /// Such as `persistence`; safe to show.
  package let name: String
  /// In the task's metric.
  package let value: Double
}

extension Dataset {
  /// The naive twin of a network over a part; nil where the part has no targets or leaves the metric undefined.
  ///
  /// - Complexity: one pass over the part for each kind of answer.
  package func naiveTwin(of part: Part) -> NaiveTwin? {
    var best: NaiveTwin?
    for answers in NaiveAnswers.all(dataset: self, part: part) {
      guard let value = metric(of: answers, over: part), value.isFinite else { continue }
      if best.map({ schema.metric.isBetter(value, than: $0.value) }) ?? true {
        best = NaiveTwin(name: answers.name, value: value)
      }
    }
    return best
  }

  private func metric(of answers: NaiveAnswers, over part: Part) -> Double? {
    let chunk = 256
    var metrics = MetricAccumulator(schema: schema)
    for start in stride(from: 0, to: count(of: part), by: chunk) {
      let indices = Array(start..<min(start + chunk, count(of: part)))
      let batch = batch(part, indices: indices)
      var outputs = [Float](repeating: 0, count: batch.count * batch.steps * outputWidth)
      for (place, index) in indices.enumerated() {
        for (step, position) in run(part, index).positions.enumerated() {
          answers.write(position, to: &outputs, at: (place * batch.steps + step) * outputWidth)
        }
      }
      metrics.add(outputs: outputs, batch: batch)
    }
    return metrics.metric
  }
}

/// One way to answer without a network.
struct NaiveAnswers {
  let name: String
  private let schema: DataSchema
  /// An answer a target: a normalised number, the index of a class, or 0 or 1.
  private let constant: [Float]
  /// The answers at each position, `[positions, targets]`, NaN where the constant holds; nil: it always does.
  private let known: Stored<Float>?

  private init(_ name: String, _ schema: DataSchema, constant: [Float], known: Stored<Float>? = nil) {
    self.name = name
    self.schema = schema
    self.constant = constant
    self.known = known
  }

  /// All that suit the task.
  static func all(dataset: Dataset, part: Dataset.Part) -> [NaiveAnswers] {
    let schema = dataset.schema
    var all = constants(schema)
    // A disk that is full by now costs the comparison, not the training.
    guard schema.kind == .forecast, let values = try? LastValues(dataset: dataset, part: part) else {
      return all
    }
    let fallback = all.first?.constant ?? [Float](repeating: 0, count: schema.targetWidth)
    all.append(NaiveAnswers("persistence", schema, constant: fallback, known: values.last))
    if let season = schema.naive?.season, let seasonal = try? values.seasonal(season.steps) {
      all.append(
        NaiveAnswers(
          "seasonal persistence (\(season.name))", schema, constant: fallback, known: seasonal))
    }
    return all
  }

  private static func constants(_ schema: DataSchema) -> [NaiveAnswers] {
    guard let naive = schema.naive else { return [] }
    func constant(_ name: String, _ values: [Float]) -> NaiveAnswers {
      NaiveAnswers(name, schema, constant: values)
    }
    let majority = naive.majorities.map(Float.init)
    switch schema.metric {
    case .accuracy: return [constant("majority", majority)]
    case .auc: return [constant("any constant", majority)]
    case .f1:
      guard !schema.isClassification || schema.classes.count == 2 else {
        return [constant("majority", majority)]
      }
      let positive = schema.isClassification ? schema.outputNames[1] : "1"
      let all = constant("always \(positive)", majority.map { _ in 1 })
      return [all, constant("majority", majority)]
    case .meanAbsoluteError: return [constant("median", naive.medians.map { Float($0) })]
    case .meanSquaredError, .normalizedMeanSquaredError, .rootMeanSquaredError:
      return [constant("mean", naive.means.map { Float($0) })]
    }
  }

  /// Writes the answer at a position as the outputs of a network would stand, `[outputWidth]` from `first`.
  func write(_ position: Int, to outputs: inout [Float], at first: Int) {
    for target in constant.indices {
      let own = known?[position * constant.count + target] ?? .nan
      let answer = own.isNaN ? constant[target] : own
      if schema.isClassification {
        outputs[first + Int(answer)] = 1
      } else if schema.hasAccuracy {
        outputs[first + target] = answer * 2 - 1
      } else {
        outputs[first + target] = answer
      }
    }
  }
}
