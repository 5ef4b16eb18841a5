import Liquid

// Shapes: R rows to forecast, C channels, L lags
//   inputs [R, C, L]: of each channel its value one row before, two rows before, …

/// The rows of some channels that can be forecast, each with what is known before it. All values are in standard
/// deviations from their channel's mean.
struct LaggedRows: Sendable {
  let channels: Int
  let lags: Int
  private(set) var count = 0
  /// The rows themselves, `[channel][row]`.
  private(set) var values: [[Double]]
  /// Consecutive rows of one sequence, in short blocks: what is taken as one observation where errors are compared.
  private(set) var blocks: [Range<Int>] = []
  /// `[rows, channels, lags]`
  private var inputs: [Float] = []
  /// The time that passes before each row, 1 in the mean.
  private var elapsed: [Float] = []

  /// Inputs of a row.
  var width: Int { channels * lags }

  private static let blockRows = 10

  /// - Parameters:
  ///   - columns: `[channel][row]` of all sequences, one after the other.
  ///   - skipped: rows at the start of each sequence that are not forecast, at least `lags`.
  init(columns: [[Double]], series: ChannelSeries, lags: Int, skipped: Int) {
    channels = columns.count
    self.lags = lags
    values = Array(repeating: [], count: channels)
    let mean = series.meanElapsed
    var start = 0
    for (index, sequence) in series.sequences.enumerated() {
      let first = count
      for row in sequence.indices.dropFirst(skipped) {
        for channel in 0..<channels {
          for lag in 1...lags { inputs.append(Float(columns[channel][start + row - lag])) }
          values[channel].append(columns[channel][start + row])
        }
        elapsed.append(series.elapsed.map { Float($0[index][row] / mean) } ?? 1)
        count += 1
      }
      blocks += stride(from: first, to: count, by: Self.blockRows).map {
        $0..<min($0 + Self.blockRows, count)
      }
      start += sequence.count
    }
  }

  /// The inputs of some rows, `[rows, channels, lags]`.
  func inputs(of rows: [Int]) -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(rows.count * width)
    for row in rows { result += inputs[(row * width)..<((row + 1) * width)] }
    return result
  }

  /// A batch of some rows, each a sequence of one step.
  ///
  /// - Parameters:
  ///   - inputs: of the rows; see `inputs(of:)`.
  ///   - targets: what a network is to give for each of them; empty where it is only run.
  func batch(_ rows: [Int], inputs: [Float], targets: [Float] = []) -> SequenceBatch {
    .singleSteps(inputs, width: width, elapsed: rows.map { elapsed[$0] }, targets: targets)
  }
}

extension SequenceBatch {
  /// Sequences of one step each, that are known to be sound.
  static func singleSteps(
    _ inputs: [Float], width: Int, elapsed: [Float], targets: [Float] = []
  ) -> SequenceBatch {
    SequenceBatch(
      unchecked: elapsed.count, steps: 1, inputWidth: width, targetWidth: targets.isEmpty ? 0 : 1,
      lengths: Array(repeating: 1, count: elapsed.count), inputs: inputs, elapsed: elapsed, targets: targets,
      targetWeights: Array(repeating: 1, count: targets.count))
  }
}

extension ChannelSeries {
  /// `[channel][row]` of all sequences, one after the other, in standard deviations from the mean.
  var standardised: [[Double]] {
    moments.enumerated().map { channel, moments in
      sequences.flatMap { $0.map { ($0[channel] - moments.mean) / moments.deviation } }
    }
  }

  /// Over all rows but the first of each sequence; 1 where steps are regular.
  fileprivate var meanElapsed: Double {
    guard let elapsed else { return 1 }
    let times = elapsed.flatMap { $0.dropFirst() }
    return times.isEmpty ? 1 : times.reduce(0, +) / Double(times.count)
  }

  /// The channels cut into blocks, which change places so that none stays: each keeps its own course, but what it had to
  /// do with the others is lost.
  ///
  /// - Parameter columns: see `standardised`.
  static func permuted(_ columns: [[Double]], blockRows: Int, generator: inout SeededGenerator) -> [[Double]]
  {
    columns.map { column in
      let blocks = stride(from: 0, to: column.count, by: blockRows).map {
        column[$0..<min($0 + blockRows, column.count)]
      }
      // A cycle through all of them in random order moves each one.
      var order = Array(blocks.indices)
      order.shuffle(using: &generator)
      var moved = blocks
      for (place, block) in order.enumerated() { moved[block] = blocks[order[(place + 1) % order.count]] }
      return moved.flatMap { $0 }
    }
  }
}
