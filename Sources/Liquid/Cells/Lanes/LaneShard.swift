/// Sixteen sequences of a batch, laid side by side for the kernels.
///
/// Lanes without a sequence and steps after a sequence's end have inputs, elapsed time and presence 0.
package final class LaneShard {
  /// Sequences side by side.
  package static let lanes = 16

  /// The length of the longest of the sequences.
  package private(set) var steps = 0
  /// `[steps, inputs, 16]`
  package let inputs = LaneBuffer()
  /// Elapsed time, `[steps, 16]`.
  package let elapsed = LaneBuffer()
  /// 1 where a lane has this step, 0 after its sequence's end, `[steps, 16]`.
  package let present = LaneBuffer()

  package init() {}

  /// The number of shards that a number of sequences fills.
  package static func count(sequences: Int) -> Int {
    (sequences + lanes - 1) / lanes
  }

  /// Takes the sequences `16 index ..< 16 (index + 1)` of a batch, or as many as there are.
  package func load(_ batch: SequenceBatch, shard index: Int) {
    let lanes = Self.lanes
    let sequences = Self.sequences(of: batch, shard: index)
    let width = batch.inputWidth
    clear(steps: sequences.reduce(0) { max($0, batch.lengths[$1]) }, inputs: width)
    for (lane, sequence) in sequences.enumerated() {
      for step in 0..<batch.lengths[sequence] {
        let time = batch.elapsed[sequence * batch.steps + step]
        precondition(time >= 0 && time.isFinite, "elapsed time \(time) in sequence \(sequence)")
        elapsed.base[step * lanes + lane] = time
        present.base[step * lanes + lane] = 1
        let source = (sequence * batch.steps + step) * width
        for channel in 0..<width {
          inputs.base[(step * width + channel) * lanes + lane] = batch.inputs[source + channel]
        }
      }
    }
  }

  /// Makes room for sequences that the caller lays side by side; until then no lane has one.
  func clear(steps: Int, inputs width: Int) {
    self.steps = steps
    for (buffer, rows) in [(inputs, steps * width), (elapsed, steps), (present, steps)] {
      buffer.reserve(rows * Self.lanes)
      buffer.clear(rows * Self.lanes)
    }
  }

  /// The sequences of a batch that a shard holds.
  static func sequences(of batch: SequenceBatch, shard index: Int) -> Range<Int> {
    let first = index * lanes
    return first..<min(first + lanes, batch.count)
  }
}
