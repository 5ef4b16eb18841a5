import LiquidData
import RunStore
import Telemetry
import Text

/// The result of a comparison; as JSON, one document.
package struct BenchmarkReport: Sendable, Encodable {
  package var task: String
  /// The command that makes the same.
  package var command: String
  package var metric: String
  package var isBetterWhenLarger: Bool
  /// `test`, or `validation` where there is no test part.
  package var part: String
  /// Sequences for training, validation and test.
  package var sequences: [Int]
  /// Whether overlapping windows were assigned at random, so that what is tested was also trained on.
  package var isLeaky: Bool
  package var note: String?
  /// What an answer without a network reaches over the part.
  package var naive: NaiveFigure?
  /// Whether losses are those of normalised targets.
  package var isLossNormalized: Bool
  /// Why published figures are not shown; nil where they are, or where there are none.
  package var unpublished: String?
  package var models: [ModelResult]
  package var runs: [BenchmarkResult]
  /// What was held out in turn, and with which parts; nil where the data were split once.
  package var folds: [BenchmarkFold]?

  /// - Parameters:
  ///   - names: the networks in the order of the report, with their titles.
  ///   - results: of all runs.
  package init(
    task: String, command: String, metric: Metric, part: String, sequences: [Int], isLeaky: Bool,
    plan: BenchmarkPlan, names: [(name: String, title: String)], results: [BenchmarkResult],
    naive: NaiveFigure? = nil, isLossNormalized: Bool = false, unpublished: String? = nil
  ) {
    self.naive = naive
    self.isLossNormalized = isLossNormalized
    self.unpublished = unpublished
    self.task = task
    self.command = command
    self.metric = metric.rawValue
    isBetterWhenLarger = metric.isBetterWhenLarger
    self.part = part
    self.sequences = sequences
    self.isLeaky = isLeaky
    note = plan.note
    runs = results
    models = names.map { name, title in
      ModelResult(
        name: name, title: title, runs: results.filter { $0.model == name },
        published: plan.published.first { $0.model == name }, metric: metric, naive: naive)
    }
  }
}

extension BenchmarkReport {
  /// The report of runs on one or several divisions of the data.
  ///
  /// - Parameter folds: at least one; those of groups that were held out in turn, or a single one without a group.
  init(
    task: String, command: String, metric: Metric, part: String, isLeaky: Bool, plan: BenchmarkPlan,
    names: [(name: String, title: String)], folds: [BenchmarkFold], isLossNormalized: Bool,
    unpublished: String?
  ) {
    precondition(!folds.isEmpty, "a comparison without data")
    self.init(
      task: task, command: command, metric: metric, part: part, sequences: folds[0].sequences,
      isLeaky: isLeaky, plan: plan, names: names, results: folds.flatMap(\.results),
      naive: folds[0].group == nil ? folds[0].naive : nil, isLossNormalized: isLossNormalized,
      unpublished: unpublished)
    guard folds[0].group != nil else { return }
    self.folds = folds
    // Over the groups: one that is harder than the others weighs as much as they, however many runs diverged on it.
    for index in models.indices {
      models[index].metric = Spread(folds.compactMap { $0.spread(of: models[index].name)?.mean })
    }
  }

  /// One network over its seeds.
  package struct ModelResult: Sendable, Encodable {
    package var name: String
    package var title: String
    package var runs: Int
    /// Runs that diverged, or whose result is no finite number: they are in no mean.
    package var diverged: Int
    package var metric: Spread?
    package var loss: Spread?
    package var parameters: Int
    package var synapses: Int
    package var bestEpoch: Spread?
    /// Seconds of one run.
    package var time: Spread?
    package var published: PublishedFigure?
    /// `loses to persistence`; nil where the mean is better than the naive answer.
    package var objection: String?
    package var conditions: [ConditionSpread]
    /// Those of a classification's probabilities; empty where there are none.
    package var figures: [FigureSpread]

    init(
      name: String, title: String, runs: [BenchmarkResult], published: BenchmarkPlan.Published?,
      metric: Metric, naive: NaiveFigure?
    ) {
      let sound = runs.filter { $0.state == .done && $0.metric != nil }
      self.name = name
      self.title = title
      self.runs = runs.count
      diverged = runs.count - sound.count
      self.metric = Spread(sound.compactMap(\.metric))
      loss = Spread(sound.compactMap(\.loss))
      parameters = runs.first?.parameters ?? 0
      synapses = runs.first?.synapses ?? 0
      bestEpoch = Spread(sound.compactMap { $0.bestEpoch.map(Double.init) })
      time = Spread(sound.map(\.seconds))
      conditions = ConditionSpread.all(sound)
      figures = FigureSpread.all(sound)
      objection = self.metric.flatMap { naive?.objection(to: $0.mean) }
      self.published = published.map { PublishedFigure($0, ours: self.metric?.mean, metric: metric) }
    }
  }

