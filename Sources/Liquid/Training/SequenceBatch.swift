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
  /// `[count, steps, inputWidth]`; what lies behind a sequence's end is never read.
  public let inputs: [Float]
  /// Elapsed time of each step, `[count, steps]`, finite and at least 0.
  public let elapsed: [Float]
  /// `[count, steps, targetWidth]`; class indices (`targetWidth` 1) for cross-entropy.
  public let targets: [Float]
  /// How much each target counts, `[count, steps, targetWidth]`: 0 where it is missing.
  public let targetWeights: [Float]

  public init(
    count: Int, steps: Int, inputWidth: Int, targetWidth: Int, lengths: [Int], inputs: [Float],
    elapsed: [Float], targets: [Float], targetWeights: [Float]
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
  }
}
