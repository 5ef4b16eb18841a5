import Foundation
import Liquid
import LiquidData
import TestSupport
import Testing

@Suite("What an answer without a network reaches") struct NaiveTwinTests {
  /// Targets of a random walk on top of a level.
  private func values(_ random: inout SeededGenerator, count: Int) -> [Double] {
    var value = random.uniform(-5, 5)
    return (0..<count).map { _ in
      value += random.normal()
      return value
    }
  }

  private func text(_ values: [Double]) -> String {
    "x,y\n" + values.enumerated().map { "\($0 % 7),\($1)\n" }.joined()
  }

  private func error(_ metric: Metric, _ answers: [Double], _ truths: ArraySlice<Double>) -> Double {
    let differences = zip(answers, truths).map { $0 - $1 }
    let mean = { (values: [Double]) in values.reduce(0, +) / Double(values.count) }
    switch metric {
    case .meanAbsoluteError: return mean(differences.map(abs))
    case .rootMeanSquaredError: return mean(differences.map { $0 * $0 }).squareRoot()
    default: return mean(differences.map { $0 * $0 })
    }
  }

  @Test("Regression: the training mean, or for absolute errors the median", arguments: 0..<20)
  func regression(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let values = values(&random, count: 200)
    let training = values[..<150]
    for metric in [Metric.meanAbsoluteError, .meanSquaredError, .rootMeanSquaredError] {
      let task = TaskDefinition(name: "t", inputs: ["x"], targets: ["y"], metric: metric)
      let twin = try #require(try Dataset(table: table(text(values)), task: task).naiveTwin(of: .test))
      let sorted = training.sorted()
      let constant =
        metric == .meanAbsoluteError
        ? (sorted[74] + sorted[75]) / 2 : training.reduce(0, +) / Double(training.count)
      #expect(twin.name == (metric == .meanAbsoluteError ? "median" : "mean"))
      let expected = error(metric, values[170...].map { _ in constant }, values[170...])
      #expect(abs(twin.value - expected) < 1e-4 * expected, "seed \(seed), \(metric.rawValue)")
    }
  }

  @Test(
    "Forecast: the last known value where it is better, whatever the horizon and the scaling",
    arguments: 0..<20)
  func persistence(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let values = values(&random, count: 200).enumerated().map { $1 + Double($0) }
    let horizon = 1 + random.integer(below: 4)
    let scaling = TaskDefinition.Scaling.allCases[random.integer(below: 3)]
    let targetScaling = TaskDefinition.Scaling.allCases[random.integer(below: 3)]
    let task = TaskDefinition(
      name: "t", inputs: ["x"], targets: ["y"], kind: .forecast, window: 1 + random.integer(below: 12),
      horizon: horizon, scaling: scaling, targetScaling: targetScaling)
    let twin = try #require(try Dataset(table: table(text(values)), task: task).naiveTwin(of: .test))
    #expect(twin.name == "persistence")
    let test = values[170...]
    let expected = error(.meanAbsoluteError, Array(test.dropLast(horizon)), test.dropFirst(horizon))
    #expect(abs(twin.value - expected) < 1e-4 * expected, "seed \(seed)")
  }

  @Test(
    "A value that is missing is not known: the one before it is the last",
    arguments: TaskDefinition.Missing.allCases)
  func gaps(missing: TaskDefinition.Missing) throws {
    // Each third value is missing: from a value 3 n the next two are asked for.
    let text = "x,y\n" + (0..<200).map { "\($0 % 5),\($0 % 3 == 1 ? "" : "\($0)")\n" }.joined()
    let task = TaskDefinition(
      name: "t", inputs: ["x"], targets: ["y"], kind: .forecast, window: 8, missing: missing)
    let dataset = try Dataset(table: table(text), task: task)
    let twin = try #require(dataset.naiveTwin(of: .test))
    #expect(twin.name == "persistence")
    let range = missing == .drop ? 1.4...1.6 : 1.3...1.7
    #expect(range.contains(twin.value), "\(twin)")
  }

