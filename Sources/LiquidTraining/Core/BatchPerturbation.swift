import Liquid
import Telemetry

/// What a person does to the training inputs: the same as to the probe, drawn anew for every sequence of every step.
package struct BatchPerturbation: Sendable, Hashable {
  package var perturbations: [Perturbation]
  package var seed: UInt64

  package init(_ perturbations: [Perturbation] = [], seed: UInt64) {
    self.perturbations = perturbations
    self.seed = seed
  }

  /// The batch as training sees it at a step, the same for the same seed and step; untouched where nothing is perturbed.
  package func applied(to batch: SequenceBatch, step: Int) -> SequenceBatch {
    guard !perturbations.isEmpty else { return batch }
    var inputs = batch.inputs
    let width = batch.inputWidth
    var seeds = SeededGenerator(seed: seed &+ UInt64(step) &* 0x9E37_79B9_7F4A_7C15)
    for (sequence, length) in batch.lengths.enumerated() {
      let sequenceSeed = seeds.next()
      for perturbation in perturbations {
        perturbation.apply(
          to: &inputs, from: sequence * batch.steps * width, steps: length, width: width, seed: sequenceSeed)
      }
    }
    return SequenceBatch(
      count: batch.count, steps: batch.steps, inputWidth: width, targetWidth: batch.targetWidth,
      lengths: batch.lengths, inputs: inputs, elapsed: batch.elapsed, targets: batch.targets,
      targetWeights: batch.targetWeights)
  }
}
