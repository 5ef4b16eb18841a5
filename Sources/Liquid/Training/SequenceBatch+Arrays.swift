extension SequenceBatch {
  /// Makes a batch from nested arrays, one a sequence; sequences may have different lengths.
  ///
  /// - Parameters:
  ///   - inputs: `[sequence][step][channel]`; at least one sequence, none of them empty.
  ///   - targets: `[sequence][step][target]`, of the same lengths; NaN where one is missing. Class indices, one a
  ///     step, for cross-entropy.
  ///   - elapsed: the elapsed time of each step, `[sequence][step]`; nil: every step lasts 1.
  public init(inputs: [[[Float]]], targets: [[[Float]]], elapsed: [[Float]]? = nil) {
    let lengths = inputs.map(\.count)
    let steps = lengths.max() ?? 0
    precondition(!lengths.contains(0) && steps > 0, "a batch needs sequences of at least one step")
    precondition(targets.map(\.count) == lengths, "targets of \(targets.map(\.count)) steps for \(lengths)")
    precondition(elapsed.map { $0.map(\.count) == lengths } ?? true, "elapsed times do not match \(lengths)")
    let padded = Self.padded(targets, to: steps)
    self.init(
      count: inputs.count, steps: steps, inputWidth: inputs[0][0].count, targetWidth: targets[0][0].count,
      lengths: lengths, inputs: Self.padded(inputs, to: steps),
      elapsed: Self.padded(
        (elapsed ?? lengths.map { Array(repeating: 1, count: $0) }).map { $0.map { [$0] } }, to: steps),
      targets: padded, targetWeights: padded.map { $0.isNaN ? 0 : 1 })
  }

  private static func padded(_ sequences: [[[Float]]], to steps: Int) -> [Float] {
    let width = sequences[0][0].count
    return sequences.flatMap { sequence in
      precondition(
        sequence.allSatisfy { $0.count == width }, "steps of different widths, the first has \(width)")
      return sequence.flatMap { $0 } + Array(repeating: 0, count: (steps - sequence.count) * width)
    }
  }
}
