import Liquid

/// Stretches of the test part whose inputs stand in the training part as well: other rows, but the same numbers.
///
/// Copies of recordings, and series that were written down twice, let a network know the test by heart although no row
/// is in two parts.
package struct RepeatedStretches: Sendable, Encodable {
  /// Steps of a stretch: long enough that measured numbers do not repeat by chance.
  package let length: Int
  package let stretches: Int
  /// Those that are in the training part, too.
  package let repeated: Int

  package static let usualLength = 8

  /// Cost: the steps of all samples of both parts.
  package init(dataset: Dataset) {
    let shortest = (0..<dataset.count(of: .test)).map { dataset.stepCount(.test, index: $0) }.min() ?? 0
    length = min(Self.usualLength, shortest)
    var known: Set<[Int]> = []
    if length > 0 {
      for index in 0..<dataset.count(of: .train) {
        let steps = Self.steps(.train, index, dataset)
        for start in steps.indices.dropLast(length - 1) { known.insert(Array(steps[start..<start + length])) }
      }
    }
    var (stretches, repeated) = (0, 0)
    if length > 0 {
      for index in 0..<dataset.count(of: .test) {
        let steps = Self.steps(.test, index, dataset)
        for start in stride(from: 0, through: steps.count - length, by: length) {
          let stretch = Array(steps[start..<start + length])
          // A sensor that is off says the same everywhere.
          if length > 1, stretch.allSatisfy({ $0 == stretch[0] }) { continue }
          stretches += 1
          if known.contains(stretch) { repeated += 1 }
        }
      }
    }
    (self.stretches, self.repeated) = (stretches, repeated)
  }

  /// A number for each step's inputs; equal inputs have equal ones.
  private static func steps(_ part: Dataset.Part, _ index: Int, _ dataset: Dataset) -> [Int] {
    let batch = dataset.batch(part, indices: [index])
    return (0..<batch.steps).map { step in
      var hasher = Hasher()
      hasher.combine(batch.inputs[step * batch.inputWidth..<(step + 1) * batch.inputWidth])
      return hasher.finalize()
    }
  }
}
