import Foundation
import Liquid
import LiquidData
import Testing

/// The test part made harder: what must stay and what must change.
@Suite struct TestConditionTests {
  /// Irregular times, an input that is the time, one with gaps, categories, and a target that is the time, too.
  private func dataset(
    seed: Int, window: Int? = 16, rows: Int = 400, changing change: (inout TaskDefinition) -> Void = { _ in }
  ) throws -> Dataset {
    var random = SeededGenerator(seed: UInt64(seed))
    var text = "t,line,holed,kind,y\n"
    var time = 0.0
    for row in 0..<rows {
      let holed = random.integer(below: 4) == 0 ? "" : "\(random.normal())"
      text += "\(time),\(time),\(holed),\(["a", "b", "c"][row % 3]),\(2 * time)\n"
      time += random.uniform(0.1, 2)
    }
    var task = TaskDefinition(
      name: "t", inputs: ["line", "holed", "kind"], targets: ["y"], time: "t", window: window, missing: .mask)
    change(&task)
    return try Dataset(table: table(text), task: task)
  }

  private func batches(_ dataset: Dataset, _ part: Dataset.Part = .test) -> [SequenceBatch] {
    (0..<dataset.count(of: part)).map { dataset.batch(part, indices: [$0]) }
  }

  /// Everything that a network gets of a part.
  private func figures(_ dataset: Dataset, _ part: Dataset.Part = .test) -> [[Float]] {
    batches(dataset, part).flatMap { [$0.inputs, $0.elapsed, $0.targets, $0.targetWeights] }
  }

  @Test("Levels of no change leave the test part as it is", arguments: TestCondition.Kind.allCases)
  func noChange(kind: TestCondition.Kind) throws {
    let dataset = try dataset(seed: 1)
    let same = try dataset.tested(under: TestCondition(kind, level: kind == .horizon ? 1 : 0))
    #expect(figures(same) == figures(dataset))
  }

  @Test("Only the test part changes, and in the same way each time", arguments: TestCondition.Kind.allCases)
  func testPartOnly(kind: TestCondition.Kind) throws {
    let dataset = try dataset(seed: 2)
    let condition = TestCondition(kind, level: kind == .horizon ? 2 : 0.4)
    let harder = try dataset.tested(under: condition)
    for part in [Dataset.Part.train, .validation] {
      #expect(figures(harder, part) == figures(dataset, part))
    }
    #expect(harder.schema == dataset.schema)
    #expect(figures(harder) != figures(dataset))
    #expect(figures(try dataset.tested(under: condition)) == figures(harder))
    guard kind != .horizon else { return }
    #expect(figures(try dataset.tested(under: condition, seed: 99)) != figures(harder))
  }

  @Test("The time of dropped steps is added to the next", arguments: 0..<10)
  func dropped(seed: Int) throws {
    let dataset = try dataset(seed: seed)
    let original = batches(dataset)
    var kept: [Set<Float>] = []
    for level in [0.2, 0.5, 0.8] {
      let harder = batches(try dataset.tested(under: TestCondition(.drop, level: level), seed: UInt64(seed)))
      for (before, after) in zip(original, harder) {
        // The first input is the time, which tells the steps apart.
        let width = before.inputWidth
        #expect(after.inputs[0] == before.inputs[0])
        #expect(after.inputs[(after.steps - 1) * width] == before.inputs[(before.steps - 1) * width])
        let (all, rest) = (before.elapsed.reduce(0, +), after.elapsed.reduce(0, +))
        #expect(abs(all - rest) < 1e-3)
        #expect(before.targets.contains { $0 == after.targets[after.steps / 2] })
      }
      kept.append(
        Set(harder.flatMap { batch in (0..<batch.steps).map { batch.inputs[$0 * batch.inputWidth] } }))
    }
    #expect(kept[0].isStrictSuperset(of: kept[1]) && kept[1].isStrictSuperset(of: kept[2]), "seed \(seed)")
  }

  @Test("Jitter moves inputs and targets along the line that they are of time", arguments: 0..<10)
  func jitter(seed: Int) throws {
    let dataset = try dataset(seed: seed)
    let schema = dataset.schema
    let step = try #require(schema.time).medianStep
    let harder = try dataset.tested(under: TestCondition(.jitter, level: 0.5), seed: UInt64(seed))
    for (before, after) in zip(batches(dataset), batches(harder)) {
      let width = before.inputWidth
      #expect(before.steps == after.steps && after.elapsed.allSatisfy { $0 >= 0 })
      func line(_ batch: SequenceBatch, _ index: Int) -> Double {
        Double(schema.denormalizeInput(channel: 0, value: batch.inputs[index * width]))
      }
      for index in 1..<after.steps {
        // Input, target and elapsed time tell of the same moments.
        let gap = line(after, index) - line(after, index - 1)
        #expect(abs(gap - Double(after.elapsed[index]) * step) < 1e-2, "seed \(seed) step \(index)")
        let target = Double(schema.denormalizeOutput(channel: 0, value: after.targets[index]))
        #expect(abs(target - 2 * line(after, index)) < 5e-2, "seed \(seed) step \(index)")
        #expect(abs(line(after, index) - line(before, index)) <= 1.01)
      }
      // The mask and the categories.
      for index in 0..<after.steps {
        let channels = (2..<width).map { index * width + $0 }
        #expect(channels.allSatisfy { after.inputs[$0] == before.inputs[$0] })
      }
    }
  }

