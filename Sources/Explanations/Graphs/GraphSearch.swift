import Foundation
import Liquid

/// One search of a `CausalGraphFinder`.
struct GraphSearch: Sendable {
  let series: ChannelSeries
  let options: CausalGraphFinder.Options
  let jobs: ForecastJobs

  private var channels: Int { series.channels }

  private var settings: TargetForecaster.Settings {
    var settings = TargetForecaster.Settings()
    settings.steps = options.trainingSteps
    return settings
  }

  func found(names: [String]) throws(CausalGraphError) -> CausalGraphFinder.Found {
    let columns = series.standardised
    let lags = try chosenLags(columns)
    let effects = try measuredEffects(columns, lags: lags)
    let adjacency = effects.adjacency(leastShare: options.leastShare)
    let forecaster = try forecaster(columns, lags: lags, adjacency: adjacency)
    let histories = histories(lags: lags)
    let edges = (0..<channels).flatMap { source -> [CausalGraph.Edge] in
      let targets = (0..<channels).filter { adjacency[source][$0] }
      if targets.isEmpty { return [] }
      let response = forecaster.response(to: source, after: histories, steps: options.responseSteps)
      return targets.map { target in
        CausalGraph.Edge(
          source: source, target: target, effect: effects.effects[source][target],
          p: effects.pValues[source][target], lag: effects.lags[source][target],
          response: response.map { $0[target] })
      }
    }
    let graph = CausalGraph(
      names: names, lags: lags, effects: effects.effects, pValues: effects.pValues, effectLags: effects.lags,
      errors: effects.errors, edges: edges.sorted { $0.effect > $1.effect })
    return .init(graph: graph, forecaster: forecaster)
  }

  /// How much smaller the logarithm of the error must be, in the mean over channels, for fewer lags to be taken.
  private static let lagMargin = 0.1

  /// The number of lags whose forecasts are best at rows that were held out. Fewer lags leave less to learn; where they
  /// are enough, as for a flow whose state is seen, an edge is not mistaken for a channel's own past.
  private func chosenLags(_ columns: [[Double]]) throws(CausalGraphError) -> Int {
    let most = options.maximumLags
    guard most > 1 else { return 1 }
    var settings = settings
    // Enough to tell them apart.
    settings.steps = max(1, settings.steps / 2)
    let choices = (1...most).map { LaggedRows(columns: columns, series: series, lags: $0, skipped: most) }
    let logs = try jobs.run(most * channels) { [settings] job in
      let (lagged, target) = (choices[job / channels], job % channels)
      let (trained, heldOut) = folds(lagged, fold: 0)
      let forecaster = try TargetForecaster(
        target: target, sources: Array(0..<channels), lagged: lagged, rows: trained.flatMap { $0 },
        settings: settings, seed: seed(1, job), goesOn: { !jobs.isCancelled })
      let errors = InterventionEffects(of: forecaster, on: lagged, blocks: heldOut).errors
      return log(max(errors.reduce(0, +) / Double(errors.count), 1e-12))
    }
    let scores = (0..<most).map {
      logs[($0 * channels)..<(($0 + 1) * channels)].reduce(0, +) / Double(channels)
    }
    var best = most
    for lags in (1..<most).reversed()
    where scores[lags - 1] < scores[best - 1] - (best == most ? Self.lagMargin : 0) { best = lags }
    return best
  }

  /// Blocks to train on and those of a fold. Folds take turns, in stretches of many blocks.
  private func folds(_ lagged: LaggedRows, fold: Int) -> (trained: [Range<Int>], heldOut: [Range<Int>]) {
    let stretch = max(1, lagged.blocks.count / (4 * options.folds))
    let isHeldOut = lagged.blocks.indices.map { $0 / stretch % options.folds == fold }
    let pairs = zip(lagged.blocks, isHeldOut)
    return (pairs.filter { !$0.1 }.map(\.0), pairs.filter(\.1).map(\.0))
  }

  private func seed(_ stage: UInt64, _ job: Int) -> UInt64 {
    (options.seed &* 31 &+ stage) &* 1_000_003 &+ UInt64(job)
  }

  /// Blocks that channels are cut into where they are permuted.
  private static let permutedBlocks = 12

  private func measuredEffects(_ columns: [[Double]], lags: Int) throws(CausalGraphError) -> EffectTable {
    var generator = SeededGenerator(seed: seed(2, 0))
    let blockRows = max(lags + 1, columns[0].count / Self.permutedBlocks)
    let copies = ChannelSeries.permuted(columns, blockRows: blockRows, generator: &generator)
    let lagged = LaggedRows(columns: columns + copies, series: series, lags: lags, skipped: lags)
    let parts = try jobs.run(channels * options.folds) { [settings] job in
      let (target, fold) = (job / options.folds, job % options.folds)
      let (trained, heldOut) = folds(lagged, fold: fold)
      let forecaster = try TargetForecaster(
        target: target, sources: Array(0..<2 * channels), lagged: lagged, rows: trained.flatMap { $0 },
        settings: settings, seed: seed(3, job), goesOn: { !jobs.isCancelled })
      var effects = InterventionEffects(of: forecaster, on: lagged, blocks: heldOut)
      var generator = SeededGenerator(seed: seed(4, job))
      for source in 0..<2 * channels where source != target && !jobs.isCancelled {
        effects.intervene(on: source, draws: options.draws, generator: &generator)
        if source < channels { effects.interveneByLag(on: source, generator: &generator) }
      }
      return effects
    }
    return EffectTable(
      (0..<channels).map { Array(parts[($0 * options.folds)..<(($0 + 1) * options.folds)]) }, lags: lags)
  }

