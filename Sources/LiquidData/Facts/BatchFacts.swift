import Liquid

/// The first batch that a network would see.
package struct BatchFacts: Sendable, Encodable {
  package struct Channel: Sendable, Encodable {
    package let name: String
    package let lowest: Float
    package let highest: Float
  }

  package let samples: Int
  package let steps: Int
  /// Normalised, over the steps of the samples.
  package let channels: [Channel]

  /// - Parameter size: samples, at most as many as the training part has.
  package init(dataset: Dataset, size: Int) {
    let count = min(size, dataset.count(of: .train))
    let batch = dataset.batch(.train, indices: Array(0..<count))
    samples = count
    steps = batch.steps
    channels = dataset.schema.inputNames.enumerated().map { channel, name in
      var (lowest, highest) = (Float.infinity, -Float.infinity)
      for sample in 0..<count {
        for step in 0..<batch.lengths[sample] {
          let value = batch.inputs[(sample * batch.steps + step) * batch.inputWidth + channel]
          (lowest, highest) = (min(lowest, value), max(highest, value))
        }
      }
      return Channel(name: name, lowest: lowest, highest: highest)
    }
  }
}
