/// Some sequences of possibly different lengths, padded to the longest: what a training step is made from.
public struct SequenceBatch: Sendable {
  /// The number of sequences.
  public let count: Int
  /// The length of the longest sequence.
  public let steps: Int
  public let inputWidth: Int
  public let targetWidth: Int
  /// Each sequence's own length, `[count]`, between 1 and `steps`.
  public let lengths: [Int]
  /// `[count, steps, inputWidth]`; what lies after a sequence's end is never read.
  public let inputs: [Float]
  /// Elapsed time of each step, `[count, steps]`, finite and at least 0.
  public let elapsed: [Float]
  /// `[count, steps, targetWidth]`; class indices (`targetWidth` 1) for cross-entropy.
  public let targets: [Float]
  /// How much each target counts, `[count, steps, targetWidth]`: 0 where it is missing.
  public let targetWeights: [Float]
  /// Whether the outputs of a sequence's last step are replaced by the means over all its steps, with which its targets
  /// are compared; those of other steps must not count then.
  public let averagesOutputs: Bool

  public init(
    count: Int, steps: Int, inputWidth: Int, targetWidth: Int, lengths: [Int], inputs: [Float],
    elapsed: [Float], targets: [Float], targetWeights: [Float], averagesOutputs: Bool = false
  ) {
    precondition(lengths.count == count && lengths.allSatisfy { (1...max(steps, 1)).contains($0) })
    precondition(inputs.count == count * steps * inputWidth, "inputs: \(inputs.count) elements")
    precondition(elapsed.count == count * steps, "elapsed: \(elapsed.count) elements")
    precondition(targets.count == count * steps * targetWidth, "targets: \(targets.count) elements")
    precondition(targetWeights.count == targets.count, "weights: \(targetWeights.count) elements")
    self.count = count
    self.steps = steps
    self.inputWidth = inputWidth
    self.targetWidth = targetWidth
    self.lengths = lengths
    self.inputs = inputs
    self.elapsed = elapsed
    self.targets = targets
    self.targetWeights = targetWeights
    self.averagesOutputs = averagesOutputs
  }
}

extension SequenceBatch {
  /// Makes a batch from nested arrays, one per sequence; sequences may have different lengths.
  ///
  /// - Parameters:
  ///   - inputs: `[sequence][step][channel]`; at least one sequence, none of them empty.
  ///   - targets: `[sequence][step][target]`, of the same lengths; NaN where one is missing. Class indices, one per
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
