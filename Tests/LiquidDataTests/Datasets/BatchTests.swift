import Foundation
import Liquid
import LiquidData
import Testing

@Suite struct BatchTests {
  @Test("Sequences of different lengths are padded to the longest")
  func ragged() throws {
    var text = "s,x,y\n"
    for sequence in 0..<12 {
      for step in 0...sequence { text += "s\(sequence),\(step),\(sequence * 100 + step)\n" }
    }
    let task = TaskDefinition(name: "t", sequence: "s")
    let dataset = try Dataset(table: table(text), task: task)
    let batch = dataset.batch(.train, indices: [5, 0, 5, 2])
    #expect(batch.lengths == [6, 1, 6, 3])
    #expect(batch.steps == 6 && batch.count == 4 && batch.inputWidth == 1)
    for (row, sequence) in [5, 0, 5, 2].enumerated() {
      for step in 0...sequence {
        let target = dataset.schema.denormalizeOutput(channel: 0, value: batch.targets[row * 6 + step])
        #expect(abs(target - Float(sequence * 100 + step)) < 0.01)
        let input = dataset.schema.denormalizeInput(channel: 0, value: batch.inputs[row * 6 + step])
        #expect(abs(input - Float(step)) < 1e-4)
      }
    }
    #expect(batch.targetWeights[6 + 1] == 0)
  }

  @Test(
    "The kind follows from the target",
    arguments: [
      ("0", "1", TaskDefinition.Kind.classification), ("1", "2", .regression), ("a", "b", .classification),
      ("0.0", "1", .classification), ("0", "0.5", .regression),
    ])
  func kinds(first: String, second: String, kind: TaskDefinition.Kind) throws {
    let text = "x,y\n" + (0..<30).map { "\($0),\($0 % 2 == 0 ? first : second)\n" }.joined()
    let dataset = try Dataset(table: table(text), task: TaskDefinition(name: "t"))
    #expect(dataset.schema.kind == kind)
    #expect(dataset.loss == (kind == .classification ? .crossEntropy : .meanSquaredError))
    #expect(dataset.outputWidth == (kind == .classification ? 2 : 1))
  }

  @Test("Classes that are numbers stand in order of size")
  func classOrder() throws {
    let text = "x,y\n" + (0..<60).map { "\($0),\([10, 9, 2][$0 % 3])\n" }.joined()
    let task = TaskDefinition(name: "t", kind: .classification)
    let dataset = try Dataset(table: table(text), task: task)
    #expect(dataset.schema.outputNames == ["2", "9", "10"])
    #expect(Array(dataset.batch(.train, indices: [0]).targets.prefix(3)) == [2, 1, 0])
  }

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
