import Liquid

/// Which training sequences make up each step: every sequence once an epoch, in a new random order each time.
package struct BatchOrder: Sendable {
  private let batchSize: Int
  private var generator: SeededGenerator
  private var order: [Int]
  private var position: Int

  package init(sequences: Int, batchSize: Int, seed: UInt64) {
    precondition(sequences > 0, "there are no training sequences")
    self.batchSize = batchSize
    generator = SeededGenerator(seed: seed)
    order = Array(0..<sequences)
    position = sequences
  }

  /// The indices of the next step's sequences.
  package mutating func next() -> [Int] {
    if position >= order.count {
      order.shuffle(using: &generator)
      position = 0
    }
    let end = min(position + batchSize, order.count)
    defer { position = end }
    return Array(order[position..<end])
  }
}
