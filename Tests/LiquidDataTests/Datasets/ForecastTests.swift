import Foundation
import LiquidData
import Testing

@Suite struct ForecastTests {
  @Test(
    "A forecast's target is the value the horizon ahead, and the target is an input", arguments: [1, 3, 7])
  func alignment(horizon: Int) throws {
    let task = TaskDefinition(name: "t", kind: .forecast, window: 16, horizon: horizon)
    let text = "x,y\n" + (0..<300).map { "\(sin(Double($0))),\($0)\n" }.joined()
    let dataset = try Dataset(table: table(text), task: task)
    let schema = dataset.schema
    #expect(schema.inputNames == ["x", "y"])
    for part in Dataset.Part.allCases {
      for index in 0..<dataset.count(of: part) {
        let batch = dataset.batch(part, indices: [index])
        let location = dataset.location(part, index: index)
        for step in 0..<batch.steps {
          let now = schema.denormalizeInput(channel: 1, value: batch.inputs[step * 2 + 1])
          let later = schema.denormalizeOutput(channel: 0, value: batch.targets[step])
          #expect(abs(later - now - Float(horizon)) < 0.01)
          #expect(location.targetRows[step] == location.rows[step] + horizon)
          #expect(location.targetSteps[step] == location.targetRows[step])
          #expect(batch.targetWeights[step] == 1)
        }
      }
    }
  }

  @Test("A single column can be forecast from itself")
  func singleColumn() throws {
    let text = "y\n" + (0..<100).map { "\(sin(Double($0) / 5))\n" }.joined()
    let dataset = try Dataset(table: table(text), task: TaskDefinition(name: "t", kind: .forecast))
    #expect(dataset.inputWidth == 1 && dataset.outputWidth == 1)
    #expect(dataset.schema.taskSummary == "forecast of 'y', 1 row ahead, from 1 input ('y')")
  }

  @Test("Classes can be forecast")
  func classes() throws {
    let text = "x,y\n" + (0..<100).map { "\($0),\(["up", "down"][$0 % 2])\n" }.joined()
    let dataset = try Dataset(table: table(text), task: TaskDefinition(name: "t", kind: .forecast))
    #expect(dataset.schema.inputNames == ["x", "y=down", "y=up"])
    let batch = dataset.batch(.train, indices: [0])
    #expect(Array(batch.targets.prefix(2)) == [0, 1])
    #expect(Array(batch.inputs[1...2]) == [0, 1])
  }
}
