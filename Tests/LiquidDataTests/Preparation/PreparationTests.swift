import Foundation
import Liquid
import LiquidData
import Testing

@Suite("What is done to tables before they become inputs") struct PreparationTests {
  private func inputs(_ dataset: Dataset) -> [[Float]] {
    let batch = dataset.batch(.train, indices: [0])
    return (0..<batch.lengths[0]).map { step in
      Array(batch.inputs[step * dataset.inputWidth..<(step + 1) * dataset.inputWidth])
    }
  }

  @Test("Markers stand for missing values in their columns, or in all")
  func markers() throws {
    let text = "x,z,y\n" + (0..<40).map { "\($0 % 4 == 0 ? -1 : 5 + $0 % 3),\($0 % 5 - 1),\($0)\n" }.joined()
    let task = TaskDefinition(
      name: "t", targets: ["y"], kind: .regression, missing: .mask, missingMarkers: ["x": [-1]])
    let dataset = try Dataset(table: table(text), task: task)
    #expect(dataset.schema.inputNames == ["x", "x present", "z"])
    #expect(inputs(dataset).prefix(4).map { $0[1] } == [0, 1, 1, 1])

    var everywhere = task
    everywhere.missingMarkers = ["*": [-1]]
    #expect(
      try Dataset(table: table(text), task: everywhere).schema.inputNames == [
        "x", "x present", "z", "z present",
      ])
    var unknown = task
    unknown.missingMarkers = ["xx": [0]]
    #expect(failure(text, unknown).contains("did you mean 'x'") || failure(text, unknown).contains("'x'"))
  }

  @Test("A gap can hold the last value and tell that it is old")
  func fillAndMask() throws {
    let text = "x,y\n" + (0..<40).map { "\($0 % 4 == 1 ? "" : String($0)),\($0)\n" }.joined()
    let task = TaskDefinition(
      name: "t", targets: ["y"], kind: .regression, missing: .fillAndMask, scaling: .none)
    let dataset = try Dataset(table: table(text), task: task)
    #expect(dataset.schema.inputNames == ["x", "x present"])
    #expect(inputs(dataset).prefix(6) == [[0, 1], [0, 0], [2, 1], [3, 1], [4, 1], [4, 0]])
  }

  @Test("Numbers can be categories")
  func categories() throws {
    let text = "code,y\n" + (0..<40).map { "\([7, 3, 12][$0 % 3]),\($0)\n" }.joined()
    let task = TaskDefinition(name: "t", kind: .regression, categories: ["code"])
    let dataset = try Dataset(table: table(text), task: task)
    #expect(dataset.schema.inputNames == ["code=12", "code=3", "code=7"])
    #expect(inputs(dataset).prefix(3) == [[0, 0, 1], [0, 1, 0], [1, 0, 0]])
  }

  @Test("Rows that lack an input are dropped, and their time counts for the next")
  func drop() throws {
    let text =
      "t,x,y\n" + (0..<60).map { "\($0),\($0 % 3 == 1 ? "" : String($0)),\($0)\n" }.joined()
    let task = TaskDefinition(
      name: "t", inputs: ["x"], targets: ["y"], time: "t", kind: .regression, window: 8, missing: .drop,
      scaling: .none, targetScaling: .none)
    let dataset = try Dataset(table: table(text), task: task)
    #expect(dataset.location(.train, index: 0).rows == [0, 2, 3, 5, 6, 8, 9, 11])
    let elapsed = dataset.batch(.train, indices: [0]).elapsed
    #expect(elapsed[1] == 2 * elapsed[2])
    #expect(dataset.warnings.contains { $0.contains("20 rows of 60 lack an input") })
    let other = try Dataset(evaluating: table(text), schema: dataset.schema, inWindows: false)
    #expect(other.stepCount(.test, index: 0) == 40)
  }

  @Test("Time features of known days")
  func timeFeatures() throws {
    // 2024-02-29 was a Thursday.
    let text =
      "when,y\n" + (0..<20).map { "2024-02-29 \(String(format: "%02d", $0)):00:00,\($0)\n" }.joined()
    let task = TaskDefinition(
      name: "t", targets: ["y"], time: "when", kind: .regression,
      timeFeatures: [
        .hourOfDay, .dayOfWeek, .dayOfMonth, .dayOfYear, .monthOfYear, .weekend, .days, .elapsed,
      ])
    let dataset = try Dataset(table: table(text), task: task)
    #expect(dataset.schema.inputNames.count == 13)
    let six = inputs(dataset)[6]
    func angle(_ channel: Int) -> Double {
      let angle = atan2(Double(six[channel]), Double(six[channel + 1])) / (2 * .pi)
      return angle < 0 ? angle + 1 : angle
    }
    #expect(abs(angle(0) - 0.25) < 1e-6, "six of 24 hours")
    #expect(abs(angle(2) - 3.25 / 7) < 1e-6, "Thursday")
    #expect(abs(angle(4) - 28.25 / 31) < 1e-6)
    #expect(abs(angle(6) - 59.25 / 366) < 1e-6)
    #expect(abs(angle(8) - 1.0 / 12) < 1e-6, "February")
    #expect(six[10] == 0)
    let schema = try DataSchema(json: dataset.schema.json, source: "copy")
    #expect(schema == dataset.schema)
    let again = try Dataset(evaluating: table(text), schema: schema)
    #expect(Array(again.batch(.test, indices: [0]).inputs.prefix(13)) == inputs(dataset)[0])
  }

  @Test("Days of the year agree with Foundation's calendar", arguments: 0..<200)
  func calendar(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let day = Date(timeIntervalSince1970: 86_400 * Double(random.integer(below: 200_000) - 60_000))
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [.withFullDate]
    let text =
      "when,y\n"
      + (0..<12).map { "\(formatter.string(from: day.addingTimeInterval(86_400 * Double($0)))),\($0)\n" }
      .joined()
    let task = TaskDefinition(
      name: "t", targets: ["y"], time: "when", kind: .regression,
      timeFeatures: [.dayOfMonth, .dayOfYear, .monthOfYear, .weekend])
    let first = inputs(try Dataset(table: table(text), task: task))[0]
    func share(_ channel: Int) -> Double {
      let angle = atan2(Double(first[channel]), Double(first[channel + 1])) / (2 * .pi)
      return angle < -1e-7 ? angle + 1 : angle
    }
    let expected = calendar.dateComponents([.day, .month, .weekday], from: day)
    let dayOfYear = calendar.ordinality(of: .day, in: .year, for: day) ?? 0
    #expect(abs(share(0) * 31 + 1 - Double(expected.day ?? 0)) < 1e-4, "\(day)")
    #expect(abs(share(2) * 366 + 1 - Double(dayOfYear)) < 1e-3, "\(day)")
    #expect(abs(share(4) * 12 + 1 - Double(expected.month ?? 0)) < 1e-4, "\(day)")
    #expect((first[6] == 1) == (expected.weekday == 1 || expected.weekday == 7), "\(day)")
  }

  @Test("Time features do not become the target, and need dates")
  func featureMistakes() throws {
    let text = "t,x,y\n" + (0..<40).map { "\($0),\($0),\($0)\n" }.joined()
    let needsDates = TaskDefinition(name: "t", time: "t", timeFeatures: [.hourOfDay])
    #expect(failure(text, needsDates).contains("needs dates"))
    #expect(failure(text, TaskDefinition(name: "t", timeFeatures: [.elapsed])).contains("time column"))
    let elapsed = TaskDefinition(name: "t", time: "t", kind: .regression, timeFeatures: [.elapsed])
    let dataset = try Dataset(table: table(text), task: elapsed)
    #expect(dataset.schema.targetNames == ["y"])
    #expect(dataset.schema.inputNames == ["x", "elapsed"])
  }

  @Test("Steps of decimal fractions that are there already stay, and classes are not averaged")
  func resamplingOfWhatFits() throws {
    let text =
      "t,x,y\n"
      + (0..<400).map { "\(String(format: "%.1f", 0.7 + Double($0) / 10)),\($0),\($0 * $0 % 5)\n" }.joined()
    let task = TaskDefinition(
      name: "t", inputs: ["x"], targets: ["y"], time: "t", kind: .classification, resample: 0.1,
      scaling: .none)
    let dataset = try Dataset(table: table(text), task: task)
    #expect(dataset.rowCount == 400)
    #expect(inputs(dataset).map { $0[0] } == (0..<32).map { Float($0) })
    var coarse = task
    coarse.resample = 0.3
    #expect(try Dataset(table: table(text), task: coarse).schema.outputNames == ["0", "1", "4"])
    #expect(failure(text.replacing("\n0.9,2,", with: "\n0.9,two,"), coarse).contains("line 4"))
  }

  @Test("Rows are sorted by time within their files, and messages name the line they stood on")
  func sorting() throws {
    let text = "t,x,y\n" + (0..<40).map { "\(39 - $0),\(39 - $0),\($0)\n" }.joined()
    var task = TaskDefinition(
      name: "t", inputs: ["x"], targets: ["y"], time: "t", kind: .regression, sortsByTime: true,
      scaling: .none)
    #expect(inputs(try Dataset(table: table(text), task: task)).map { $0[0] }.prefix(4) == [0, 1, 2, 3])
    let bad = text.replacing("\n5,5,", with: "\n5,five,")
    #expect(failure(bad, task).contains("line 36"))
    task.sortsByTime = false
    #expect(failure(text, task).contains("--sort-by-time"))
    let files = (0..<4).map { (name: "f\($0).csv", text: text, part: Dataset.Part?.none) }
    task.sortsByTime = true
    let dataset = try Dataset(table: table(files: files), task: task)
    #expect(dataset.location(.train, index: 1).rows.count == 32)
    #expect(inputs(dataset).count == 32)
  }

  @Test("Resampling gives means since the step before, and gaps where nothing is known")
  func resampling() throws {
    let times = [0, 0.5, 1, 1.5, 2, 5, 6, 6.5, 7, 8, 9, 10, 11, 12, 13]
    let text = "t,x,y\n" + times.enumerated().map { "\($1),\($0),\($0)\n" }.joined()
    let task = TaskDefinition(
      name: "t", inputs: ["x"], targets: ["y"], time: "t", kind: .regression, window: 20, missing: .mask,
      resample: 1, scaling: .none, targetScaling: .none)
    let dataset = try Dataset(table: table(text), task: task)
    #expect(dataset.rowCount == 14)
    let rows = inputs(dataset)
    #expect(rows.map { $0[0] }.prefix(7) == [0, 1.5, 3.5, 0, 0, 5, 6])
    #expect(rows.map { $0[1] }.prefix(7) == [1, 1, 1, 0, 0, 1, 1])
    #expect(dataset.batch(.train, indices: [0]).targetWeights.prefix(5) == [1, 1, 1, 0, 0])
    var tiny = task
    tiny.resample = 1e-9
    #expect(failure(text, tiny).contains("more than"))
  }

  @Test("Scaled by their range, training inputs lie between 0 and 1")
  func range() throws {
    let task = TaskDefinition(name: "t", kind: .regression, scaling: .range)
    let dataset = try Dataset(table: table(waveText(rows: 100)), task: task)
    let batch = dataset.batch(.train, indices: Array(0..<dataset.count(of: .train)))
    #expect(batch.inputs.min() == 0 && batch.inputs.max() == 1)
    #expect(dataset.batch(.test, indices: [0]).inputs[0] > 1)
  }

  @Test("Without scaling numbers stay as they are")
  func unscaled() throws {
    let task = TaskDefinition(name: "t", kind: .regression, scaling: .none, targetScaling: .none)
    let dataset = try Dataset(table: table(waveText(rows: 100)), task: task)
    let batch = dataset.batch(.train, indices: [0])
    #expect(Array(batch.inputs.prefix(5)) == [0, 1, 2, 3, 4])
    #expect(abs(batch.targets[1] - Float(sin(0.3))) < 1e-6)
  }
}
