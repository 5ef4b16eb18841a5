import Liquid

/// A sequence whose answer is explained, and the one that it is compared with.
package struct ExplainedSequence: Sendable {
  /// T
  package let steps: Int
  /// I
  package let width: Int
  /// `[T, I]`, as the network sees them.
  package let inputs: [Float]
  /// The inputs that stand for nothing in particular, `[T, I]`.
  package let baseline: [Float]
  /// `[T]`
  package let elapsed: [Float]
  /// Whether the outputs of the last step are the means over all steps; see `SequenceBatch.averagesOutputs`.
  package let averagesOutputs: Bool

  /// - Parameter baseline: `[T, I]`; nil: 0 throughout, which is every channel's mean where inputs are normalised.
  package init(
    inputs: [Float], baseline: [Float]? = nil, elapsed: [Float], averagesOutputs: Bool = false
  ) {
    precondition(!elapsed.isEmpty && inputs.count % elapsed.count == 0, "\(inputs.count) inputs")
    steps = elapsed.count
    width = inputs.count / elapsed.count
    self.inputs = inputs
    self.baseline = baseline ?? Array(repeating: 0, count: inputs.count)
    precondition(self.baseline.count == inputs.count, "a baseline of \(self.baseline.count) values")
    self.elapsed = elapsed
    self.averagesOutputs = averagesOutputs
  }

  /// The first steps alone: what came later has no part in an answer.
  package func prefix(_ steps: Int) -> ExplainedSequence {
    ExplainedSequence(
      inputs: Array(inputs[..<(steps * width)]), baseline: Array(baseline[..<(steps * width)]),
      elapsed: Array(elapsed[..<steps]), averagesOutputs: averagesOutputs && steps == self.steps)
  }

  /// Sequences on the straight line from the baseline (0) to the inputs (1).
  func batch(at shares: [Double]) -> SequenceBatch {
    batch(
      of: shares.map { share in
        zip(baseline, inputs).map { $0 + Float(share) * ($1 - $0) }
      })
  }

  /// Sequences with this one's times.
  package func batch(of inputs: [[Float]]) -> SequenceBatch {
    SequenceBatch(
      unchecked: inputs.count, steps: steps, inputWidth: width, targetWidth: 0,
      lengths: Array(repeating: steps, count: inputs.count), inputs: inputs.flatMap { $0 },
      elapsed: inputs.flatMap { _ in elapsed }, targets: [], targetWeights: [],
      averagesOutputs: averagesOutputs)
  }
}
