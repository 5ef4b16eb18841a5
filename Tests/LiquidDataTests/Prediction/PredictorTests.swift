import Foundation
import Liquid
import LiquidData
import TestSupport
import Testing

@Suite struct PredictorTests {
  @Test func aModelFileWithASchemaIsAllItTakes() throws {
    let table = try PredictedTable()
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent("m.safetensors")
    try ModelFile.write(table.model, metadata: table.schema.metadata, to: url)
    let predictor = try Predictor(contentsOf: url)
    let prediction = try predictor.step(["speed": 18.7, "gear": "third"], elapsed: 0.05)
    #expect(prediction["y"]?.isFinite == true && prediction.values.count == 1)
    #expect(prediction.label == nil && prediction.probabilities.isEmpty && prediction["speed"] == nil)
    #expect(predictor.inputs.map(\.name) == ["speed", "gear"])
    #expect(predictor.inputs[1].kind == .category(levels: ["first", "second", "third"]))
    #expect(predictor.outputs.map(\.name) == ["y"] && predictor.outputs[0].kind == .number)
    #expect(predictor.elapsedUnit == "t")
  }

  @Test func classesHaveALabelAndProbabilities() throws {
    let table = try PredictedTable { task in
      (task.inputs, task.targets) = (["speed"], ["gear"])
    }
    let prediction = try table.predictor().step(["speed": 18])
    #expect(prediction.values.isEmpty && prediction["gear"] == nil)
    #expect(prediction.probabilities.keys.sorted() == ["first", "second", "third"])
    let sum = prediction.probabilities.values.reduce(0, +)
    #expect((sum - 1).magnitude < 1e-12)
    #expect(prediction.label == prediction.probabilities.max { $0.value < $1.value }?.key)
  }

  @Test func rowsOfNumbersTextsAndOptionalsAreTheSame() throws {
    let table = try PredictedTable { $0.inputs = ["speed"] }
    let numbers: [String: Double] = ["speed": 18.5]
    let optionals: [String: Double?] = ["speed": 18.5]
    let texts: [String: String] = ["speed": "18.5"]
    let expected = try table.predictor().step(["speed": .number(18.5)])
    #expect(try table.predictor().step(numbers) == expected)
    #expect(try table.predictor().step(optionals) == expected)
    #expect(try table.predictor().step(texts) == expected)
    #expect(try table.predictor().step(["speed": 18.5]) == expected)
    let whole = try table.predictor().step(["speed": 18])
    #expect(try table.predictor().step(["speed": .number(18)]) == whole)
    #expect(try table.predictor().step(["speed": nil]) == table.predictor().step(["speed": "NA"]))
  }

  @Test("Rows of variables of several types compile, and mean what literals mean")
  func rowsOfVariables() throws {
    let text =
      "t,drive,speed,gear,y\n"
      + (0..<40).map { "2024-05-0\($0 / 10 + 1) 10:0\($0 % 10),d,\($0 % 7),a\($0 % 2),\($0 % 9)\n" }.joined()
    let predictor = try PredictedTable(text: text).predictor()
    let (speed, whole, half, gear) = (5.0, 5, Float(2.5), "a1")
    let (time, unknown) = (Date(timeIntervalSince1970: 1e9), Double?.none)
    func isExpected(_ answer: () throws -> Prediction) throws -> Bool {
      predictor.reset()
      let found = try answer()
      predictor.reset()
      return try found == predictor.step(["t": 1e9, "speed": 5, "gear": "a1"] as [String: InputValue])
    }
    #expect(try isExpected { try predictor.step(["t": time, "speed": speed, "gear": gear]) })
    #expect(try isExpected { try predictor.step(["t": time, "speed": whole, "gear": "a1"]) })
    #expect(try isExpected { try predictor.step(["t": 1e9, "speed": half * 2, "gear": gear]) })
    #expect(try isExpected { try predictor.step(["speed": .number(speed), "gear": .text(gear)]) })
    #expect(try isExpected { try predictor.step(["speed": speed * 2 - 5, "gear": gear, "y": nil]) })
    #expect(try isExpected { try predictor.step(["speed": speed, "gear": gear.dropFirst(0), "y": unknown]) })
    let strings: [String: String] = ["speed": "5", "gear": "a1"]
    #expect(try isExpected { try predictor.step(strings) })
    #expect(
      try isExpected {
        try predictor.step([
          "t": time, "a": speed * 3.6 + 1, "b": speed - 1.5, "c": whole, "d": unknown, "e": nil,
          "f": speed * speed, "speed": speed, "gear": gear, "g": 2 * speed / 7,
        ])
      })
    #expect(throws: PredictorError.missingInput(name: "speed", suggestions: [])) { try predictor.step([:]) }

