import Foundation
import Liquid
import Streams
import Testing

@Suite struct ClassEvaluationTests {
  /// A row as a plain reference keeps it.
  private struct Row {
    var actual: Int
    var predicted: Int
    var naive: NaiveClasses.Answer
    var loss: Double?
  }

  private func random(_ count: Int, classes: Int, delay: Int, seed: UInt64) -> [Row] {
    var random = SeededGenerator(seed: seed)
    var naive = NaiveClasses()
    var labels: [Int] = []
    return (0..<count).map { row in
      if row >= delay, row > 0 { naive.learn(labels[row - max(1, delay)]) }
      let stays = Int.random(in: 0..<3, using: &random) > 0
      labels.append(stays ? labels.last ?? 0 : Int.random(in: 0..<classes, using: &random))
      let isRight = Bool.random(using: &random)
      return Row(
        actual: labels[row], predicted: isRight ? labels[row] : Int.random(in: 0..<classes, using: &random),
        naive: naive.answer,
        loss: [nil, .nan, .infinity, 0.25, 3][Int.random(in: 0..<5, using: &random)])
    }
  }

  private func share(_ rows: [Row], _ isRight: (Row) -> Bool) -> Double? {
    rows.isEmpty ? nil : Double(rows.count(where: isRight)) / Double(rows.count)
  }

  private func expect(_ figures: ClassFigures, of rows: [Row], _ place: String) {
    let accuracy = share(rows) { $0.predicted == $0.actual }
    let paired = rows.filter { $0.naive.noChange != nil }
    let noChange = share(paired) { $0.naive.noChange == $0.actual }
    let own = share(paired) { $0.predicted == $0.actual }
    let losses = rows.compactMap(\.loss).filter(\.isFinite)
    #expect(figures.rows == rows.count && figures.accuracy == accuracy, "\(place)")
    #expect(figures.noChangeAccuracy == noChange, "\(place)")
    #expect(
      figures.majorityAccuracy
        == share(rows.filter { $0.naive.majority != nil }) { $0.naive.majority == $0.actual }, "\(place)")
    expectNear(figures.loss, losses.isEmpty ? nil : losses.reduce(0, +) / Double(losses.count), place)
    var temporal: Double?
    if let own, let noChange, noChange < 1 { temporal = (own - noChange) / (1 - noChange) }
    expectNear(figures.kappaTemporal, temporal, place)
    var chance = 0.0
    for one in Set(rows.map(\.actual)) {
      chance += (share(rows) { $0.actual == one } ?? 0) * (share(rows) { $0.predicted == one } ?? 0)
    }
    // Where chance alone is right, rounding decides between "undefined" and a quotient of nothing by nothing.
    if let accuracy, 1 - chance > 1e-9 {
      expectNear(figures.kappa, (accuracy - chance) / (1 - chance), place)
    }
  }

  @Test("Figures are those of a plain count, over everything and over the window", arguments: 0..<30)
  func reference(seed: Int) throws {
    let window = [1, 2, 7, 50, 400][seed % 5]
    let rows = random(300, classes: 1 + seed % 4, delay: seed % 6, seed: UInt64(seed))
    var evaluation = ClassEvaluation(window: window)
    for (index, row) in rows.enumerated() {
      evaluation.add(actual: row.actual, predicted: row.predicted, naive: row.naive, loss: row.loss)
      let seen = Array(rows[...index])
      let place = "seed \(seed), row \(index)"
      expect(evaluation.overall, of: seen, place)
      let recent = Array(seen.suffix(window))
      expect(evaluation.recent, of: recent, place)
      for actual in 0..<4 {
        for predicted in 0..<4 {
          let count = recent.count { $0.actual == actual && $0.predicted == predicted }
          #expect(evaluation.recentConfusion[actual: actual, predicted: predicted] == count, "\(place)")
        }
      }
      if index % 61 == 0 { try evaluation = roundTrip(evaluation) }
    }
    #expect(
      evaluation.confusion[actual: 0, predicted: 0] == rows.count { $0.actual == 0 && $0.predicted == 0 })
  }

  @Test func nothingIsDefinedBeforeTheFirstRow() {
    let evaluation = ClassEvaluation(window: 3, classes: 2)
    for figures in [evaluation.overall, evaluation.recent] {
      #expect(figures.rows == 0 && figures.accuracy == nil && figures.noChangeAccuracy == nil)
      #expect(figures.majorityAccuracy == nil && figures.kappa == nil && figures.kappaTemporal == nil)
      #expect(figures.loss == nil)
    }
    #expect(evaluation.confusion.classes == 2 && evaluation.confusion[actual: 5, predicted: 9] == 0)
  }

  @Test func whereNothingChangesThereIsNothingToBeBetterThan() {
    var (evaluation, naive) = (ClassEvaluation(window: 5), NaiveClasses())
    for _ in 0..<20 {
      evaluation.add(actual: 1, predicted: 1, naive: naive.answer)
      naive.learn(1)
    }
    #expect(evaluation.recent.accuracy == 1 && evaluation.recent.noChangeAccuracy == 1)
    #expect(evaluation.recent.kappa == nil && evaluation.recent.kappaTemporal == nil)
  }

  @Test func theNoChangeTwinScoresZeroAgainstItself() {
    var (evaluation, naive) = (ClassEvaluation(window: 100), NaiveClasses())
    var random = SeededGenerator(seed: 3)
    var label = 0
    for _ in 0..<500 {
      let answer = naive.answer
      if Int.random(in: 0..<5, using: &random) == 0 { label = 1 - label }
      evaluation.add(actual: label, predicted: answer.noChange ?? 0, naive: answer)
      naive.learn(label)
    }
    #expect(evaluation.overall.kappaTemporal == 0 && evaluation.recent.kappaTemporal == 0)
  }

  @Test func labelsWithoutEndShareTheLastClass() {
    var (evaluation, naive) = (ClassEvaluation(window: 10), NaiveClasses())
    for label in 0..<2000 {
      evaluation.add(actual: label, predicted: label % 2 == 0 ? label : Int.max, naive: naive.answer)
      naive.learn(label)
    }
    #expect(evaluation.overall.accuracy == 0.5)
    #expect(evaluation.confusion.classes == Confusion.classLimit)
    #expect(evaluation.confusion[actual: 255, predicted: 255] == 2000 - 255)
    #expect(naive.answer.noChange == 1999 && naive.answer.majority == 0)
  }
}

@Suite struct NaiveClassesTests {
  @Test func theMajorityIsTheOneThatWasAheadFirst() {
    var naive = NaiveClasses()
    #expect(naive.answer == NaiveClasses.Answer())
    let expected = [(2, 2), (0, 2), (0, 0), (2, 0), (2, 2), (1, 2)]
    for (label, majority) in expected {
      naive.learn(label)
      #expect(naive.answer == NaiveClasses.Answer(noChange: label, majority: majority))
    }
  }
}
