import Liquid

/// Stretches of the test part whose inputs stand in the training part as well: other rows, but the same numbers.
///
/// Copies of recordings, and series that were written down twice, let a network know the test by heart although no row
/// is in two parts.
package struct RepeatedStretches: Sendable, Encodable {
  /// Steps of a stretch: long enough that measured numbers do not repeat by chance.
  package static let length = 8

  package let stretches: Int
  /// Those that are in the training part, too.
  package let repeated: Int

  /// Samples shorter than a stretch have none. Cost: the steps of all samples of both parts.
  package init(dataset: Dataset) {
    var known: Set<Int> = []
    Self.forEachStretch(.train, dataset, every: 1) { known.insert($0) }
    var (stretches, repeated) = (0, 0)
    Self.forEachStretch(.test, dataset, every: Self.length) { stretch in
      stretches += 1
      if known.contains(stretch) { repeated += 1 }
    }
    (self.stretches, self.repeated) = (stretches, repeated)
  }

  /// A number for the inputs of each stretch; equal inputs have equal ones. A sensor that is off says the same
  /// everywhere: stretches of one step alone are passed over.
  private static func forEachStretch(
    _ part: Dataset.Part, _ dataset: Dataset, every step: Int, _ body: (Int) -> Void
  ) {
    for index in 0..<dataset.count(of: part) {
      let steps = Self.steps(part, index, dataset)
      for start in stride(from: 0, through: steps.count - length, by: step) {
        let stretch = steps[start..<start + length]
        if stretch.allSatisfy({ $0 == steps[start] }) { continue }
        var hasher = Hasher()
        for step in stretch { hasher.combine(step) }
        body(hasher.finalize())
      }
    }
  }

  /// The same for each step.
  private static func steps(_ part: Dataset.Part, _ index: Int, _ dataset: Dataset) -> [Int] {
    let batch = dataset.batch(part, indices: [index])
    return (0..<batch.steps).map { step in
      var hasher = Hasher()
      hasher.combine(batch.inputs[step * batch.inputWidth..<(step + 1) * batch.inputWidth])
      return hasher.finalize()
    }
  }
}
