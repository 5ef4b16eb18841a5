import Foundation
import Liquid
import LiquidData
import TestSupport
import Testing

@Suite struct MetricTests {
  @Test("Errors are in the target's unit, whatever the batches", arguments: 0..<20)
  func errors(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let values = (0..<200).map { _ in random.normal() * 30 + 100 }
    let text =
      "x,y\n" + values.map { "\($0),\(random.integer(below: 9) == 0 ? "NA" : String($0 * 2))\n" }.joined()
    let dataset = try Dataset(table: table(text), task: TaskDefinition(name: "t", window: 7))
    var whole = MetricAccumulator(schema: dataset.schema)
    var absolute = 0.0
    var squared = 0.0
    var count = 0.0
    for index in 0..<dataset.count(of: .test) {
      let batch = dataset.batch(.test, indices: [index])
      let outputs = batch.targets.map { _ in Float(random.normal()) }
      whole.add(outputs: outputs, batch: batch)
      for step in 0..<batch.steps where batch.targetWeights[step] > 0 {
        let error =
          dataset.schema.denormalizeOutput(channel: 0, value: outputs[step])
          - dataset.schema.denormalizeOutput(channel: 0, value: batch.targets[step])
        absolute += Double(abs(error))
        squared += Double(error * error)
        count += 1
      }
    }
    let mean = try #require(whole.meanAbsoluteError)
    #expect(abs(mean - absolute / count) < 1e-3 * mean, "seed \(seed)")
    #expect(abs((whole.meanSquaredError ?? 0) - squared / count) < 1e-3 * squared / count, "seed \(seed)")
    #expect(whole.count == count && whole.accuracy == nil)
  }

  @Test("Accuracy counts the steps whose largest score is the class")
  func accuracy() throws {
    let text = "s,x,y\n" + (0..<40).map { "\($0 / 4),\($0),\(["a", "b", "c", ""][$0 % 4])\n" }.joined()
    let task = TaskDefinition(name: "t", sequence: "s")
    let dataset = try Dataset(table: table(text), task: task)
    let batch = dataset.batch(.train, indices: [0])
    var metric = MetricAccumulator(schema: dataset.schema)
    #expect(metric.metric == nil)
    metric.add(outputs: [5, 1, 1, 9, 8, 7, .nan, .nan, .nan, 0, 0, 0], batch: batch)
    #expect(metric.count == 3)
    #expect(metric.accuracy == 1.0 / 3)
    #expect(metric.meanAbsoluteError == nil)
  }

  /// Rows with a class or number, in short sequences so that every part has some.
  private func dataset(
    _ values: [String], task change: (inout TaskDefinition) -> Void = { _ in }
  ) throws -> Dataset {
    let text = "s,x,y\n" + values.enumerated().map { "\($0 / 5),\($0),\($1)\n" }.joined()
    var task = TaskDefinition(name: "t", inputs: ["x"], targets: ["y"], sequence: "s")
    change(&task)
    return try Dataset(table: table(text), task: task)
  }

  /// The metrics of the training part for random outputs from a few values, so that many are equal.
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

  /// The share of pairs in the right order; ties count half.
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

  @Test("The area is the share of pairs in the right order", arguments: 0..<20)
  func area(seed: Int) throws {
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

  @Test("F1 is the harmonic mean of precision and recall", arguments: 0..<20)
  func f1Score(seed: Int) throws {
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

  @Test("Squared errors are in the target's unit, or normalised")
  func squaredErrors() throws {
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

  @Test("An area of one class is undefined")
  func areaOfOneClass() throws {
    let dataset = try dataset((0..<100).map { $0 < 90 ? "0" : "1" }) { $0.metric = .auc }
    var metrics = MetricAccumulator(schema: dataset.schema)
    let batch = dataset.batch(.train, indices: [0])
    metrics.add(outputs: [Float](repeating: 0.5, count: batch.steps * 2), batch: batch)
    #expect(metrics.count == 5 && metrics.metric == nil && metrics.value(of: .f1) == 0)
  }

  @Test(
    "A metric that does not suit the targets is refused",
    arguments: [
      (["a", "b"], Metric.meanSquaredError, "the metric mse is for numbers, and the targets are classes"),
      (["1.5", "2.5"], .accuracy, "the metric accuracy is for classes, and the targets are numbers"),
      (["a", "b", "c"], .auc, "the metric auc is for two classes, and there are 3"),
    ])
  func unsuitableMetric(names: [String], metric: Metric, reason: String) throws {
    do {
      _ = try dataset((0..<60).map { names[$0 % names.count] }) { $0.metric = metric }
      Issue.record("\(metric) was taken")
    } catch let error as DataError {
      #expect(error.description.contains(reason))
    }
  }
}
