import LiquidData
import RunStore
import Telemetry

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
  ///   - folds: the same by what was held out; nil where the data were split once.
  package init(
    task: String, command: String, metric: Metric, part: String, sequences: [Int], isLeaky: Bool,
    plan: BenchmarkPlan, names: [(name: String, title: String)], results: [BenchmarkResult],
    folds: [BenchmarkFold]? = nil, naive: NaiveFigure? = nil, isLossNormalized: Bool = false,
    unpublished: String? = nil
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
    self.folds = folds
    let divisions = folds?.map(\.results) ?? [results]
    models = names.map { name, title in
      ModelResult(
        name: name, title: title, divisions: divisions.map { $0.filter { $0.model == name } },
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
    let isInTurn = folds[0].group != nil
    self.init(
      task: task, command: command, metric: metric, part: part, sequences: folds[0].sequences,
      isLeaky: isLeaky, plan: plan, names: names, results: folds.flatMap(\.results),
      folds: isInTurn ? folds : nil, naive: isInTurn ? nil : folds[0].naive,
      isLossNormalized: isLossNormalized, unpublished: unpublished)
  }

  /// One network over its seeds; where groups were held out in turn, over the groups, each by the mean of its seeds.
  package struct ModelResult: Sendable, Encodable {
    package var name: String
    package var title: String
    package var runs: Int
    /// Runs that diverged: they are in no mean.
    package var diverged: Int
    /// Runs that ended without a finite metric, such as an AUC where all is of one class: they are in no
    /// mean either.
    package var withoutFigure: Int
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

    /// - Parameter divisions: the runs on each division of the data.
    init(
      name: String, title: String, divisions: [[BenchmarkResult]], published: BenchmarkPlan.Published?,
      metric: Metric, naive: NaiveFigure?
    ) {
      let runs = divisions.flatMap(\.self)
      let sound = divisions.map { $0.filter { $0.state == .done && $0.metric != nil } }
      self.name = name
      self.title = title
      self.runs = runs.count
      diverged = runs.count { $0.state == .diverged }
      withoutFigure = runs.count { $0.state == .done && $0.metric == nil }
      self.metric = Spread(divisions: sound.map { $0.compactMap(\.metric) })
      loss = Spread(divisions: sound.map { $0.compactMap(\.loss) })
      parameters = runs.first?.parameters ?? 0
      synapses = runs.first?.synapses ?? 0
      bestEpoch = Spread(divisions: sound.map { $0.compactMap { $0.bestEpoch.map(Double.init) } })
      time = Spread(divisions: sound.map { $0.map(\.seconds) })
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
    static func all(_ divisions: [[BenchmarkResult]]) -> [ConditionSpread] {
      (divisions.joined().first?.conditions ?? []).map { condition in
        let figures = divisions.map { runs in
          runs.compactMap { run in
            run.conditions.first { $0.kind == condition.kind && $0.level == condition.level }?.metric
          }
        }
        return ConditionSpread(
          kind: condition.kind, level: condition.level, metric: Spread(divisions: figures))
      }
    }
  }

  /// A figure of a classification's probabilities, such as `BRIER`.
  package struct FigureSpread: Sendable, Encodable {
    package var name: String
    package var value: Spread?

    /// In the order of the runs' own.
    static func all(_ divisions: [[BenchmarkResult]]) -> [FigureSpread] {
      let columns = divisions.map { runs in runs.map { $0.figures.flatMap(\.columns) } }
      var names: [String] = []
      for column in columns.joined().joined() where !names.contains(column.name) {
        names.append(column.name)
      }
      return names.map { name in
        let values = columns.map { runs in
          runs.compactMap { run in run.first { $0.name == name }?.value }
        }
        return FigureSpread(name: name, value: Spread(divisions: values))
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
