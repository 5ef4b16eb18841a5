import Liquid

/// Forecasts all channels, each from its causes in a graph alone, and what follows where one of them is held.
package struct ChannelForecaster: Sendable {
  /// A channel that is held at a value from the newest known row on.
  package struct Hold: Sendable, Hashable {
    package let channel: Int
    /// In the channel's own unit.
    package let value: Double

    package init(channel: Int, value: Double) {
      self.channel = channel
      self.value = value
    }
  }

  /// Rows that must be known.
  package let lags: Int
  private let targets: [TargetForecaster]
  private let moments: [(mean: Double, deviation: Double)]

  init(targets: [TargetForecaster], lags: Int, moments: [(mean: Double, deviation: Double)]) {
    self.targets = targets
    self.lags = lags
    self.moments = moments
  }

  /// The course of all channels after each of some histories, `[history][step][channel]`: the forecasts are taken for what
  /// happened, and forecast from.
  ///
  /// - Parameters:
  ///   - histories: `[history][row][channel]`, the newest row last; at least `lags` rows each.
  ///   - hold: do(channel = value): in the newest row and all that follow. Nil: nothing is held.
  ///   - steps: rows that are forecast, of the mean length.
  package func courses(after histories: [[[Double]]], hold: Hold?, steps: Int) -> [[[Double]]] {
    precondition(histories.allSatisfy { $0.count >= lags }, "histories of fewer than \(lags) rows")
    let channels = moments.count
    let held = hold.map { ($0.value - moments[$0.channel].mean) / moments[$0.channel].deviation }
    // The newest rows, the last one first.
    var recent = histories.map { rows in
      rows.suffix(lags).reversed().map { row in
        row.indices.map { (row[$0] - moments[$0].mean) / moments[$0].deviation }
      }
    }
    var courses = [[[Double]]](repeating: [], count: histories.count)
    for place in recent.indices { if let hold, let held { recent[place][0][hold.channel] = held } }
    for _ in 0..<steps {
      let inputs = recent.flatMap { rows in
        (0..<channels).flatMap { channel in rows.map { Float($0[channel]) } }
      }
      let batch = SequenceBatch.singleSteps(
        inputs, width: channels * lags, elapsed: Array(repeating: 1, count: histories.count))
      let forecasts = targets.map { $0.forecasts(batch) }
      for place in recent.indices {
        var next = forecasts.map { $0[place] }
        if let hold, let held { next[hold.channel] = held }
        recent[place] = [next] + recent[place].dropLast()
        courses[place].append(next.indices.map { moments[$0].mean + moments[$0].deviation * next[$0] })
      }
    }
    return courses
  }

  /// How much all channels move, `[step][channel]`, in their standard deviations, where a channel is held one standard
  /// deviation above its mean instead of at it: in the mean over histories.
  func response(to channel: Int, after histories: [[[Double]]], steps: Int) -> [[Double]] {
    let (mean, deviation) = moments[channel]
    let high = courses(after: histories, hold: Hold(channel: channel, value: mean + deviation), steps: steps)
    let usual = courses(after: histories, hold: Hold(channel: channel, value: mean), steps: steps)
    return (0..<steps).map { step in
      moments.indices.map { target in
        let moves = histories.indices.map { high[$0][step][target] - usual[$0][step][target] }
        return moves.reduce(0, +) / Double(max(moves.count, 1)) / moments[target].deviation
      }
    }
  }
}