  /// The result of a network under a condition.
  package struct ConditionSpread: Sendable, Encodable {
    package var kind: String
    package var level: Double
    package var metric: Spread?

    /// In the order of the runs' own.
    static func all(_ runs: [BenchmarkResult]) -> [ConditionSpread] {
      (runs.first?.conditions ?? []).map { condition in
        let figures = runs.compactMap { run in
          run.conditions.first { $0.kind == condition.kind && $0.level == condition.level }?.metric
        }
        return ConditionSpread(kind: condition.kind, level: condition.level, metric: Spread(figures))
      }
    }
  }

  /// A figure of a classification's probabilities, such as `BRIER`.
  package struct FigureSpread: Sendable, Encodable {
    package var name: String
    package var value: Spread?

    /// In the order of the runs' own.
    static func all(_ runs: [BenchmarkResult]) -> [FigureSpread] {
      let columns = runs.map { $0.figures.flatMap(\.columns) }
      var names: [String] = []
      for column in columns.joined() where !names.contains(column.name) { names.append(column.name) }
      return names.map { name in
        FigureSpread(
          name: name,
          value: Spread(columns.compactMap { run in run.first { $0.name == name }?.value }))
      }
    }
  }

  /// What others reported, and how far ours is from it.
  package struct PublishedFigure: Sendable, Encodable {
    /// How ours stands to it.
    package enum Verdict: String, Sendable, Encodable {
      /// At most one of their standard deviations away.
      case agrees
      case better
      case worse
    }

    package var value: Double
    package var deviation: Double?
    package var source: String?
    /// Ours less theirs; nil without ours.
    package var difference: Double?
    /// The same in their standard deviations; nil where they give none.
    package var deviations: Double?
    package var verdict: Verdict?

    init(_ published: BenchmarkPlan.Published, ours: Double?, metric: Metric) {
      value = published.value
      deviation = published.deviation
      source = published.source
      guard let ours else { return }
      let difference = ours - published.value
      self.difference = difference
      if let deviation = published.deviation, deviation > 0 { deviations = difference / deviation }
      let isNear = deviations.map { $0.magnitude <= 1 } ?? (difference == 0)
      verdict =
        isNear ? .agrees : metric.isBetter(ours, than: published.value) ? .better : .worse
    }
  }
}

/// The result of one run of a comparison, read from its run file. Figures are nil where there are none or they are not
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
  /// Of the probabilities over the test part; empty where there are none.
  package var figures: [ClassFigures] = []
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
    figures = part == .test && result != nil ? outcome.figures ?? [] : []
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

/// A mean with what it is worth.
package struct Spread: Sendable, Hashable, Codable {
  package let count: Int
  package let mean: Double
  /// Of the sample (n - 1); nil for one value.
  package let deviation: Double?

  /// Nil without a value; none may be other than finite.
  package init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    count = values.count
    let mean = values.reduce(0, +) / Double(values.count)
    self.mean = mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    deviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : nil
  }

  /// `0.9463 ± 0.0021`: the mean to the digit before the last of the deviation.
  package var text: String {
    guard let deviation else { return NumberText.significant(mean) }
    return "\(NumberText.significant(mean)) ± \(NumberText.significant(deviation, digits: 2))"
  }
}
