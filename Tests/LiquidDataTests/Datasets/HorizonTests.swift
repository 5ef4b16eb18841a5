import Liquid
import LiquidData
import Testing

/// Forecasts of several rows at once, and inputs that are known ahead.
@Suite struct HorizonTests {
  private func dataset(_ change: (inout TaskDefinition) -> Void) throws -> Dataset {
    let rows = (0..<80).map { "\($0),\(($0 * $0) % 11),\($0 % 3 == 0 ? "rest" : "work"),\(($0 * 7) % 23)\n" }
    var task = TaskDefinition(
      name: "ahead", inputs: ["x", "day"], targets: ["y"], kind: .forecast, window: 6, scaling: .none,
      targetScaling: .none)
    change(&task)
    return try Dataset(table: table("t,x,day,y\n" + rows.joined()), task: task)
  }

  @Test func eachHorizonIsATargetOfItsOwn() throws {
    let dataset = try dataset { ($0.horizon, $0.firstHorizon) = (4, 2) }
    #expect(dataset.schema.outputNames == ["y +2", "y +3", "y +4"] && dataset.schema.horizons == [2, 3, 4])
    #expect(try DataSchema(json: dataset.schema.json, source: "m") == dataset.schema)
    for part in Dataset.Part.allCases {
      for index in 0..<dataset.count(of: part) {
        let (batch, location) = (dataset.batch(part, indices: [index]), dataset.location(part, index: index))
        for (step, row) in location.rows.enumerated() {
          let targets = (0..<3).map { batch.targets[step * 3 + $0] }
          #expect(targets == (2...4).map { Float(((row + $0) * 7) % 23) })
        }
      }
    }
  }

  @Test(arguments: [3, 1])
  func inputsKnownAheadAreThoseOfTheForecastRow(first: Int) throws {
    let dataset = try dataset {
      ($0.horizon, $0.firstHorizon) = (3, first == 3 ? nil : first)
      $0.knownAhead = ["x", "day"]
    }
    let ahead = Array(first...3)
    let days = ahead.flatMap { ["day +\($0)=rest", "day +\($0)=work"] }
    #expect(dataset.schema.inputNames == ahead.map { "x +\($0)" } + days + ["y"])
    for index in 0..<dataset.count(of: .test) {
      let (batch, location) = (dataset.batch(.test, indices: [index]), dataset.location(.test, index: index))
      for (step, row) in location.rows.enumerated() {
        let inputs = Array(batch.inputs[step * batch.inputWidth..<(step + 1) * batch.inputWidth])
        let days = ahead.flatMap { (row + $0) % 3 == 0 ? [1, 0] : [0, 1] as [Float] }
        #expect(
          inputs == ahead.map { Float(((row + $0) * (row + $0)) % 11) } + days + [Float((row * 7) % 23)])
      }
    }
  }

  @Test func warmUpRowsHaveWhatIsKnownAheadOfThem() throws {
    func dataset(warmUp: Int) throws -> Dataset {
      try self.dataset {
        ($0.horizon, $0.warmUp, $0.knownAhead) = (3, warmUp, ["x", "day"])
      }
    }
    let (warm, cold) = (try dataset(warmUp: 5), try dataset(warmUp: 0))
    for part in Dataset.Part.allCases {
      #expect(warm.count(of: part) == cold.count(of: part))
      for index in 0..<cold.count(of: part) {
        let (batch, plain) = (warm.batch(part, indices: [index]), cold.batch(part, indices: [index]))
        let location = warm.location(part, index: index)
        #expect(location == cold.location(part, index: index))
        let before = warm.warmUpSteps(part, index: index)
        #expect(Array(batch.inputs.dropFirst(before * batch.inputWidth)) == plain.inputs)
        #expect(Array(batch.targets.dropFirst(before)) == plain.targets)
        let first = location.rows[0] - before
        for step in 0..<before {
          let row = first + step
          let inputs = Array(batch.inputs[step * batch.inputWidth..<(step + 1) * batch.inputWidth])
          let day: [Float] = (row + 3) % 3 == 0 ? [1, 0] : [0, 1]
          #expect(inputs == [Float(((row + 3) * (row + 3)) % 11)] + day + [Float((row * 7) % 23)])
        }
      }
    }
  }

  @Test func whatCannotBeKnownAheadIsRefused() {
    #expect(throws: DataError.self) { try dataset { $0.knownAhead = ["y"] } }
    #expect(throws: DataError.self) { try dataset { $0.knownAhead = ["z"] } }
    #expect(throws: DataError.self) { try dataset { ($0.knownAhead, $0.kind) = (["x"], .regression) } }
    #expect(throws: DataError.self) { try dataset { ($0.horizon, $0.firstHorizon) = (2, 3) } }
  }

  @Test func horizonsAreReadAsTheyAreWritten() {
    #expect(Horizons(text: "1..24") == Horizons(24, from: 1) && Horizons(text: "6") == 6)
    #expect(Horizons(24, from: 1).text == "1..24" && Horizons(6).text == "6")
    for text in ["", "0", "5..2", "1..", "..3", "1..2..3", "x", "0..4", "1..999", "2000000"] {
      #expect(Horizons(text: text) == nil, "\(text)")
    }
  }
}