    let numbers = try PredictedTable { $0.inputs = ["speed"] }.predictor()
    let missing = try numbers.step(["speed": nil])
    let optionals: [String: Double?] = ["speed": nil]
    numbers.reset()
    #expect(try numbers.step(optionals) == missing)
    numbers.reset()
    #expect(try numbers.step(["speed": unknown]) == missing)
  }

  @Test(
    "Time passes by what is given, then by the row's time, then by the usual step", arguments: [false, true])
  func timePasses(resampled: Bool) throws {
    let table = try PredictedTable { task in
      if resampled { task.resample = 2 }
    }
    let step = resampled ? 2.0 : 1.0
    func answers(_ rows: [(time: Double?, elapsed: Double?)]) throws -> [Prediction] {
      let predictor = try table.predictor()
      return try rows.map { row in
        var values: [String: InputValue] = ["speed": 18, "gear": "first"]
        if let time = row.time { values["t"] = .number(time) }
        return try predictor.step(values, elapsed: row.elapsed)
      }
    }
    let usual = try answers([(nil, nil), (nil, nil), (nil, nil)])
    #expect(try answers([(0, nil), (step, nil), (2 * step, nil)]) == usual)
    // The times say something else.
    #expect(try answers([(0, 9), (7 * step, step), (90 * step, step)]) == usual)
    guard !resampled else {
      #expect(throws: PredictorError.otherStep(expected: 2, found: 3)) {
        try answers([(0, nil), (2, 3)])
      }
      return
    }
    #expect(try answers([(0, nil), (1, 4)])[1] == answers([(nil, nil), (nil, 4)])[1])
    #expect(try answers([(0, nil), (1, 4)])[1] != usual[1])
    // The row's time is where the next row's counts from.
    #expect(try answers([(0, nil), (1, 4), (2, nil)]) == answers([(nil, nil), (nil, 4), (nil, 1)]))
  }

  @Test("What neurons do is that of a stream, in the time's unit")
  func inside() throws {
    let text = "t,drive,speed,y\n" + (0..<40).map { "\(2 * $0),d,\($0 % 7),\($0 % 9)\n" }.joined()
    let table = try PredictedTable(text: text) { ($0.inputs, $0.scaling) = (["speed"], .none) }
    #expect(table.schema.timeScale == 2)
    let predictor = try table.predictor()
    let stream = NetworkStream(model: table.model)
    #expect(predictor.timeConstants.allSatisfy { $0.isNaN })
    #expect(predictor.synapseCurrents.allSatisfy { $0 == 0 })
    for step in 0..<4 {
      _ = try predictor.step(["speed": step], elapsed: 3)
      try stream.step([Float(step)], elapsed: step == 0 ? 1 : 1.5)
      let constants = stream.timeConstants.map { Double($0) * table.schema.timeScale }
      #expect(predictor.timeConstants.count == table.model.cell.wiring.neurons)
      for (one, other) in zip(predictor.timeConstants, constants) {
        #expect(one == other || (one - other).magnitude <= 1e-4 * other.magnitude, "\(one), \(other)")
      }
      #expect(predictor.synapseCurrents.count == stream.synapseCurrents.count)
      for (one, other) in zip(predictor.synapseCurrents, stream.synapseCurrents) {
        #expect((one - other).magnitude <= 1e-4, "\(one), \(other)")
      }
    }
    predictor.reset()
    #expect(predictor.timeConstants.allSatisfy { $0.isNaN })
  }

  @Test func aResetForgetsEverything() throws {
    let table = try PredictedTable {
      $0.window = 4
      $0.warmUp = 2
    }
    let predictor = try table.predictor()
    func run() throws -> [Prediction] {
      try (0..<11).map { step in
        try predictor.step(["speed": step % 3 == 1 ? nil : 15, "gear": step % 4 == 1 ? nil : "first"])
      }
    }
    let first = try run()
    #expect(try run() != first)
    predictor.reset()
    #expect(try run() == first)
  }

  @Test func anotherSequenceBeginsByItself() throws {
    let table = try PredictedTable()
    let predictor = try table.predictor()
    let rows: [[String: InputValue]] = [
      ["t": 5, "drive": "a", "speed": 20, "gear": "first"],
      ["t": 6, "drive": "a", "speed": 21, "gear": nil], ["t": 0, "drive": "b", "speed": nil, "gear": nil],
    ]
    let answers = try rows.map { try predictor.step($0) }
    predictor.reset()
    #expect(try predictor.step(rows[2]) == answers[2])
  }

  @Test func aRowThatLacksAnInputHasNoAnswerAndItsTimeCounts() throws {
    let table = try PredictedTable { $0.missing = .drop }
    let (with, without) = (try table.predictor(), try table.predictor())
    _ = try with.step(["speed": 18, "gear": "first"])
    _ = try without.step(["speed": 18, "gear": "first"])
    let left = try with.step(["speed": nil, "gear": "second"], elapsed: 2)
    #expect(left.lacking == ["speed"] && left.values.isEmpty && left["y"] == nil)
    #expect(
      try with.step(["speed": 19, "gear": "third"], elapsed: 3)
        == without.step(["speed": 19, "gear": "third"], elapsed: 5))
  }

  @Test func categoriesThatTrainingDidNotSeeAreNamed() throws {
    let predictor = try PredictedTable().predictor()
    #expect(try predictor.step(["speed": 18, "gear": "reverse"]).unseen == ["gear"])
    #expect(try predictor.step(["speed": 18, "gear": " first "]).unseen == [])
  }

  @Test("Texts are read as the training's files were")
  func texts() throws {
    let comma =
      "t;drive;speed;gear;y\n" + (0..<40).map { "\($0);d;1\($0 % 7),5;a\($0 % 2);\($0 % 9)\n" }.joined()
    let european = try PredictedTable(text: comma).predictor()
    let words = try PredictedTable(reading: ReadingOptions { $0.missingWords = ["broken"] }).predictor()
    let usual = try PredictedTable().predictor()
    let cases: [(Predictor, String, InputValue)] = [
      (european, "1.234,5", 1234.5), (european, "1,234", 1.234), (european, "18,7", 18.7),
      (european, "18.7", 18.7),
      (usual, "1,234", 1234), (usual, " 18.7 ", 18.7), (usual, "+1.87e1", 18.7), (usual, "1 234", 1234),
      (usual, "12 %", 12), (usual, "$12", 12), (usual, "", nil), (usual, "?", nil), (usual, "inf", nil),
      (usual, "0:01:30", 90), (words, "broken", nil),
    ]
    for (predictor, text, value) in cases {
      let gear: InputValue = predictor === european ? "a1" : "first"
      func answer(_ value: InputValue) throws -> Prediction {
        predictor.reset()
        _ = try predictor.step(["speed": 16, "gear": gear])
        return try predictor.step(["speed": value, "gear": gear])
      }
      #expect(try answer(.text(text)) == answer(value), "\(text)")
    }
    #expect(throws: PredictorError.notANumber(column: "speed", text: "NA")) {
      try words.step(["speed": "NA", "gear": "first"])
    }
  }

  @Test("Dates are texts, seconds or dates")
  func dates() throws {
    let text =
      "t,drive,speed,gear,y\n"
      + (0..<40).map { "2024-05-0\($0 / 10 + 1) 10:0\($0 % 10),d,\($0 % 7),a\($0 % 2),\($0 % 9)\n" }.joined()
    let table = try PredictedTable(text: text) { $0.timeFeatures = [.hourOfDay, .elapsed] }
    let start = try seconds("2024-06-01T10:00:00Z")
    let first: [String: InputValue] = ["t": .number(start), "speed": 3, "gear": "a1"]
    func answer(_ time: InputValue) throws -> Prediction {
      let predictor = try table.predictor()
      _ = try predictor.step(first)
      return try predictor.step(["t": time, "speed": 4, "gear": "a0"])
    }
    let expected = try answer(.number(start + 90))
    for time: InputValue in [
      "2024-06-01 10:01:30", "2024-06-01T10:01:30Z", "01.06.2024 10:01:30", "20240601100130",
      .date(Date(timeIntervalSince1970: start + 90)),
    ] {
      #expect(try answer(time) == expected, "\(time)")
    }
    #expect(try table.predictor().inputs.map(\.name) == ["speed", "gear", "t"])
    // From then on the time can be counted.
    let predictor = try table.predictor()
    _ = try predictor.step(first)
    #expect(try predictor.step(["speed": 4, "gear": "a0"], elapsed: 90) == expected)
  }

  @Test func anImportedNetworkTakesNumbersByTheNamesItIsGiven() throws {
    let table = try PredictedTable { $0.inputs = ["speed"] }
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent("m.safetensors")
    try ModelFile.write(table.model, to: url)
    #expect(throws: PredictorError.noSchema(path: url.path)) { try Predictor(contentsOf: url) }
    let predictor = try Predictor(contentsOf: url, inputs: ["v"], outputs: ["a"])
    let stream = NetworkStream(model: table.model)
    for step in 0..<5 {
      let answer = try #require(try predictor.step(["v": Double(step)], elapsed: 0.5)["a"])
      try stream.step([Float(step)], elapsed: step == 0 ? 1 : 0.5)
      #expect((answer - Double(stream.outputs[0])).magnitude < 1e-5)
    }
    #expect(predictor.elapsedUnit == "steps")
    for (time, unit) in [("time_ms", "ms"), ("t (s)", "s"), ("hours", "h"), ("clock", "clock")] {
      let timed = try Predictor(contentsOf: url, inputs: ["v"], outputs: ["v"], time: time)
      #expect(timed.elapsedUnit == unit && timed.schema.timeUnit == unit)
    }
    let faults: [(inputs: [String], outputs: [String], time: String?, error: PredictorError)] = [
      (["v", "w"], ["a"], nil, .doesNotFit(inputs: 1, outputs: 1, dataInputs: 2, dataOutputs: 1)),
      (["v", "v"], ["a"], nil, .repeatedName("v")), (["v"], ["a", "a"], nil, .repeatedName("a")),
      ([""], ["a"], nil, .emptyName), (["v"], [""], nil, .emptyName), (["v"], ["a"], "", .emptyName),
    ]
    for fault in faults {
      #expect(throws: fault.error) {
        try Predictor(contentsOf: url, inputs: fault.inputs, outputs: fault.outputs, time: fault.time)
      }
    }
  }
}
