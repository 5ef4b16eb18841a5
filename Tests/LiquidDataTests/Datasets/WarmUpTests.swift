import Liquid
import LiquidData
import Testing

@Suite struct WarmUpTests {
  private let text = "x,y\n" + (0..<100).map { "\($0),\($0 * 2)\n" }.joined()

  private func dataset(warmUp: Int, window: Int = 5, kind: TaskDefinition.Kind = .regression) throws
    -> Dataset
  {
    var task = TaskDefinition(
      name: "t", inputs: ["x"], targets: ["y"], kind: kind, window: window,
      split: Split(train: 50, validation: 25, test: 25), scaling: .none, targetScaling: .none)
    task.warmUp = warmUp
    return try Dataset(table: table(text), task: task)
  }

  @Test(
    "Windows of validation and test begin with the rows before them, which do not count",
    arguments: [0, 1, 7, 500])
  func rowsBefore(warmUp: Int) throws {
    let dataset = try dataset(warmUp: warmUp)
    for part in [Dataset.Part.validation, .test] {
      let first = part == .validation ? 50 : 75
      for index in 0..<dataset.count(of: part) {
        let start = first + 5 * index
        let warm = min(warmUp, start)
        let batch = dataset.batch(part, indices: [index])
        #expect(dataset.warmUpSteps(part, index: index) == warm)
        #expect(batch.inputs == (start - warm..<start + 5).map(Float.init))
        #expect(batch.targetWeights == Array(repeating: 0, count: warm) + Array(repeating: 1, count: 5))
        #expect(
          dataset.targetValues(part, indices: [index])?.suffix(5)
            == (start..<start + 5).map { Double($0 * 2) }[...])
        #expect(dataset.location(part, index: index).rows == Array(start..<start + 5))
        #expect(
          dataset.targetRows(part, index: index, ahead: 0).map(\.first) == (start + 1...start + 5).map { $0 })
      }
    }
    #expect(dataset.batch(.train, indices: [1]).inputs == [1, 2, 3, 4, 5].map { Float($0) })
    let plain = try self.dataset(warmUp: 0)
    #expect(dataset.naiveTwin(of: .test) == plain.naiveTwin(of: .test))
    #expect(dataset.fingerprint == plain.fingerprint)
  }

  @Test("No row of another sequence warms a window up")
  func otherSequences() throws {
    let rows = (0..<60).map { "\($0 / 6),\($0),\($0)\n" }
    var task = TaskDefinition(name: "t", inputs: ["x"], targets: ["y"], sequence: "id", window: 2)
    task.warmUp = 3
    let dataset = try Dataset(table: table("id,x,y\n" + rows.joined()), task: task)
    for index in 0..<dataset.count(of: .test) {
      #expect(dataset.warmUpSteps(.test, index: index) == [0, 2, 3][index % 3])
    }
  }

  @Test("A model keeps its warm-up, and can be given another one")
  func kept() throws {
    let schema = try dataset(warmUp: 3).schema
    #expect(schema.warmUp == 3)
    #expect(try DataSchema(json: schema.json, source: "m") == schema)
    #expect(schema.warmingUp(0).warmUp == 0)
    let other = try Dataset(evaluating: table(text), schema: schema)
    #expect(other.warmUpSteps(.test, index: 0) == 0 && other.warmUpSteps(.test, index: 4) == 3)
  }

  @Test(
    "The first row after the last is forecast after a whole window and its warm-up, whatever the horizons",
    arguments: [(1, 1, 0), (24, 24, 23), (24, 1, 0), (9, 4, 3)])
  func futureSteps(horizon: Int, first: Int, back: Int) throws {
    for (warmUp, window) in [(0, 5), (7, 5), (7, 500)] {
      var task = TaskDefinition(
        name: "t", inputs: ["x"], targets: ["y"], kind: .forecast, window: window,
        split: Split(train: 50, validation: 25, test: 25))
      (task.horizon, task.firstHorizon) = (horizon, first == horizon ? nil : first)
      task.warmUp = warmUp
      let text = "x,y\n" + (0..<200).map { "\($0),\($0 * 2)\n" }.joined()
      let trained = try Dataset(table: table(text), task: task)
      let dataset = try Dataset(evaluating: table(text), schema: trained.schema)
      let kept = trained.schema.window ?? 200
      #expect(dataset.futureSteps(inWindows: true).map(\.count) == [min(200, kept + warmUp + back)])
      #expect(dataset.futureSteps(inWindows: false).map(\.count) == [200])
    }
  }

  @Test("A mean over steps has one target and no warm-up")
  func means() throws {
    let rows = (0..<80).map { "\($0 / 8),\($0),\(["a", "b"][$0 / 8 % 2])\n" }
    var task = TaskDefinition(name: "t", inputs: ["x"], targets: ["y"], sequence: "id", targetSteps: .mean)
    let dataset = try Dataset(table: table("id,x,y\n" + rows.joined()), task: task)
    let batch = dataset.batch(.train, indices: [0, 1])
    #expect(batch.averagesOutputs && batch.targetWeights == [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1])
    task.warmUp = 2
    #expect(throws: DataError.self) { try Dataset(table: table("id,x,y\n" + rows.joined()), task: task) }
    task.warmUp = 0
    task.kind = .forecast
    #expect(throws: DataError.self) { try Dataset(table: table("id,x,y\n" + rows.joined()), task: task) }
  }

  @Test("Robust scaling and its note leave outliers aside")
  func robust() throws {
    let rows = (0..<200).map { "\($0 % 50 == 49 ? 1e6 : Double($0 % 10)),\($0)\n" }
    func dataset(_ scaling: TaskDefinition.Scaling) throws -> Dataset {
      let task = TaskDefinition(name: "t", inputs: ["x"], targets: ["y"], kind: .regression, scaling: scaling)
      return try Dataset(table: table("x,y\n" + rows.joined()), task: task)
    }
    let (standard, robust) = (try dataset(.standard), try dataset(.robust))
    #expect(
      standard.warnings.contains {
        $0.contains("outliers squash the input 'x'") && $0.contains("--scaling robust")
      })
    #expect(!robust.warnings.contains { $0.contains("outliers") })
    let middle = robust.batch(.train, indices: [0]).inputs.filter { abs($0) < 10 }
    #expect(middle.max()! - middle.min()! > 1.5 && middle.count > 30)
    // Where most values are equal there is no middle half.
    let flat = (0..<200).map { "\($0 % 20 == 19 ? 5 : 1),\($0)\n" }
    let task = TaskDefinition(name: "t", inputs: ["x"], targets: ["y"], kind: .regression, scaling: .robust)
    let still = try Dataset(table: table("x,y\n" + flat.joined()), task: task)
    #expect(still.batch(.train, indices: [0]).inputs.allSatisfy { abs($0) < 10 })
  }
}
