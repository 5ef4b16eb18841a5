import Foundation
import Text

/// Several channels over time, in one or more sequences: what a graph is found in.
///
///     let series = try ChannelSeries(rows: [[0.1, 2.0], [0.3, 1.8], …])
package struct ChannelSeries: Sendable {
  /// `[sequence][row][channel]`, finite.
  package let sequences: [[[Double]]]
  /// The time from the row before, `[sequence][row]`, above 0; the first row's has no effect. Nil: steps are regular.
  package let elapsed: [[Double]]?
  /// The number of channels, at least 2.
  package let channels: Int

  /// The rows of all sequences.
  package var rowCount: Int { sequences.reduce(0) { $0 + $1.count } }

  /// - Parameters:
  ///   - sequences: `[sequence][row][channel]`; sequences may have different lengths.
  ///   - elapsed: the time from the row before, `[sequence][row]`; nil: steps are regular.
  /// - Throws: where there are fewer than two channels, a value is not a finite number, a channel never changes, or an
  ///   elapsed time is not above 0.
  package init(sequences: [[[Double]]], elapsed: [[Double]]? = nil) throws(CausalGraphError) {
    let sequences = sequences.filter { !$0.isEmpty }
    let width = sequences.first?[0].count ?? 0
    guard width > 0 else { throw .tooFewRows(0, needed: 1) }
    guard width > 1 else { throw .tooFewChannels(width) }
    for (index, rows) in sequences.enumerated() {
      for (row, values) in rows.enumerated() {
        guard values.count == width else {
          throw .width(values.count, expected: width, sequence: index, row: row)
        }
        if let channel = values.firstIndex(where: { !$0.isFinite }) {
          throw .notFinite(channel: channel, sequence: index, row: row)
        }
      }
    }
    for channel in 0..<width {
      let first = sequences[0][0][channel]
      if sequences.allSatisfy({ $0.allSatisfy { $0[channel] == first } }) {
        throw .constant(channel: channel)
      }
    }
    if let elapsed { try Self.check(elapsed, lengths: sequences.map(\.count)) }
    self.sequences = sequences
    self.elapsed = elapsed
    channels = width
  }

  /// A single sequence with regular steps, `[row][channel]`.
  package init(rows: [[Double]]) throws(CausalGraphError) { try self.init(sequences: [rows]) }

  private static func check(_ elapsed: [[Double]], lengths: [Int]) throws(CausalGraphError) {
    guard elapsed.map(\.count) == lengths else { throw .elapsedCount }
    for (index, times) in elapsed.enumerated() {
      if let row = times.indices.dropFirst().first(where: { !(times[$0] > 0 && times[$0].isFinite) }) {
        throw .elapsed(times[row], sequence: index, row: row)
      }
    }
  }
}

extension ChannelSeries {
  /// The mean and the standard deviation of each channel over all rows.
  var moments: [(mean: Double, deviation: Double)] {
    (0..<channels).map { channel in
      let values = sequences.flatMap { $0.map { $0[channel] } }
      let mean = values.reduce(0, +) / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (mean, (squares / Double(values.count)).squareRoot())
    }
  }
}

/// Why no graph can be found.
package enum CausalGraphError: Error, Sendable, Hashable {
  case tooFewChannels(Int)
  case tooFewRows(Int, needed: Int)
  case width(Int, expected: Int, sequence: Int, row: Int)
  case notFinite(channel: Int, sequence: Int, row: Int)
  /// A channel that has the same value in all rows.
  case constant(channel: Int)
  case elapsedCount
  case elapsed(Double, sequence: Int, row: Int)
  case names(Int, channels: Int)
  case option(name: String, value: Int, allowed: String)
  /// What a network or its training threw.
  case network(String)
  case cancelled
}

extension CausalGraphError: WordedError {
  package var description: String {
    switch self {
    case .tooFewChannels(let count):
      "a graph joins at least two channels, and there is \(counted(count, "channel")); give more columns"
    case .tooFewRows(let count, let needed):
      "a graph of so many channels needs at least \(needed) rows, and there are \(count); give more rows or fewer channels"
    case .width(let count, let expected, let sequence, let row):
      "row \(row) of sequence \(sequence) has \(counted(count, "value")), others have \(expected)"
    case .notFinite(let channel, let sequence, let row):
      "channel \(channel) is not a finite number in row \(row) of sequence \(sequence); fill gaps first"
    case .constant(let channel):
      "channel \(channel) never changes, so nothing can depend on it; leave it out"
    case .elapsedCount: "the elapsed times are not as many as the rows; give one for each row"
    case .elapsed(let time, let sequence, let row):
      "the elapsed time \(time) of row \(row) of sequence \(sequence) is not above 0; sort the rows by time"
    case .names(let count, let channels):
      "\(counted(count, "name")) for \(counted(channels, "channel")); give one for each"
    case .option(let name, let value, let allowed): "\(name) is \(value); it must be \(allowed)"
    case .network(let reason): "the networks of the graph cannot be trained: \(reason)"
    case .cancelled: "the search for a graph was cancelled"
    }
  }
}
