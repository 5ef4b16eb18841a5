import Foundation
import Liquid
import LiquidData
import Testing

@Suite struct NormalizationTests {
  @Test("What is learnt depends on the training part alone", arguments: 0..<40)
  func trainingOnly(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let rows = (0..<200).map { _ in [random.normal() * 50 + 7, random.normal(), random.uniform()] }
    func schema(scale: Double) throws -> DataSchema {
      let text = rows.enumerated().map { index, row in
        let factor = index < 150 ? 1 : scale
        return "\(index < 150 ? index : index * 3),\(row[0] * factor),\(row[1] * factor),\(row[2] * factor)\n"
      }
      let task = TaskDefinition(name: "t", time: "t", kind: .regression)
      return try Dataset(table: table("t,a,b,y\n" + text.joined()), task: task).schema
    }
    #expect(try schema(scale: 1) == schema(scale: 1000), "seed \(seed)")
  }

  @Test("The training part has zero mean and unit deviation")
  func standardised() throws {
    let task = TaskDefinition(name: "t", window: 750, split: Split(train: 75, validation: 10, test: 15))
    let dataset = try Dataset(table: table(waveText(rows: 1000)), task: task)
    let batch = dataset.batch(.train, indices: [0])
    for values in [batch.inputs, batch.targets] {
      let mean = values.reduce(0, +) / 750
      let variance = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 750
      #expect(abs(mean) < 1e-4)
      #expect(abs(variance - 1) < 1e-3)
    }
    #expect(abs(dataset.schema.denormalizeInput(channel: 0, value: batch.inputs[100]) - 100) < 1e-3)
    #expect(
      abs(dataset.schema.denormalizeOutput(channel: 0, value: batch.targets[100]) - Float(sin(30.0))) < 1e-5)
  }

  @Test("A column that never changes is a warning and stays finite")
  func constant() throws {
    let text = (0..<40).map { "\($0),0.1,\($0)\n" }.joined()
    let dataset = try Dataset(table: table("x,c,y\n" + text), task: TaskDefinition(name: "t"))
    #expect(dataset.warnings == ["the column 'c' never changes in the training part"])
    #expect(dataset.schema.inputs[1].normalization.deviation == 1)
    #expect(dataset.batch(.train, indices: [0]).inputs[1] == 0)
  }

  @Test("Rounding errors are no width of the middle half, and outliers do not hide one")
  func robustRounding() throws {
    func normalization(_ value: (Int) -> Double) throws -> Normalization {
      let text = (0..<80).map { "\(value($0)),\($0)\n" }.joined()
      let task = TaskDefinition(name: "t", inputs: ["x"], targets: ["y"], kind: .regression, scaling: .robust)
      return try Dataset(table: table("x,y\n" + text), task: task).schema.inputs[0].normalization
    }
    let equal = try normalization { $0 % 2 == 0 ? 0.3 : 0.1 + 0.2 }
    #expect(equal.deviation == 1)
    let mostlyEqual = try normalization { $0 % 10 == 9 ? 5 : $0 % 2 == 0 ? 0.3 : 0.1 + 0.2 }
    #expect(mostlyEqual.deviation > 0.1)
    let withOutliers = try normalization { $0 % 20 == 19 ? 1e15 : Double($0 % 10) }
    #expect(withOutliers.deviation < 10)
  }

  @Test("Enormous values stay finite")
  func enormous() throws {
    let text = (0..<40).map { "\($0 % 2 == 0 ? "" : "-")1.7e308,\($0 == 39 ? "1e300" : "1"),\($0)\n" }
      .joined()
    let dataset = try Dataset(table: table("x,c,y\n" + text), task: TaskDefinition(name: "t"))
    for part in Dataset.Part.allCases {
      let areFinite = dataset.batch(part, indices: [0]).inputs.allSatisfy { $0.isFinite }
      #expect(areFinite)
    }
  }

  @Test("Gaps are filled with the last value, and with the mean where there is none")
  func forwardFill() throws {
    let text = (0..<40).map { "\([0, 3, 4].contains($0) ? "NA" : String($0)),\($0)\n" }.joined()
    let task = TaskDefinition(name: "t", split: Split(train: 1, validation: 0, test: 0))
    let dataset = try Dataset(table: table("x,y\n" + text), task: task)
    let inputs = dataset.batch(.train, indices: [0]).inputs
    #expect(dataset.inputWidth == 1)
    #expect(inputs[0] == 0)
    #expect(inputs[3] == inputs[2] && inputs[4] == inputs[2] && inputs[5] > inputs[4])
  }

  @Test("Nothing is filled forward from one part into the next")
  func fillStaysInside() throws {
    let text = (0..<100).map { "\($0 == 75 || $0 == 85 ? "" : String($0)),\($0)\n" }.joined()
    let dataset = try Dataset(table: table("x,y\n" + text), task: TaskDefinition(name: "t"))
    #expect(dataset.location(.validation, index: 0).rows[0] == 75)
    #expect(dataset.batch(.validation, indices: [0]).inputs[0] == 0)
    #expect(dataset.batch(.test, indices: [0]).inputs[0] == 0)
  }

  @Test("A mask tells where values are present, only for inputs with gaps")
  func mask() throws {
    let text = (0..<40).map { "\($0 % 3 == 0 ? "" : String($0)),\($0),\($0)\n" }.joined()
    let task = TaskDefinition(name: "t", missing: .mask)
    let dataset = try Dataset(table: table("x,z,y\n" + text), task: task)
    #expect(dataset.schema.inputNames == ["x", "x present", "z"])
    let inputs = dataset.batch(.train, indices: [0]).inputs
    #expect([inputs[0], inputs[1], inputs[4], inputs[7]] == [0, 0, 1, 1])
    #expect(dataset.schema.denormalizeInput(channel: 1, value: 1) == 1)
  }

  @Test("Missing targets do not count")
  func missingTargets() throws {
    let text = (0..<40).map { "\($0),\($0 % 4 == 1 ? "?" : String($0))\n" }.joined()
    let dataset = try Dataset(table: table("x,y\n" + text), task: TaskDefinition(name: "t"))
    let batch = dataset.batch(.train, indices: [0])
    #expect(Array(batch.targetWeights.prefix(6)) == [1, 0, 1, 1, 1, 0])
    #expect(batch.targets[1] == 0)
  }

  @Test("Texts with few values have one channel each")
  func categories() throws {
    let text = (0..<40).map { "\(["red", "blue", ""][$0 % 3]),name\($0),\($0)\n" }.joined()
    let dataset = try Dataset(table: table("color,id,y\n" + text), task: TaskDefinition(name: "t"))
    #expect(dataset.schema.inputNames == ["color=blue", "color=red"])
    #expect(Array(dataset.batch(.train, indices: [0]).inputs.prefix(4)) == [0, 1, 1, 0])
    #expect(dataset.warnings == ["the column 'id' has 40 different texts and is not used"])
  }
}
