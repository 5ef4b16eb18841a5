import Liquid
import LiquidData
import Testing

@Suite struct ClassWeightTests {
  /// 80 rows of which the first 60 are for training: there a quarter are "a" and one in ten
  /// is missing; from row 60 on all are "a".
  private let text =
    "x,y\n"
    + (0..<80).map { row in
      let name = row >= 60 || row % 4 == 0 ? "a" : row % 10 == 1 ? "" : "b"
      return "\(row),\(name)\n"
    }.joined()

  private func dataset(
    _ weights: ClassWeights, targetSteps: TargetSteps = .all, kind: TaskDefinition.Kind? = nil
  ) throws -> Dataset {
    try Dataset(
      table: table(text),
      task: TaskDefinition(
        name: "t", kind: kind, window: 8, stride: 5, split: Split(train: 75, validation: 15, test: 10),
        classWeights: weights, targetSteps: targetSteps))
  }

  @Test("Balanced weights come from the training part alone, and give all classes the same sum there")
  func balanced() throws {
    let dataset = try dataset(.balanced)
    let weights = try #require(dataset.schema.classWeights)
    // Of the 60 rows for training 15 are "a" and 6 (1, 11, ... 51) are missing.
    let (a, b) = (15.0, Double((0..<60).filter { $0 % 4 != 0 && $0 % 10 != 1 }.count))
    #expect(dataset.schema.classes == ["a", "b"])
    #expect(abs(Double(weights[0]) - (a + b) / (2 * a)) < 1e-6)
    #expect(abs(Double(weights[1]) - (a + b) / (2 * b)) < 1e-6)
  }

  @Test("Targets weigh what their class does, and nothing where they are missing, in every part")
  func targets() throws {
    let dataset = try dataset(.given(["b": 3]))
    #expect(dataset.schema.classWeights == [1, 3])
    var seen: Set<Float> = []
    for part in Dataset.Part.allCases {
      for index in 0..<dataset.count(of: part) {
        let batch = dataset.batch(part, indices: [index])
        for (step, row) in dataset.location(part, index: index).targetRows.enumerated() {
          let isMissing = row < 60 && row % 4 != 0 && row % 10 == 1
          let weight: Float = isMissing ? 0 : batch.targets[step] == 0 ? 1 : 3
          #expect(batch.targetWeights[step] == weight, "row \(row)")
          seen.insert(weight)
        }
      }
    }
    #expect(seen == [0, 1, 3])
  }

  @Test("The last steps alone count where only they are asked for, and balance is counted over them")
  func lastSteps() throws {
    let dataset = try dataset(.balanced, targetSteps: .last)
    var counts = ["a": 0.0, "b": 0.0]
    for index in 0..<dataset.count(of: .train) {
      let batch = dataset.batch(.train, indices: [index, index])
      let steps = batch.steps
      let early = batch.targetWeights[..<(steps - 1)] + batch.targetWeights[steps..<(2 * steps - 1)]
      #expect(early.allSatisfy { $0 == 0 })
      #expect(batch.targetWeights[steps - 1] == batch.targetWeights[2 * steps - 1])
      guard batch.targetWeights[steps - 1] > 0 else { continue }
      counts[dataset.schema.classes[Int(batch.targets[steps - 1])], default: 0] += 1
    }
    let (a, b) = (try #require(counts["a"]), try #require(counts["b"]))
    let weights = try #require(dataset.schema.classWeights)
    #expect(abs(Double(weights[0]) * a - Double(weights[1]) * b) < 1e-5 && a > 0 && b > 0)
  }

  @Test("Class weights change the loss of an evaluation, and not its metric")
  func evaluation() throws {
    let (plain, weighted) = (try dataset(.none), try dataset(.given(["a": 4])))
    let evaluated = try Dataset(evaluating: table(text), schema: weighted.schema)
    #expect(evaluated.schema.classWeights == [4, 1])
    let outputs: [Float] = (0..<8).flatMap { $0 < 3 ? [Float(2), 0] : [0, 1] }
    let figures = [plain.batch(.train, indices: [0]), evaluated.batch(.test, indices: [0])].map { batch in
      var metric = MetricAccumulator(schema: plain.schema)
      metric.add(outputs: outputs, batch: batch)
      let total = Loss.crossEntropy.total(outputs: outputs, width: 2, batch: batch)
      return (accuracy: metric.accuracy, loss: total.sum / total.weight)
    }
    #expect(figures[0].accuracy == figures[1].accuracy && figures[0].accuracy != nil)
    #expect(figures[0].loss != figures[1].loss)
  }

  @Test("What makes no sense is said in one line")
  func mistakes() {
    func message(_ weights: ClassWeights, _ kind: TaskDefinition.Kind? = nil, text: String) -> String {
      failure(text, TaskDefinition(name: "t", kind: kind, classWeights: weights))
    }
    let numbers = waveText(rows: 40)
    #expect(
      message(.given(["c\u{7}": 2]), text: text)
        == "data.csv, column 'y': there is no class 'c\u{FFFD}' to give a weight to; the classes are 'a', 'b'"
    )
    #expect(message(.balanced, text: numbers).contains("class weights need classes"))
    #expect(message(.given(["a": 0]), text: text).contains("must be above 0"))
  }

  @Test("A schema keeps weights and target steps, and older ones have neither")
  func schema() throws {
    let schema = try dataset(.given(["b": 3]), targetSteps: .last).schema
    #expect(try DataSchema(json: schema.json, source: "m") == schema)
    let plain = try dataset(.none).schema
    #expect(
      !plain.json.contains("eights") && !plain.json.contains("oss") && !plain.json.contains("argetSteps"))
    #expect(plain.targetSteps == .all && plain.loss == .crossEntropy)
    let broken = schema.json.replacing("[1,3]", with: "[1]")
    #expect(throws: DataError.self) { try DataSchema(json: broken, source: "m") }
  }
}
