import Foundation
import Liquid
import LiquidData
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
}
