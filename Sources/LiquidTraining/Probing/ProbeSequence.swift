import Liquid

/// One sequence of a batch of one, cut to its own length.
struct ProbeSequence {
  let steps: Int
  let width: Int
  let targetWidth: Int
  /// `[steps, width]`, normalised.
  let inputs: [Float]
  /// `[steps]`
  let elapsed: [Float]
  /// `[steps, targetWidth]`, normalised, or class indices; NaN where missing.
  let targets: [Float]

  init(batch: SequenceBatch) {
    steps = batch.lengths[0]
    width = batch.inputWidth
    targetWidth = batch.targetWidth
    inputs = Array(batch.inputs[..<(steps * width)])
    elapsed = Array(batch.elapsed[..<steps])
    targets = (0..<(steps * targetWidth)).map { batch.targetWeights[$0] > 0 ? batch.targets[$0] : .nan }
  }
}
