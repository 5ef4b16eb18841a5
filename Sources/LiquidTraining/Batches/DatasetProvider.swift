import Liquid
import LiquidData
import Text

/// The batches of a finished data set: passes over its training part, each in a new random order.
public struct DatasetProvider: BatchProvider {
  private enum Key {
    static let order = "order"
    static let generator = "order.generator"
  }

  /// Probe sequences to choose from at most, spread evenly over the part they come from.
  private static let probeLimit = 16

  public let dataset: Dataset
  public let fingerprint: String?
  public let plannedSteps: Int?
  public let stepsPerEpoch: Int
  private var order: BatchOrder

  /// - Parameters:
  ///   - configuration: says how large batches are, how many there are, and seeds their order.
  ///   - fingerprint: that of the data set, where it is at hand; to compute it takes a pass over the data.
  public init(_ dataset: Dataset, _ configuration: TrainingConfiguration, fingerprint: String? = nil) {
    let sequences = dataset.count(of: .train)
    self.dataset = dataset
    self.fingerprint = fingerprint ?? dataset.fingerprint
    plannedSteps = configuration.plannedSteps(sequences: sequences)
    stepsPerEpoch = configuration.stepsPerEpoch(sequences: sequences)
    order = BatchOrder(sequences: sequences, batchSize: configuration.batchSize, seed: configuration.seed)
  }

  public var schema: DataSchema { dataset.schema }

  public mutating func next() -> NextBatch {
    let indices = dataset.sortedByLength(.train, order.next())
    return .batch(TrainingBatch(dataset.batch(.train, indices: indices), key: indices))
  }

  public func batch(_ key: [Int]) -> SequenceBatch? {
    let sequences = 0..<dataset.count(of: .train)
    guard !key.isEmpty, key.allSatisfy(sequences.contains) else { return nil }
    return dataset.batch(.train, indices: key)
  }

  public func epoch(ofStep step: Int) -> Int { (step - 1) / stepsPerEpoch + 1 }

  public func isValidationDue(afterStep step: Int) -> Bool { step % stepsPerEpoch == 0 }

  public var validation: SequenceSet { dataset.sequencesByLength(of: .validation) }

  public var test: SequenceSet { dataset.sequencesByLength(of: .test) }

  public func test(under condition: TestCondition) -> SequenceSet? {
    (try? dataset.tested(under: condition))?.sequencesByLength(of: .test)
  }

  /// From the validation part, else the test part; from the training part only where nothing is held out.
  public var probes: SequenceSet {
    let (part, places) = probePlaces
    return SequenceSet(count: places.count) { indices in
      dataset.batch(part, indices: indices.map { places[$0] })
    }
  }

  public func words(ofProbe index: Int) -> [String]? {
    let (part, places) = probePlaces
    return places.indices.contains(index) ? dataset.words(part, index: places[index]) : nil
  }

  /// Which sequences of which part can be probed.
  private var probePlaces: (part: Dataset.Part, places: [Int]) {
    let parts: [Dataset.Part] = [.validation, .test, .train]
    let part = parts.first { dataset.count(of: $0) > 0 } ?? .train
    let count = dataset.count(of: part)
    let chosen = min(count, Self.probeLimit)
    return (part, (0..<chosen).map { $0 * count / chosen })
  }

  public var state: ProviderState {
    let words = order.generator.words.map { Int64(bitPattern: $0) }
    return ProviderState(
      position: order.position,
      tensors: [
        SafetensorsTensor(
          name: Key.order, shape: [order.order.count], int64s: order.order.lazy.map(Int64.init)),
        SafetensorsTensor(name: Key.generator, shape: [words.count], int64s: words),
      ])
  }

  public func resuming(at state: ProviderState) throws(ProviderStateError) -> DatasetProvider {
    func integers(_ name: String) throws(ProviderStateError) -> [Int64] {
      guard let values = try? state.tensors.first(where: { $0.name == name })?.int64s() else {
        throw ProviderStateError("it has no tensor \(name.quoted) of integers")
      }
      return values
    }
    let order = BatchOrder(
      order: try integers(Key.order).map { Int($0) }, position: state.position,
      generatorWords: try integers(Key.generator).map { UInt64(bitPattern: $0) }, batchSize: order.batchSize)
    guard let order, order.order.count == dataset.count(of: .train) else {
      throw ProviderStateError("its order of the batches is impossible")
    }
    var provider = self
    provider.order = order
    return provider
  }
}
