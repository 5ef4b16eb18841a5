import Explanations
import Foundation
import Liquid

/// What a finder is tried on beside the rows of a system.
enum GraphTrials {
  /// Rows that are forecast under an intervention.
  private static let steps = 10
  private static let starts = 8

  /// The error of forecast courses under do(channel = mean plus or minus a standard deviation), against those that the
  /// system itself takes: the root of the mean square over all other channels, in their standard deviations; and the
  /// same where every channel is said to keep its last value.
  ///
  /// - Parameter draws: courses of the noise that a true outcome is the mean of; what they leave of it adds to the error.
  static func doErrors(
    _ system: GraphSystem, rows: [[Double]], states: [[Double]], forecaster: ChannelForecaster, draws: Int
  ) -> (forecast: Double, holdLast: Double) {
    let channels = system.channels
    let moments = (0..<channels).map { channel in
      let values = rows.map { $0[channel] }
      let mean = values.reduce(0, +) / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (mean: mean, deviation: (squares / Double(values.count)).squareRoot())
    }
    var (forecast, holdLast, count) = (0.0, 0.0, 0.0)
    for start in 0..<starts {
      let row = 10 + start * (rows.count - 20) / starts
      for held in 0..<channels {
        let (mean, deviation) = moments[held]
        let value = mean + (start.isMultiple(of: 2) ? deviation : -deviation)
        let truth = system.outcome(
          from: states[row], hold: (held, value), steps: steps, draws: draws, seed: UInt64(start))
        let course = forecaster.courses(
          after: [Array(rows[...row])], hold: .init(channel: held, value: value), steps: steps)[0]
        for step in 0..<steps {
          for channel in 0..<channels where channel != held {
            let (expected, scale) = (truth[step][channel], moments[channel].deviation)
            forecast += pow((course[step][channel] - expected) / scale, 2)
            holdLast += pow((rows[row][channel] - expected) / scale, 2)
            count += 1
          }
        }
      }
    }
    return ((forecast / count).squareRoot(), (holdLast / count).squareRoot())
  }

  /// The channels, each with its rows in blocks of 50 in an order of its own: nothing moves anything any more.
  static func shuffled(_ rows: [[Double]], seed: UInt64) -> [[Double]] {
    var generator = SeededGenerator(seed: seed)
    var result = rows
    for channel in rows[0].indices {
      var blocks = Array(stride(from: 0, to: rows.count, by: 50))
      blocks.shuffle(using: &generator)
      let order = blocks.flatMap { $0..<min($0 + 50, rows.count) }
      for (place, row) in order.enumerated() { result[place][channel] = rows[row][channel] }
    }
    return result
  }
}
