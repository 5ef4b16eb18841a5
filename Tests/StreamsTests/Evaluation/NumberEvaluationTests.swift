import Foundation
import Liquid
import Streams
import Testing

@Suite struct NumberEvaluationTests {
  private struct Row {
    var actual: [Double]
    var predicted: [Double]
    var naive: NaiveNumbers.Answer
  }

  private func random(_ count: Int, outputs: Int, delay: Int, seed: UInt64) -> [Row] {
    var random = SeededGenerator(seed: seed)
    var naive = NaiveNumbers(outputs: outputs)
    var known: [[Double]] = []
    return (0..<count).map { row in
      if row >= delay, row > 0 { naive.learn(known[row - max(1, delay)]) }
      known.append(
        (0..<outputs).map { _ in
          Int.random(in: 0..<4, using: &random) == 0 ? .nan : .random(in: -5...5, using: &random)
        })
      let predicted = (0..<outputs).map { _ in
        Int.random(in: 0..<9, using: &random) == 0 ? Double.nan : .random(in: -5...5, using: &random)
      }
      return Row(actual: known[row], predicted: predicted, naive: naive.answer)
    }
  }

  private func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  /// The errors of the rows where target, prediction and a third answer are known: of the prediction, and of that answer.
  private func errors(_ rows: [Row], _ output: Int, beside answer: (Row) -> Double?) -> [(Double, Double)] {
    rows.compactMap { row in
      guard row.actual[output].isFinite, row.predicted[output].isFinite, let other = answer(row) else {
        return nil
      }
      return (
        (row.predicted[output] - row.actual[output]).magnitude, (other - row.actual[output]).magnitude
      )
    }
  }

  private func expect(_ figures: NumberEvaluation.Figures, of rows: [Row], _ place: String) {
    var (all, scaled) = ([Double](), [Double]())
    for (output, own) in figures.outputs.enumerated() {
      let errors = errors(rows, output) { _ in 0 }.map(\.0)
      let paired = self.errors(rows, output) { $0.naive.noChange[output] }
      let meanSoFar = self.errors(rows, output) { $0.naive.mean[output] }.map(\.1)
      #expect(own.values == errors.count, "\(place)")
      #expect(own.unanswered + own.values == rows.count { $0.actual[output].isFinite }, "\(place)")
      expectNear(own.meanAbsoluteError, mean(errors), place)
      expectNear(own.rootMeanSquaredError, mean(errors.map { $0 * $0 })?.squareRoot(), place)
      expectNear(own.noChangeError, mean(paired.map(\.1)), place)
      expectNear(own.meanSoFarError, mean(meanSoFar), place)
      var ratio: Double?
      if let network = mean(paired.map(\.0)), let twin = mean(paired.map(\.1)), twin > 0 {
        ratio = network / twin
        scaled.append(network / twin)
      }
      expectNear(own.scaledError, ratio, place)
      all += errors
    }
    expectNear(figures.overall.meanAbsoluteError, mean(all), place)
    expectNear(figures.overall.rootMeanSquaredError, mean(all.map { $0 * $0 })?.squareRoot(), place)
    expectNear(figures.overall.scaledError, mean(scaled), place)
  }

  @Test("Figures are those of a plain count, over everything and over the window", arguments: 0..<24)
  func reference(seed: Int) throws {
    let (outputs, window) = (1 + seed % 3, [1, 2, 9, 60, 400][seed % 5])
    let rows = random(300, outputs: outputs, delay: seed % 6, seed: UInt64(seed))
    var evaluation = NumberEvaluation(outputs: outputs, window: window)
    for (index, row) in rows.enumerated() {
      evaluation.add(actual: row.actual, predicted: row.predicted, naive: row.naive)
      let seen = Array(rows[...index])
      expect(evaluation.overall, of: seen, "seed \(seed), row \(index)")
      expect(evaluation.recent, of: Array(seen.suffix(window)), "seed \(seed), row \(index)")
      if index % 71 == 0 { try evaluation = roundTrip(evaluation) }
    }
  }

  @Test func aHugeErrorIsGoneOnceItHasLeftTheWindow() {
    let none = NaiveNumbers.Answer(noChange: [0], mean: [0])
    var (evaluation, calm) = (
      NumberEvaluation(outputs: 1, window: 7), NumberEvaluation(outputs: 1, window: 7)
    )
    for row in 0..<40 {
      let value = [0.1 * Double(row % 5)]
      if row == 12 { evaluation.add(actual: [1e90], predicted: [0], naive: none) }
      evaluation.add(actual: value, predicted: [0], naive: none)
      calm.add(actual: value, predicted: [0], naive: none)
      let (figures, expected) = (evaluation.recent.overall, calm.recent.overall)
      if row >= 20 {
        expectNear(figures.meanAbsoluteError, expected.meanAbsoluteError, "row \(row)")
        expectNear(figures.rootMeanSquaredError, expected.rootMeanSquaredError, "row \(row)")
      }
    }
  }

  @Test(
    "What is not finite is no answer, and leaves everything that can be saved finite",
    arguments: [Double.nan, .infinity, -.infinity, 1e300])
  func notFinite(value: Double) throws {
    var (evaluation, naive) = (NumberEvaluation(outputs: 2, window: 3), NaiveNumbers(outputs: 2))
    for _ in 0..<5 {
      evaluation.add(actual: [1, value], predicted: [value, 1], naive: naive.answer)
      naive.learn([1, value])
    }
    let figures = evaluation.overall.outputs
    #expect(figures[0].unanswered == 5 && figures[0].meanAbsoluteError == nil && figures[0].values == 0)
    #expect(figures[1].meanAbsoluteError == nil && naive.answer.noChange == [1, nil])
    #expect(try roundTrip(evaluation) == evaluation && roundTrip(naive) == naive)
  }

  @Test func nothingIsDefinedBeforeTheFirstValueAndNothingIsWorseThanNoChange() {
    var (evaluation, naive) = (NumberEvaluation(outputs: 1, window: 4), NaiveNumbers(outputs: 1))
    #expect(evaluation.overall.overall.meanAbsoluteError == nil && evaluation.recent.overall.values == 0)
    for _ in 0..<9 {
      evaluation.add(actual: [2], predicted: [3], naive: naive.answer)
      naive.learn([2])
    }
    #expect(evaluation.recent.overall.meanAbsoluteError == 1 && evaluation.recent.overall.scaledError == nil)
  }
}

@Suite struct NaiveNumbersTests {
  @Test func theNewestKnownValueAndTheMeanOfEachOutput() {
    var naive = NaiveNumbers(outputs: 2)
    #expect(naive.answer == .init(noChange: [nil, nil], mean: [nil, nil]))
    naive.learn([1, .nan])
    naive.learn([4, 7])
    naive.learn([.nan, 8])
    #expect(naive.answer == .init(noChange: [4, 8], mean: [2.5, 7.5]))
  }
}
