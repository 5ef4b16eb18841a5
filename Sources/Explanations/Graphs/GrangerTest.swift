import Foundation

/// Conditional Granger causality: whether a channel's past helps a linear forecast of another one that knows the past of
/// all other channels.
///
/// A vector autoregression x(t) = c + sum_l A_l x(t - l) is fitted by least squares. For the edge k -> j an F test compares
/// the equation of j with the one that lacks all lags of k.
/// Source: Granger, "Investigating causal relations by econometric models and cross-spectral methods" (1969); Geweke,
/// "Measures of conditional linear dependence and feedback between time series" (1984).
package struct GrangerTest: Sendable, Hashable {
  /// Lags of the autoregression.
  package let order: Int
  /// F statistics, `[source][target]`; 0 on the diagonal.
  package let statistics: [[Double]]
  /// `[source][target]`; 1 on the diagonal.
  package let pValues: [[Double]]
  /// `[source][target]`: p below .01 and a false discovery rate of .05.
  package let adjacency: [[Bool]]

  /// - Parameter maximumOrder: the order is the one up to it with the smallest Bayesian information criterion, summed over
  ///   the equations and computed on the same rows.
  /// - Throws: where there are too few rows.
  package init(_ series: ChannelSeries, maximumOrder: Int = 5) throws(CausalGraphError) {
    guard maximumOrder >= 1 else {
      throw .option(name: "maximumOrder", value: maximumOrder, allowed: "at least 1")
    }
    let needed = series.channels * maximumOrder * 2 + maximumOrder + 10
    let rows = series.sequences.reduce(0) { $0 + max(0, $1.count - maximumOrder) }
    guard rows + maximumOrder >= needed else { throw .tooFewRows(series.rowCount, needed: needed) }
    var (order, least) = (1, Double.infinity)
    for candidate in 1...maximumOrder {
      let score = Regression(series, order: candidate, skipped: maximumOrder).criterion
      if score < least { (order, least) = (candidate, score) }
    }
    self.order = order
    let regression = Regression(series, order: order, skipped: order)
    let channels = series.channels
    var statistics = [[Double]](repeating: Array(repeating: 0, count: channels), count: channels)
    var pValues = [[Double]](repeating: Array(repeating: 1, count: channels), count: channels)
    for (source, target) in GraphScores.pairs(channels) {
      let (statistic, p) = regression.test(source: source, target: target)
      statistics[source][target] = statistic
      pValues[source][target] = p
    }
    self.statistics = statistics
    self.pValues = pValues
    adjacency = AdjacencyRule.adjacency(pValues)
  }
}

/// Which pairs are called edges.
enum AdjacencyRule {
  /// `[source][target]`, by `FalseDiscovery` over all pairs of different channels.
  static func adjacency(_ pValues: [[Double]]) -> [[Bool]] {
    let pairs = GraphScores.pairs(pValues.count)
    let found = FalseDiscovery.found(pairs.map { pValues[$0.source][$0.target] })
    var adjacency = pValues.map { $0.map { _ in false } }
    for (pair, isFound) in zip(pairs, found) { adjacency[pair.source][pair.target] = isFound }
    return adjacency
  }
}

/// A vector autoregression that was fitted.
private struct Regression {
  let channels: Int
  let order: Int
  let rows: Int
  let fit: LeastSquares

  /// - Parameter skipped: rows at the start of each sequence that are only predictors, at least `order`.
  init(_ series: ChannelSeries, order: Int, skipped: Int) {
    channels = series.channels
    self.order = order
    var predictors = [[Double]](repeating: [], count: channels * order + 1)
    var responses = [[Double]](repeating: [], count: channels)
    let moments = series.moments
    for sequence in series.sequences where sequence.count > skipped {
      for row in skipped..<sequence.count {
        predictors[0].append(1)
        for channel in 0..<channels {
          let (mean, deviation) = moments[channel]
          for lag in 1...order {
            predictors[1 + channel * order + lag - 1].append(
              (sequence[row - lag][channel] - mean) / deviation)
          }
          responses[channel].append((sequence[row][channel] - mean) / deviation)
        }
      }
    }
    rows = responses[0].count
    fit = LeastSquares(predictors: predictors, responses: responses)
  }

  var criterion: Double {
    let count = Double(rows)
    return fit.residualSums.reduce(0) { sum, residual in
      sum + count * log(max(residual, .leastNormalMagnitude) / count) + Double(fit.rank) * log(count)
    }
  }

  func test(source: Int, target: Int) -> (statistic: Double, p: Double) {
    let dropped = Set((0..<order).map { 1 + source * order + $0 })
    let full = fit.residualSums[target]
    let reduced = fit.residualSum(ofResponse: target, leavingOut: dropped)
    let freedom = Double(rows - fit.rank)
    let statistic = max(0, reduced - full) / Double(order) / max(full / freedom, .leastNormalMagnitude)
    return (statistic, Distributions.fTail(statistic, degrees: (Double(order), freedom)))
  }
}
