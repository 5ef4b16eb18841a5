/// Sequences that can be looked up by number: a batch in memory, a part of a data set, or what a program makes as it is
/// asked for it.
///
///     let waves = SequenceSet(batch)
///     let endless = SequenceSet(count: 1_000_000) { indices in makeSequences(indices) }
public struct SequenceSet: Sendable {
  package static let empty = SequenceSet(count: 0) { _ in preconditionFailure("an empty set has no batch") }

  /// The number of sequences.
  public let count: Int
  private let makeBatch: @Sendable (_ indices: [Int]) -> SequenceBatch
  private let makeValues: @Sendable (_ indices: [Int]) -> [Double]?
  private let findOrigin: @Sendable (_ index: Int) -> Int

  /// The sequences of a batch.
  public init(_ batch: SequenceBatch) {
    self.init(count: batch.count, batch: batch.selecting)
  }

  /// Sequences that `batch` makes, from any thread.
  public init(count: Int, batch: @escaping @Sendable (_ indices: [Int]) -> SequenceBatch) {
    self.init(count: count, batch: batch, values: { _ in nil })
  }

  /// - Parameters:
  ///   - values: the targets of a batch in double precision and in their own units; nil where these are not known.
  ///   - origin: see `origin(of:)`.
  package init(
    count: Int, batch: @escaping @Sendable (_ indices: [Int]) -> SequenceBatch,
    values: @escaping @Sendable (_ indices: [Int]) -> [Double]?,
    origin: @escaping @Sendable (_ index: Int) -> Int = { $0 }
  ) {
    require(count >= 0, "a set of \(count) sequences")
    self.count = count
    makeBatch = batch
    makeValues = values
    findOrigin = origin
  }

  /// The sequences at these indices, each at least 0 and below `count`; indices may repeat.
  public func batch(_ indices: [Int]) -> SequenceBatch {
    require(
      indices.allSatisfy { (0..<count).contains($0) }, "sequences \(indices) of a set that has \(count)")
    let batch = makeBatch(indices)
    require(
      batch.count == indices.count,
      "a set made \(batch.count) sequences where \(indices.count) were asked for")
    return batch
  }

  /// Sequences that are evaluated at once: enough to keep every thread busy, few enough to stay in the cache.
  private static let chunk = 256

  /// Calls `body` with the indices and the batch of some sequences at a time, until all were there or it returns false.
  ///
  /// - Returns: true where all were there.
  @discardableResult
  package func forEachChunk<Failure: Error>(
    _ body: (Range<Int>, SequenceBatch) throws(Failure) -> Bool
  ) throws(Failure) -> Bool {
    for start in stride(from: 0, to: count, by: Self.chunk) {
      let range = start..<min(start + Self.chunk, count)
      guard try body(range, batch(Array(range))) else { return false }
    }
    return true
  }

  /// The targets of the same batch; see `Dataset.targetValues`.
  package func targetValues(_ indices: [Int]) -> [Double]? { makeValues(indices) }

  /// What a sequence is a window of, as a number that others of the same have, too; by default each is its own.
  package func origin(of index: Int) -> Int { findOrigin(index) }
}
