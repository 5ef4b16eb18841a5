import Foundation
import Liquid
import LiquidData
import TestSupport
import Testing

/// Figures of probabilities against those of scikit-learn, made by Tests/Fixtures/make_class_figures_fixture.py.
@Suite struct ClassFiguresTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    struct Reliability: Decodable {
      var counts: [Int]
      var observed: [Double]
      var predicted: [Double]
      var calibrationError: Double
    }

    struct Point: Decodable {
      var least: Double
      var sensitivity: Double
      var specificity: Double
      var threshold: Double?
    }

    var name: String
    var classes: Int
    var truths: [Int]
    var probabilities: [Double]
    var sequences: [Int]
    var area: Double
    var weights: [Double]?
    var weightedArea: Double?
    var interval: [Double]?
    var averagePrecision: Double
    var brier: Double
    var reliability: Reliability
    var points: [Point]
    var leastOfBoth: Double?
    var bestLeastOfBoth: Double?

    var testDescription: String { name }

    var scores: ClassScores {
      var scores = ClassScores(classes: classes)
      let width = scores.width
      for (answer, truth) in truths.enumerated() {
        scores.add(
          probabilities[answer * width..<(answer + 1) * width], truth: truth, sequence: sequences[answer])
      }
      return scores
    }

    var bootstrap: AreaBootstrap {
      AreaBootstrap(scores, units: sequences.map(Int32.init), unitCount: (sequences.max() ?? 0) + 1)
    }

    var ranking: RankedScores {
      RankedScores(
        scores: probabilities, isPositive: truths.map { $0 == 1 }, units: truths.indices.map(Int32.init))
    }
  }

  static let cases: [Case] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Fixtures/class_figures.json")
    do {
      return try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
    } catch {
      preconditionFailure("\(file.path): \(error)")
    }
  }()

  private func isNear(_ value: Double?, _ expected: Double, within tolerance: Double = 1e-12) -> Bool {
    abs((value ?? .nan) - expected) <= tolerance
  }

  @Test("Areas, precision and Brier score are those of scikit-learn", arguments: cases)
  func areas(of given: Case) {
    #expect(isNear(given.bootstrap.area, given.area))
    #expect(isNear(given.bootstrap.averagePrecision, given.averagePrecision))
    #expect(isNear(given.scores.brier, given.brier))
    if let weights = given.weights, let expected = given.weightedArea {
      #expect(isNear(given.ranking.area(weights: weights), expected))
    }
  }

  @Test("Bins and their error are those of scikit-learn", arguments: cases)
  func reliability(of given: Case) {
    let reliability = ReliabilityBins(given.scores)
    #expect(reliability.bins.map(\.count) == given.reliability.counts)
    let predicted = reliability.bins.compactMap(\.predicted)
    let observed = reliability.bins.compactMap(\.observed)
    #expect(zip(predicted, given.reliability.predicted).allSatisfy { isNear($0, $1) })
    #expect(zip(observed, given.reliability.observed).allSatisfy { isNear($0, $1) })
    #expect(predicted.count == given.reliability.predicted.count)
    #expect(isNear(reliability.calibrationError, given.reliability.calibrationError))
  }

  @Test("Sensitivities are those of the ROC curve", arguments: cases.filter { $0.classes == 2 })
  func operatingPoints(of given: Case) throws {
    for point in given.points {
      let found = try #require(given.ranking.operatingPoint(specificity: point.least))
      #expect(isNear(found.sensitivity, point.sensitivity))
      #expect(isNear(found.specificity, point.specificity))
      #expect(found.threshold == point.threshold)
    }
    #expect(isNear(given.ranking.leastOfBoth, try #require(given.leastOfBoth)))
    #expect(isNear(given.ranking.bestLeastOfBoth, try #require(given.bestLeastOfBoth)))
  }

  @Test(
    "The interval is that of ten thousand resamples, and of the same seed the same",
    arguments: cases.filter { $0.interval != nil })
  func interval(of given: Case) throws {
    let expected = try #require(given.interval)
    let interval = try #require(given.bootstrap.interval(level: 0.95, resamples: 4000))
    let width = expected[1] - expected[0]
    // Percentiles of 4,000 resamples have errors of some hundredths of the interval's width.
    #expect(isNear(interval.low, expected[0], within: 0.08 * width))
    #expect(isNear(interval.high, expected[1], within: 0.08 * width))
    #expect(interval.resamples == 4000)
    #expect(given.bootstrap.interval(level: 0.95, resamples: 4000) == interval)
  }

  @Test("Sequences whose answers agree make a wider interval than their answers one by one")
  func sequencesAreDrawnWhole() throws {
    var random = SeededGenerator(seed: 4)
    var scores = ClassScores(classes: 2)
    var units: [Int32] = []
    for sequence in 0..<40 {
      let truth = sequence % 2
      let score = min(max(0.5 + 0.2 * (Double(truth) - 0.5) + 0.2 * random.normal(), 0), 1)
      for _ in 0..<25 {
        scores.add([score], truth: truth, sequence: sequence)
        units.append(Int32(sequence))
      }
    }
    let rows = (0..<Int32(units.count)).map { $0 }
    let whole = try #require(
      AreaBootstrap(scores, units: units, unitCount: 40).interval(level: 0.95))
    let byRow = try #require(
      AreaBootstrap(scores, units: rows, unitCount: rows.count).interval(level: 0.95))
    #expect(whole.high - whole.low > 3 * (byRow.high - byRow.low))
  }

  @Test("Answers of one class have no area, but a Brier score and bins")
  func oneClass() {
    var scores = ClassScores(classes: 2)
    for index in 0..<5 { scores.add([0.2], truth: 0, sequence: index) }
    let bootstrap = AreaBootstrap(scores, units: [0, 1, 2, 3, 4], unitCount: 5)
    #expect(bootstrap.area == nil && bootstrap.averagePrecision == nil)
    #expect(bootstrap.interval(level: 0.95) == nil)
    #expect(bootstrap.ranking?.operatingPoint(specificity: 0.9) == nil)
    #expect(bootstrap.ranking?.leastOfBoth == nil && bootstrap.ranking?.bestLeastOfBoth == nil)
    #expect(isNear(scores.brier, 0.04))
    #expect(isNear(ReliabilityBins(scores).calibrationError, 0.2))
  }

  @Test("Equal scores have an area of a half, and no threshold between them")
  func allEqual() {
    let ranking = RankedScores(
      scores: [0.3, 0.3, 0.3, 0.3], isPositive: [true, false, true, false], units: [0, 1, 2, 3])
    #expect(ranking.area() == 0.5)
    #expect(ranking.averagePrecision == 0.5)
    let point = ranking.operatingPoint(specificity: 0.9)
    #expect(point?.threshold == nil && point?.sensitivity == 0 && point?.specificity == 1)
    #expect(ranking.leastOfBoth == 0 && ranking.bestLeastOfBoth == 0.5)
  }

  @Test("Answers that are not finite are counted and left out; none is no figure")
  func unanswered() {
    var scores = ClassScores(classes: 3)
    scores.add([0.2, 0.3, 0.5], truth: 2, sequence: 0)
    scores.add([.nan, .nan, .nan], truth: 1, sequence: 1)
    #expect(scores.count == 1 && scores.unanswered == 1)
    #expect(isNear(scores.brier, 0.04 + 0.09 + 0.25))
    let none = ClassScores(classes: 2)
    #expect(none.brier == nil && ReliabilityBins(none).calibrationError == nil)
    #expect(AreaBootstrap(none, units: [], unitCount: 0).interval(level: 0.95) == nil)
  }

  @Test("Probabilities on a bin's bound are in the bin below, as 0 in the first")
  func bounds() {
    var scores = ClassScores(classes: 2)
    for value in [0, 0.25, 0.5, 0.75, 1] { scores.add([value], truth: 1, sequence: 0) }
    #expect(ReliabilityBins(scores, count: 4).bins.map(\.count) == [2, 1, 1, 1])
  }

  @Test("Only targets that count are among the scores, each with its sequence", arguments: 0..<5)
  func accumulated(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let text =
      "s,x,y\n" + (0..<60).map { "\($0 / 6),\($0),\(["a", "b", ""][random.integer(below: 3)])\n" }.joined()
    let dataset = try Dataset(
      table: table(text), task: TaskDefinition(name: "t", inputs: ["x"], targets: ["y"], sequence: "s"))
    let batch = dataset.batch(.train, indices: Array(0..<dataset.count(of: .train)))
    let outputs = (0..<batch.count * batch.steps * 2).map { _ in Float(random.normal()) }
    var accumulator = ClassScoreAccumulator(schema: dataset.schema)
    accumulator.add(outputs: outputs, batch: batch, first: 3)
    let scores = accumulator.scores[0]
    let places = batch.targetWeights.indices.filter { batch.targetWeights[$0] > 0 }
    #expect(scores.truths == places.map { Int32(batch.targets[$0]) }, "seed \(seed)")
    #expect(scores.sequences == places.map { Int32($0 / batch.steps + 3) }, "seed \(seed)")
    for (answer, place) in places.enumerated() {
      let difference = Double(outputs[place * 2 + 1]) - Double(outputs[place * 2])
      #expect(isNear(scores.probabilities[answer], 1 / (1 + exp(-difference))), "seed \(seed)")
    }
  }
}
