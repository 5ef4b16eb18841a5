import LiquidTraining
import Testing

@Suite struct BatchOrderTests {
  @Test(arguments: [(1, 1), (7, 3), (32, 32), (33, 32), (5, 8)])
  func everySequenceComesOnceAnEpoch(sequences: Int, batchSize: Int) {
    var order = BatchOrder(sequences: sequences, batchSize: batchSize, seed: 3)
    let steps = TrainingConfiguration(batchSize: batchSize).stepsPerEpoch(sequences: sequences)
    for _ in 0..<3 {
      let epoch = (0..<steps).flatMap { _ in order.next() }
      #expect(epoch.sorted() == Array(0..<sequences))
    }
  }

  @Test func theSameSeedGivesTheSameOrder() {
    var first = BatchOrder(sequences: 100, batchSize: 7, seed: 5)
    var second = BatchOrder(sequences: 100, batchSize: 7, seed: 5)
    var other = BatchOrder(sequences: 100, batchSize: 7, seed: 6)
    let taken = (0..<40).map { _ in first.next() }
    #expect(taken == (0..<40).map { _ in second.next() })
    #expect(taken != (0..<40).map { _ in other.next() })
  }
}