  /// Forecasters of each channel from its causes alone, trained on all rows.
  private func forecaster(
    _ columns: [[Double]], lags: Int, adjacency: [[Bool]]
  ) throws(CausalGraphError) -> ChannelForecaster {
    let lagged = LaggedRows(columns: columns, series: series, lags: lags, skipped: lags)
    var settings = settings
    settings.penalty = 0
    let targets = try jobs.run(channels) { [settings] target in
      let sources = (0..<channels).filter { $0 == target || adjacency[$0][target] }
      return try TargetForecaster(
        target: target, sources: sources, lagged: lagged, rows: Array(0..<lagged.count), settings: settings,
        seed: seed(5, target), goesOn: { !jobs.isCancelled })
    }
    return ChannelForecaster(targets: targets, lags: lags, moments: series.moments)
  }

  private static let mostHistories = 32

  /// Rows to respond from, evenly spaced.
  private func histories(lags: Int) -> [[[Double]]] {
    let all = series.sequences.flatMap { rows in
      (0..<max(0, rows.count - lags + 1)).map { (rows, $0) }
    }
    let count = min(all.count, Self.mostHistories)
    return (0..<count).map { place in
      let (rows, start) = all[place * all.count / count]
      return Array(rows[start..<(start + lags)])
    }
  }
}

/// The effects of all channels on one another, and what chance has. Matrices are `[source][target]`.
struct EffectTable {
  private(set) var effects: [[Double]]
  private(set) var pValues: [[Double]]
  private(set) var lags: [[Int]]
  /// `[target]`
  private(set) var errors: [Double]

  /// - Parameter parts: those of each target's folds; sources beyond the targets are permuted copies.
  init(_ parts: [[InterventionEffects]], lags count: Int) {
    let channels = parts.count
    errors = parts.map { Self.mean($0.flatMap(\.errors)) }
    effects = Array(repeating: Array(repeating: 0, count: channels), count: channels)
    pValues = effects.map { $0.map { _ in 1 } }
    lags = effects.map { $0.map { _ in 1 } }
    var statistics = effects
    var chance: [Double] = []
    for target in 0..<channels {
      for source in 0..<2 * channels where source != target {
        let growth = parts[target].flatMap { $0.growth[source] ?? [] }
        let statistic = Self.statistic(growth)
        guard source < channels else {
          chance.append(statistic)
          continue
        }
        statistics[source][target] = statistic
        effects[source][target] = Self.mean(growth) / max(errors[target], 1e-12)
        let changes = (0..<count).map { lag in
          parts[target].reduce(0) { $0 + ($1.changeByLag[source]?[lag] ?? 0) }
        }
        lags[source][target] = 1 + (changes.indices.max { changes[$0] < changes[$1] } ?? 0)
      }
    }
    let (center, spread) = Self.chanceScale(chance)
    let blocks = parts.first.map { $0.reduce(0) { $0 + $1.errors.count } } ?? 2
    for (source, target) in GraphScores.pairs(channels) {
      pValues[source][target] = Distributions.studentTail(
        (statistics[source][target] - center) / spread, degrees: Double(max(blocks - 1, 1)))
    }
  }

  /// Edges: what is significant and not too small beside the strongest effect on its target.
  func adjacency(leastShare: Double) -> [[Bool]] {
    var adjacency = AdjacencyRule.adjacency(pValues)
    for (source, target) in GraphScores.pairs(effects.count) {
      let strongest = effects.reduce(0) { max($0, $1[target]) }
      if effects[source][target] < leastShare * strongest { adjacency[source][target] = false }
    }
    return adjacency
  }

  /// The mean over blocks in its standard errors; 0 where all are the same, as where no forecast moves.
  private static func statistic(_ growth: [Double]) -> Double {
    let mean = mean(growth)
    let squares = growth.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    guard squares > 0 else { return 0 }
    return mean / (squares / Double(growth.count - 1) / Double(growth.count)).squareRoot()
  }

  /// The mean and the standard deviation of the statistics of permuted channels, at least those that Student's t has: fewer
  /// values would not say that it is narrower.
  private static func chanceScale(_ statistics: [Double]) -> (center: Double, spread: Double) {
    let mean = mean(statistics)
    let squares = statistics.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (max(0, mean), max(1, (squares / Double(max(statistics.count, 1))).squareRoot()))
  }

  private static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }
}
