import Foundation
import Liquid
import LiquidData
import Testing

@Suite struct LossChoiceTests {
  /// Two columns of 0 and 1, one of them with a gap.
  private let bits =
    "x,a,b\n"
    + (0..<60).map { "\($0),\($0 % 3 == 0 ? 1 : 0),\($0 == 7 ? "" : $0 % 2 == 0 ? "1.0" : "0")\n" }.joined()

  private func task(_ loss: Loss?, targets: [String]? = nil, kind: TaskDefinition.Kind? = nil)
    -> TaskDefinition
  {
    TaskDefinition(name: "t", targets: targets, kind: kind, window: 10, loss: loss)
  }

  @Test("Binary cross-entropy takes columns of 0 and 1 as they are, each for an output of its own")
  func binary() throws {
    let dataset = try Dataset(table: table(bits), task: task(.binaryCrossEntropy, targets: ["a", "b"]))
    #expect(
      dataset.outputWidth == 2 && dataset.loss == .binaryCrossEntropy && dataset.schema.kind == .regression)
    #expect(dataset.schema.metricName == "accuracy" && !dataset.schema.isClassification)
    let batch = dataset.batch(.train, indices: [0])
    #expect(batch.targets.prefix(6) == [1, 1, 0, 0, 0, 1])
    #expect(batch.targetWeights[14] == 1 && batch.targetWeights[15] == 0)
    var metric = MetricAccumulator(schema: dataset.schema)
    // All are right but one; one is missing and one is NaN.
    var outputs = (0..<20).map { batch.targets[$0] == 1 ? Float(0.1) : -0.1 }
    outputs[0] = -1
    outputs[1] = .nan
    metric.add(outputs: outputs, batch: batch)
    #expect(metric.count == 19 && metric.accuracy == 17.0 / 19 && metric.meanAbsoluteError == nil)
    #expect(metric.metric == metric.accuracy)
    let answers = dataset.schema.answers([0, 200])
    #expect(answers == [0.5, 1])
    #expect(try DataSchema(json: dataset.schema.json, source: "m") == dataset.schema)
  }

  @Test("A value other than 0 and 1 is named with its line, in training and in evaluating")
  func otherValues() throws {
    let text = bits.replacing("\n40,0,", with: "\n40,0.5,")
    let message =
      "data.csv, line 42, column 'a': the target 0.5 is neither 0 nor 1; recode the column,"
      + " or choose another --loss than binary-cross-entropy"
    #expect(failure(text, task(.binaryCrossEntropy, targets: ["a"])) == message)
    let schema = try Dataset(table: table(bits), task: task(.binaryCrossEntropy, targets: ["a"])).schema
    let error = #expect(throws: DataError.self) { try Dataset(evaluating: table(text), schema: schema) }
    #expect(error?.description == message)
  }

  @Test("A loss decides what targets are where the kind leaves it open")
  func kinds() throws {
    let byLoss: [(Loss, TaskDefinition.Kind, Int)] = [
      (.meanAbsoluteError, .regression, 1), (.huber(delta: 0.5), .regression, 1),
      (.crossEntropy, .classification, 2), (.binaryCrossEntropy, .regression, 1),
    ]
    for (loss, kind, width) in byLoss {
      let dataset = try Dataset(table: table(bits), task: task(loss))
      #expect(dataset.schema.kind == kind && dataset.outputWidth == width && dataset.loss == loss)
      #expect(try DataSchema(json: dataset.schema.json, source: "m").loss == loss)
    }
    let forecast = try Dataset(table: table(bits), task: task(.crossEntropy, targets: ["a"], kind: .forecast))
    #expect(forecast.schema.classes == ["0", "1"] && forecast.schema.horizon == 1)
  }

  @Test("A loss that contradicts the kind or the target is refused")
  func contradictions() {
    #expect(failure(bits, task(.meanSquaredError, kind: .classification)).contains("mse is for numbers"))
    #expect(failure(bits, task(.crossEntropy, kind: .regression)).contains("cross-entropy is for classes"))
    let words = "x,y\n" + (0..<40).map { "\($0),\($0 % 2 == 0 ? "yes" : "no")\n" }.joined()
    #expect(failure(words, task(.binaryCrossEntropy)).contains("numbers are expected"))
    #expect(failure(bits, task(.crossEntropy, targets: ["a", "b"])).contains("several targets"))
  }
}