  @Test("Classes: the majority of the training part, always the positive class for F1, one half for AUC")
  func classes() throws {
    let text = "x,y\n" + (0..<200).map { "\($0 % 7),\($0 % 4 == 0 ? "yes" : "no")\n" }.joined()
    func twin(_ metric: Metric) throws -> NaiveTwin {
      let task = TaskDefinition(name: "t", inputs: ["x"], targets: ["y"], metric: metric)
      return try #require(try Dataset(table: table(text), task: task).naiveTwin(of: .test))
    }
    let positive = Double((170..<200).count { $0 % 4 == 0 }) / 30
    let (accuracy, auc) = (try twin(.accuracy), try twin(.auc))
    #expect(accuracy.name == "majority" && abs(accuracy.value - 1 + positive) < 1e-9)
    #expect(auc.name == "any constant" && auc.value == 0.5)
    let f1 = try twin(.f1)
    #expect(f1.name == "always yes" && abs(f1.value - 2 * positive / (1 + positive)) < 1e-9)
  }

  @Test("A forecast of a class that lasts is the class until now")
  func lastingClasses() throws {
    let text = "x,y\n" + (0..<240).map { "\($0 % 7),\(["a", "b", "c"][$0 / 10 % 3])\n" }.joined()
    let task = TaskDefinition(name: "t", inputs: ["x"], targets: ["y"], kind: .forecast)
    let twin = try #require(try Dataset(table: table(text), task: task).naiveTwin(of: .test))
    #expect(twin.name == "persistence" && twin.value > 0.85)
  }

  /// Hours with a pattern a day and a little noise, some of them at another time.
  private func hours(_ days: Int, isRegular: Bool = true) -> String {
    var random = SeededGenerator(seed: 3)
    let rows = (0..<24 * days).map { hour in
      let shift = isRegular ? 0 : random.integer(below: 30) * 60
      let value = 10 * sin(Double(hour % 24) / 24 * 2 * .pi) + random.normal() * 0.3
      let date = Date(timeIntervalSince1970: 1_700_000_400 + Double(hour * 3600 + shift))
      return "\(date.formatted(.iso8601)),\(value)\n"
    }
    return "time,y\n" + rows.joined()
  }

  @Test("A forecast of what repeats by day is the value of the day before", arguments: [6, 24, 30])
  func season(horizon: Int) throws {
    let task = TaskDefinition(name: "t", time: "time", kind: .forecast, horizon: horizon)
    let dataset = try Dataset(table: table(hours(40)), task: task)
    for part in [Dataset.Part.validation, .test] {
      let twin = try #require(dataset.naiveTwin(of: part))
      // At a horizon of a day, the last value is that of the day before.
      #expect(horizon == 24 || twin.name == "seasonal persistence (day)")
      #expect(twin.value < 3, "\(twin)")
    }
    let irregular = try Dataset(table: table(hours(40, isRegular: false)), task: task)
    #expect(try #require(irregular.naiveTwin(of: .test)).name.hasPrefix("seasonal") == false)
  }

  @Test(
    "It is kept with the model and is the same in an evaluation; damaged or missing, it is left out"
  )
  func evaluation() throws {
    var random = SeededGenerator(seed: 9)
    let values = values(&random, count: 200)
    let task = TaskDefinition(name: "t", inputs: ["x"], targets: ["y"], window: 10)
    let dataset = try Dataset(table: table(text(values)), task: task)
    let stored = try DataSchema(json: dataset.schema.json, source: "test")
    #expect(stored == dataset.schema)
    let rows = try table("x,y\n" + (170..<200).map { "\($0 % 7),\(values[$0])\n" }.joined())
    let again = try #require(try Dataset(evaluating: rows, schema: stored).naiveTwin(of: .test))
    let expected = try #require(dataset.naiveTwin(of: .test))
    #expect(again.name == expected.name && abs(again.value - expected.value) < 1e-9)
    var object = try #require(
      try JSONSerialization.jsonObject(with: Data(stored.json.utf8)) as? [String: Any])
    object["naive"] = nil
    let old = try DataSchema(
      json: String(decoding: JSONSerialization.data(withJSONObject: object), as: UTF8.self), source: "test")
    #expect(try Dataset(evaluating: rows, schema: old).naiveTwin(of: .test) == nil)
    object["naive"] = ["means": [0.0, 1.0], "medians": [0.0], "majorities": [7]] as [String: Any]
    let damaged = String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    #expect(try DataSchema(json: damaged, source: "test") == old)
  }
}
