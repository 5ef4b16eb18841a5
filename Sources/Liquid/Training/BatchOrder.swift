/// Which training sequences make up each step: every sequence once per epoch, in a new random order each time.
package struct BatchOrder: Sendable, Hashable {
  package let batchSize: Int
  package private(set) var generator: SeededGenerator
  /// The order of the present epoch, and how many of its sequences were given out.
  package private(set) var order: [Int]
  package private(set) var position: Int

  package init(sequences: Int, batchSize: Int, seed: UInt64) {
    precondition(sequences > 0, "there are no training sequences")
    self.batchSize = batchSize
    generator = SeededGenerator(seed: seed)
    order = Array(0..<sequences)
    position = sequences
  }

  /// An order as it was saved; nil where the values cannot be one.
  package init?(order: [Int], position: Int, generatorWords: [UInt64], batchSize: Int) {
    guard !order.isEmpty, let generator = SeededGenerator(words: generatorWords) else { return nil }
    var isSeen = [Bool](repeating: false, count: order.count)
    for index in order {
      guard order.indices.contains(index), !isSeen[index] else { return nil }
      isSeen[index] = true
    }
    guard (0...order.count).contains(position) else { return nil }
    self.batchSize = batchSize
    self.generator = generator
    self.order = order
    self.position = position
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