  @Test("Classes are not interpolated")
  func jitteredClasses() throws {
    let dataset = try dataset(seed: 3) {
      $0.inputs = ["line"]
      $0.targets = ["kind"]
    }
    let harder = try dataset.tested(under: TestCondition(.jitter, level: 0.5))
    #expect(batches(harder).map(\.targets) == batches(dataset).map(\.targets))
    #expect(batches(harder).map(\.inputs) != batches(dataset).map(\.inputs))
  }

  @Test("Noise is in standard deviations of the training inputs", arguments: [true, false])
  func noise(isScaled: Bool) throws {
    var random = SeededGenerator(seed: 5)
    let text =
      "holed,kind,y\n"
      + (0..<6000).map { row in
        let holed = random.integer(below: 4) == 0 ? "" : "\(50 * random.normal() + 7)"
        return "\(holed),\(["a", "b"][row % 2]),\(random.normal())\n"
      }.joined()
    let table = try table(text)
    let dataset: Dataset
    if isScaled {
      dataset = try Dataset(table: table, task: TaskDefinition(name: "t", missing: .mask))
    } else {
      let raw = try DataSchema.raw(
        table: table, inputCount: 1, outputCount: 1, inputs: ["y"], targets: ["y"], time: nil, sequence: nil)
      dataset = try Dataset(evaluating: table, schema: raw.schema)
    }
    let harder = batches(try dataset.tested(under: TestCondition(.noise, level: 0.5)))
    var squares: [Double] = []
    for (before, after) in zip(batches(dataset), harder) {
      let width = before.inputWidth
      for index in 0..<before.steps {
        let here = index * width
        let change = Double(after.inputs[here] - before.inputs[here])
        if isScaled, before.inputs[here + 1] == 0 {
          #expect(change == 0)
        } else {
          squares.append(change * change)
        }
        #expect((1..<width).allSatisfy { after.inputs[here + $0] == before.inputs[here + $0] })
      }
    }
    let deviation = (squares.reduce(0, +) / Double(squares.count)).squareRoot()
    #expect(abs(deviation - 0.5) < 0.05)
  }

  @Test("Of longer windows only the steps after the first window count")
  func longerWindows() throws {
    let dataset = try dataset(seed: 4, rows: 1000)
    for times in [2, 3, 4] {
      let harder = batches(try dataset.tested(under: TestCondition(.horizon, level: Double(times))))
      #expect(harder.count > 1)
      for batch in harder {
        #expect(batch.steps > 16 * (times - 1) && batch.steps <= 16 * times)
        #expect(batch.targetWeights.prefix(16).allSatisfy { $0 == 0 })
        #expect(batch.targetWeights.dropFirst(16).allSatisfy { $0 == 1 })
      }
    }
  }

  @Test(
    "What makes no sense is refused",
    arguments: [
      (TestCondition.Kind.drop, 1.0, "at least 0 and below 1"), (.jitter, 0.6, "between 0 and 0.5"),
      (.noise, -1, "between 0 and 1000"), (.horizon, 1.5, "a whole number between 1 and 1000"),
      (.horizon, 900, "no test sequence is long enough for windows 900 times as long as the 16 rows"),
      (.drop, .nan, "at least 0 and below 1"),
    ])
  func refused(kind: TestCondition.Kind, level: Double, reason: String) throws {
    let dataset = try dataset(seed: 1)
    do {
      _ = try dataset.tested(under: TestCondition(kind, level: level))
      Issue.record("\(kind) \(level) was taken")
    } catch {
      #expect(error.description.contains(reason), "\(error)")
    }
  }

  @Test("A horizon needs a window")
  func horizonWithoutWindow() throws {
    let text = "s,x,y\n" + (0..<200).map { "\($0 / 20),\($0),\(sin(Double($0)))\n" }.joined()
    let dataset = try Dataset(table: table(text), task: TaskDefinition(name: "t", sequence: "s"))
    #expect(throws: DataError.self) { try dataset.tested(under: TestCondition(.horizon, level: 2)) }
  }
}
