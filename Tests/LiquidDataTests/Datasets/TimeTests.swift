import Foundation
import LiquidData
import Testing

@Suite struct TimeTests {
  private func dataset(times: [String], sequence: [String]? = nil, task: TaskDefinition) throws -> Dataset {
    let rows = times.enumerated().map { "\($1),\($0),\(sequence?[$0] ?? "one"),\($0 % 5)\n" }
    return try Dataset(table: table("\(task.time ?? "t"),x,s,y\n" + rows.joined()), task: task)
  }

  @Test("Elapsed times are in units of the median step, and zero for repeated times")
  func elapsed() throws {
    let times = [0, 10, 20, 20, 50] + (6..<40).map { $0 * 10 }
    let task = TaskDefinition(name: "t", inputs: ["x"], targets: ["y"], time: "t_ms", window: 8, stride: 4)
    let dataset = try dataset(times: times.map { String($0) }, task: task)
    #expect(Array(dataset.batch(.train, indices: [0]).elapsed.prefix(6)) == [1, 1, 1, 0, 3, 1])
    #expect(dataset.schema.timeScale == 10)
    #expect(dataset.schema.timeUnit == "ms")
    // A window's first step lasts since the row before the window.
    #expect(dataset.batch(.train, indices: [1]).elapsed[0] == 3)
  }

  @Test(
    "Dates are shown in a unit that suits the step",
    arguments: [
      ("2020-01-01 00:%02d:00", "s", 60.0), ("2020-01-01 %02d:00:00", "h", 1), ("2020-01-%02d", "d", 1),
    ])
  func dateUnits(format: String, unit: String, scale: Double) throws {
    let task = TaskDefinition(name: "t", inputs: ["x"], targets: ["y"], time: "t")
    let dataset = try dataset(times: (1..<24).map { String(format: format, $0) }, task: task)
    #expect(dataset.schema.timeUnit == unit)
    #expect(dataset.schema.timeScale == scale)
    let areOne = dataset.batch(.train, indices: [0]).elapsed.allSatisfy { $0 == 1 }
    #expect(areOne)
  }

  @Test("Lengths of time are times in seconds")
  func durations() throws {
    let task = TaskDefinition(name: "t", inputs: ["x"], targets: ["y"], time: "t")
    let dataset = try dataset(times: (0..<30).map { "\($0):00" }, task: task)
    #expect(dataset.schema.timeUnit == "h" && dataset.schema.timeScale == 1)
  }

  @Test("Dates are inputs only where they are named, as seconds")
  func dateInputs() throws {
    let text = "d,x,y\n" + (1...28).map { "2020-02-\($0 < 10 ? "0" : "")\($0),\($0),\($0)\n" }.joined()
    let unnamed = try Dataset(table: table(text), task: TaskDefinition(name: "t"))
    #expect(unnamed.schema.inputNames == ["x"])
    #expect(unnamed.warnings.count == 1 && unnamed.warnings[0].contains("'d' holds dates"))
    let named = try Dataset(table: table(text), task: TaskDefinition(name: "t", inputs: ["d", "x"]))
    let inputs = named.batch(.train, indices: [0]).inputs
    #expect(abs(inputs[0] - inputs[1]) < 1e-5 && abs(inputs[2] - inputs[3]) < 1e-5)
  }

  @Test("Without a time column every step lasts 1")
  func untimed() throws {
    let dataset = try Dataset(table: table(waveText(rows: 50)), task: TaskDefinition(name: "t"))
    #expect(dataset.batch(.train, indices: [0]).elapsed == [Float](repeating: 1, count: 32))
    #expect(dataset.schema.timeUnit == "steps" && dataset.schema.timeScale == 1)
  }

  @Test("Times start again in every sequence")
  func sequences() throws {
    let task = TaskDefinition(name: "t", inputs: ["x"], targets: ["y"], time: "t", sequence: "s")
    let dataset = try dataset(
      times: (0..<40).map { String($0 % 10) }, sequence: (0..<40).map { "s\($0 / 10)" }, task: task)
    for index in 0..<dataset.count(of: .train) {
      #expect(dataset.batch(.train, indices: [index]).elapsed == [Float](repeating: 1, count: 10))
    }
  }
}

@Suite("Rows dropped at random") struct RowDroppingTests {
  private func dataset(dropRows: Double, kind: TaskDefinition.Kind = .forecast) throws -> Dataset {
    let text = "t,y\n" + (0..<2000).map { "\($0),\($0)\n" }.joined()
    let task = TaskDefinition(
      name: "t", inputs: ["y"], targets: ["y"], time: "t", kind: kind, window: 20, horizon: 1,
      dropRows: dropRows, scaling: .none, targetScaling: .none)
    return try Dataset(table: table(text), task: task)
  }

  @Test("Elapsed times add up, and each target is the row after its input in the data, whether kept or not")
  func timesAndTargets() throws {
    let dataset = try dataset(dropRows: 0.4)
    var gaps: [Float] = []
    for index in 0..<dataset.count(of: .train) {
      let batch = dataset.batch(.train, indices: [index])
      for step in 0..<batch.lengths[0] {
        #expect(batch.targets[step] == batch.inputs[step] + 1)
        if step > 0 {
          #expect(batch.elapsed[step] == batch.inputs[step] - batch.inputs[step - 1])
          gaps.append(batch.elapsed[step])
        }
      }
      let location = dataset.location(.train, index: index)
      #expect(location.targetRows == location.rows.map { $0 + 1 })
      #expect(location.rows.map { Float($0) } == Array(batch.inputs.prefix(location.rows.count)))
    }
    let mean = gaps.reduce(0, +) / Float(gaps.count)
    #expect(abs(mean - 1 / 0.6) < 0.1, "four in ten are gone")
  }

  @Test("The same seed drops the same rows")
  func deterministic() throws {
    #expect(try dataset(dropRows: 0.3).fingerprint == dataset(dropRows: 0.3).fingerprint)
    #expect(try dataset(dropRows: 0.3).fingerprint != dataset(dropRows: 0).fingerprint)
  }

  @Test("A share outside 0 to 1 is refused", arguments: [-0.1, 1, .nan])
  func badShare(share: Double) {
    let task = TaskDefinition(name: "t", dropRows: share)
    #expect(failure(waveText(rows: 100), task).contains("share of rows to drop"))
  }
}
