import Liquid

/// What interventions on channels do to the forecasts of one channel, at rows that the forecaster was not trained on.
///
/// do(u_k = its values at another time): all lags of channel k are replaced by those before another row, those of the
/// other channels stay. A forecast that rightly depends on k gets worse; one that does so by chance gets worse as often
/// as better.
struct InterventionEffects: Sendable {
  /// How much the squared error grows, in the mean over a block's rows and the draws, `[source][block]`.
  private(set) var growth: [Int: [Double]] = [:]
  /// The squared change of the forecast where one lag alone is replaced, `[source][lag]`.
  private(set) var changeByLag: [Int: [Double]] = [:]
  /// The squared error without an intervention, in the mean over a block's rows.
  let errors: [Double]

  private let forecaster: TargetForecaster
  private let lagged: LaggedRows
  private let rows: [Int]
  private let lengths: [Int]
  private let inputs: [Float]
  private let truth: [Double]
  private let forecasts: [Double]

  /// - Parameter blocks: those that were held out.
  init(of forecaster: TargetForecaster, on lagged: LaggedRows, blocks: [Range<Int>]) {
    self.forecaster = forecaster
    self.lagged = lagged
    rows = blocks.flatMap { $0 }
    lengths = blocks.map(\.count)
    inputs = lagged.inputs(of: rows)
    truth = rows.map { lagged.values[forecaster.target][$0] }
    forecasts = forecaster.forecasts(lagged.batch(rows, inputs: inputs))
    errors = Self.means(zip(truth, forecasts).map { ($0 - $1) * ($0 - $1) }, lengths: lengths)
  }

  /// Intervenes on a channel some times, each with values from a random distance.
  mutating func intervene(on source: Int, draws: Int, generator: inout SeededGenerator) {
    var sums = [Double](repeating: 0, count: rows.count)
    for _ in 0..<draws {
      let changed = replacing(source, lags: 0..<lagged.lags, distance: distance(&generator))
      for row in rows.indices {
        let (error, before) = (truth[row] - changed[row], truth[row] - forecasts[row])
        sums[row] += (error * error - before * before) / Double(draws)
      }
    }
    growth[source] = Self.means(sums, lengths: lengths)
  }

  /// Intervenes on each lag of a channel alone.
  mutating func interveneByLag(on source: Int, generator: inout SeededGenerator) {
    let distance = distance(&generator)
    changeByLag[source] = (0..<lagged.lags).map { lag in
      let changed = replacing(source, lags: lag..<(lag + 1), distance: distance)
      return zip(changed, forecasts).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(rows.count)
    }
  }

  private func distance(_ generator: inout SeededGenerator) -> Int {
    1 + generator.integer(below: max(1, rows.count - 1))
  }

  /// The forecasts where some lags of a channel are those of the row a distance further on.
  private func replacing(_ source: Int, lags: Range<Int>, distance: Int) -> [Double] {
    var changed = inputs
    for row in rows.indices {
      let other = (row + distance) % rows.count
      for lag in lags {
        let place = source * lagged.lags + lag
        changed[row * lagged.width + place] = inputs[other * lagged.width + place]
      }
    }
    return forecaster.forecasts(lagged.batch(rows, inputs: changed))
  }

  private static func means(_ values: [Double], lengths: [Int]) -> [Double] {
    var start = 0
    return lengths.map { length in
      defer { start += length }
      return values[start..<(start + length)].reduce(0, +) / Double(length)
    }
  }
}
