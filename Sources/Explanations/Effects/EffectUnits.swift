import Liquid

/// The independent parts that effects are averaged over: sequences, or parts of them where there are few.
struct EffectUnits {
  /// Some steps of a sequence.
  struct Unit {
    let sequence: Int
    let steps: Range<Int>
    /// The targets of these steps, without inputs.
    let targets: SequenceBatch
    /// The same steps with the targets of other units.
    let others: [SequenceBatch]
  }

  let units: [Unit]

  /// Fewer parts than this are cut into more, where their length allows it.
  private static let fewest = 40
  /// The shortest part of a sequence that is cut, in steps.
  private static let shortest = 8
  /// Other units whose targets each unit is compared with.
  private static let comparisons = 4

  init(_ batch: SequenceBatch, seed: UInt64) {
    let total = batch.lengths.reduce(0, +)
    let length = batch.count >= Self.fewest ? total : max(Self.shortest, total / Self.fewest)
    let places = (0..<batch.count).flatMap { sequence in
      stride(from: 0, to: batch.lengths[sequence], by: length).map { first in
        (sequence, first..<min(first + length, batch.lengths[sequence]))
      }
    }
    let targets = places.map { batch.targets(of: $0.0, $0.1) }
    // Parts without a target say nothing of others' targets.
    let counted = places.indices.filter { targets[$0].targetWeights.contains { $0 > 0 } }
    var generator = SeededGenerator(seed: seed)
    units = places.enumerated().map { index, place in
      let own = targets[index]
      let candidates = counted.filter { $0 != index }
      let others = (0..<(candidates.isEmpty ? 0 : Self.comparisons)).map { _ in
        own.targets(from: targets[candidates[generator.integer(below: candidates.count)]])
      }
      return Unit(sequence: place.0, steps: place.1, targets: own, others: others)
    }
  }
}

extension SequenceBatch {
  /// The targets of some steps of a sequence, without its inputs.
  fileprivate func targets(of sequence: Int, _ range: Range<Int>) -> SequenceBatch {
    let rows =
      (sequence * steps + range.lowerBound) * targetWidth..<(sequence * steps + range.upperBound)
      * targetWidth
    return SequenceBatch(
      unchecked: 1, steps: range.count, inputWidth: 0, targetWidth: targetWidth, lengths: [range.count],
      inputs: [], elapsed: Array(repeating: 1, count: range.count), targets: Array(targets[rows]),
      targetWeights: Array(targetWeights[rows]))
  }

  /// These steps with the targets of others, where both count.
  fileprivate func targets(from other: SequenceBatch) -> SequenceBatch {
    var (values, weights) = (targets, targetWeights)
    for index in values.indices {
      // From the end: the last step of a sequence may be the only one with a target.
      let place = other.targets.count - values.count + index
      guard other.targets.indices.contains(place), other.targetWeights[place] > 0, weights[index] > 0 else {
        weights[index] = 0
        continue
      }
      values[index] = other.targets[place]
    }
    return SequenceBatch(
      unchecked: 1, steps: steps, inputWidth: 0, targetWidth: targetWidth, lengths: lengths, inputs: [],
      elapsed: elapsed, targets: values, targetWeights: weights)
  }
}
