import LiquidData
import Telemetry

/// What a comparison came to; as JSON, one document.
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
  /// Whether windows that overlap were dealt out at random: what is tested was trained on.
  package var isLeaky: Bool
  package var note: String?
  package var models: [ModelResult]
  package var runs: [BenchmarkResult]

  /// - Parameters:
  ///   - names: the networks in the order of the report, with their titles.
  ///   - results: of all runs.
  package init(
    task: String, command: String, metric: Metric, part: String, sequences: [Int], isLeaky: Bool,
    plan: BenchmarkPlan, names: [(name: String, title: String)], results: [BenchmarkResult]
  ) {
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
        published: plan.published.first { $0.model == name }, metric: metric)
    }
  }
}

extension BenchmarkReport {
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
    package var conditions: [ConditionSpread]

    init(
      name: String, title: String, runs: [BenchmarkResult], published: BenchmarkPlan.Published?,
      metric: Metric
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
      self.published = published.map { PublishedFigure($0, ours: self.metric?.mean, metric: metric) }
    }
  }

  /// What a network came to under a condition.
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
      let isNear = deviations.map { abs($0) <= 1 } ?? (difference == 0)
      verdict =
        isNear ? .agrees : metric.isBetter(ours, than: published.value) ? .better : .worse
    }
  }
}
