import Foundation
import Liquid
import LiquidData
import TestSupport
import Testing

@Suite struct MetricValueTests {
  /// Rows with a class or number, in short sequences so that every part has some.
  private func dataset(
    _ values: [String], task change: (inout TaskDefinition) -> Void = { _ in }
  ) throws -> Dataset {
    let text = "s,x,y\n" + values.enumerated().map { "\($0 / 5),\($0),\($1)\n" }.joined()
    var task = TaskDefinition(name: "t", inputs: ["x"], targets: ["y"], sequence: "s")
    change(&task)
    return try Dataset(table: table(text), task: task)
  }

  /// What a metric comes to over the training part, with random outputs from a few values, so that many are equal.
  private func measured(
    _ dataset: Dataset, using random: inout SeededGenerator
  ) -> (metrics: MetricAccumulator, outputs: [[Float]], targets: [Int]) {
    var metrics = MetricAccumulator(schema: dataset.schema)
    var answers: [[Float]] = []
    var targets: [Int] = []
    for index in 0..<dataset.count(of: .train) {
      let batch = dataset.batch(.train, indices: [index])
      let width = dataset.outputWidth
      let outputs = (0..<batch.steps * width).map { _ in Float(random.integer(below: 7) - 3) / 2 }
      metrics.add(outputs: outputs, batch: batch)
      for step in 0..<batch.steps {
        answers.append(Array(outputs[step * width..<(step + 1) * width]))
        targets.append(Int(batch.targets[step]))
      }
    }
    return (metrics, answers, targets)
  }

  /// The share of pairs that are in the right order, ties counting half.
  private func pairwiseArea(_ scores: [Float], _ isPositive: [Bool]) -> Double {
    var (wins, pairs) = (0.0, 0.0)
    for (i, j) in zip(scores.indices, isPositive).lazy.filter(\.1).map(\.0)
      .flatMap({ i in scores.indices.map { (i, $0) } }) where !isPositive[j]
    {
      pairs += 1
      wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0
    }
    return wins / pairs
  }

  @Test(arguments: 0..<20) func theAreaIsTheShareOfPairsInTheRightOrder(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let values = (0..<120).map { _ in random.integer(below: 3) == 0 ? "1" : "0" }
    for loss in [Loss.crossEntropy, .binaryCrossEntropy] {
      let dataset = try dataset(values) {
        $0.loss = loss
        $0.metric = .auc
      }
      let (metrics, outputs, targets) = measured(dataset, using: &random)
      let scores = outputs.map { $0.count == 2 ? $0[1] - $0[0] : $0[0] }
      let expected = pairwiseArea(scores, targets.map { $0 == 1 })
      #expect(abs(try #require(metrics.metric) - expected) < 1e-12, "seed \(seed)")
      #expect(dataset.schema.metricName == "auc")
    }
  }

  @Test(arguments: 0..<20) func f1IsTheHarmonicMeanOfPrecisionAndRecall(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let names = Array(["a", "b", "c", "d"].prefix(2 + seed % 3))
    let values = (0..<120).map { _ in names[random.integer(below: names.count)] }
    let dataset = try dataset(values) { $0.metric = .f1 }
    let (metrics, outputs, targets) = measured(dataset, using: &random)
    let answers = outputs.map { scores in scores.indices.first { scores[$0] == scores.max() } }
    func f1(_ index: Int) -> Double {
      let right = zip(answers, targets).count { $0 == index && $1 == index }
      let precision = Double(right) / Double(answers.count { $0 == index })
      let recall = Double(right) / Double(targets.count { $0 == index })
      return right == 0 ? 0 : 2 * precision * recall / (precision + recall)
    }
    let expected =
      names.count == 2 ? f1(1) : names.indices.map(f1).reduce(0, +) / Double(names.count)
    #expect(abs(try #require(metrics.metric) - expected) < 1e-12, "seed \(seed)")
    let right = zip(answers, targets).count { $0 == $1 }
    #expect(metrics.value(of: .accuracy) == Double(right) / Double(targets.count))
    #expect(metrics.value(of: .meanSquaredError) == nil && metrics.value(of: .rootMeanSquaredError) == nil)
  }

  @Test func squaredErrorsAreInTheTargetsUnitsOrNormalised() throws {
    let values = (0..<100).map { "\(1000 + 30 * sin(Double($0)))" }
    let dataset = try dataset(values) { $0.metric = .rootMeanSquaredError }
    var metrics = MetricAccumulator(schema: dataset.schema)
    let batch = dataset.batch(.train, indices: [0])
    metrics.add(outputs: batch.targets.map { $0 + 0.5 }, batch: batch)
    let deviation = dataset.schema.targets[0].normalization.deviation
    func isNear(_ metric: Metric, _ value: Double) -> Bool {
      abs((metrics.value(of: metric) ?? .nan) - value) < 1e-5 * value
    }
    #expect(isNear(.normalizedMeanSquaredError, 0.25))
    #expect(isNear(.meanSquaredError, 0.25 * deviation * deviation))
    #expect(isNear(.rootMeanSquaredError, 0.5 * deviation) && isNear(.meanAbsoluteError, 0.5 * deviation))
    #expect(metrics.metric == metrics.value(of: .rootMeanSquaredError))
    #expect(metrics.value(of: .auc) == nil && metrics.value(of: .f1) == nil)
  }

  @Test func anAreaOfOneClassIsUndefined() throws {
    let dataset = try dataset((0..<100).map { $0 < 90 ? "0" : "1" }) { $0.metric = .auc }
    var metrics = MetricAccumulator(schema: dataset.schema)
    let batch = dataset.batch(.train, indices: [0])
    metrics.add(outputs: [Float](repeating: 0.5, count: batch.steps * 2), batch: batch)
    #expect(metrics.count == 5 && metrics.metric == nil && metrics.value(of: .f1) == 0)
  }

  @Test(arguments: [
    (["a", "b"], Metric.meanSquaredError, "the metric mse is for numbers, and the targets are classes"),
    (["1.5", "2.5"], .accuracy, "the metric accuracy is for classes, and the targets are numbers"),
    (["a", "b", "c"], .auc, "the metric auc is for two classes, and there are 3"),
  ])
  func aMetricThatDoesNotSuitTheTargetsIsRefused(names: [String], metric: Metric, reason: String) throws {
    do {
      _ = try dataset((0..<60).map { names[$0 % names.count] }) { $0.metric = metric }
      Issue.record("\(metric) was taken")
    } catch let error as DataError {
      #expect(error.description.contains(reason))
    }
  }
}
