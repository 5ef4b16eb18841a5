import Explanations
import Foundation
import Liquid
import TestSupport
import Testing

@Suite struct ActivityRulesTests {
  @Test
  func findsThePlantedRule() throws {
    try withSeeds(20) { seed, generator in
      let table = try generator.drive { row in row.offset > 0.4 && row.speed <= 12 ? 0.9 : -0.2 }
      let rules = try ActivityRules(table)
      let neuron = rules.neurons[0]
      #expect(
        neuron.rules.first?.description == "high when lateral_offset > 0.4 and speed <= 12"
          || neuron.rules.first?.description == "high when speed <= 12 and lateral_offset > 0.4",
        "seed \(seed): \(rules.text)")
      #expect(neuron.rules.count == 3 && neuron.rules.dropFirst().allSatisfy { $0.level == .low })
      #expect((neuron.rules[0].activity - 0.9).magnitude < 1e-9)
      #expect((neuron.explainedVariance ?? 0) > 0.99)
    }
  }

  @Test
  func findsThePlantedRuleUnderNoiseOnTheSideWhereItIsTrue() throws {
    try withSeeds(10) { seed, generator in
      var noise = generator
      let table = try generator.drive { row in
        (row.offset > 0.4 && row.speed <= 12 ? 0.9 : -0.2) + 0.1 * noise.normal()
      }
      let rules = try ActivityRules(table)
      let high = try #require(rules.neurons[0].rules.first)
      for (offset, speed) in [(0.5, 10.0), (0.95, 1)] {
        #expect(high.holds { ["lateral_offset": offset, "speed": speed][$0] }, "seed \(seed): \(rules.text)")
      }
      for (offset, speed) in [(0.3, 10.0), (0.5, 13), (-1, 29)] {
        #expect(
          !high.holds { ["lateral_offset": offset, "speed": speed][$0] }, "seed \(seed): \(rules.text)")
      }
    }
  }

  @Test
  func exactlyOneRuleOfANeuronIsTrueOfAnyValuesAndTheyHaveAtMostFourConditions() throws {
    try withSeeds(10) { seed, generator in
      let table = try generator.drive { row in sin(4 * row.offset) + row.speed / 20 - row.other }
      let rules = try ActivityRules(table).neurons[0].rules
      #expect(rules.count > 4 && rules.count <= 16)
      #expect((rules.reduce(0) { $0 + $1.share } - 1).magnitude < 1e-9)
      #expect(rules.map(\.activity) == rules.map(\.activity).sorted(by: >))
      for rule in rules {
        let bounds = rule.conditions.flatMap { [$0.above, $0.atMost] }.filter { $0 != nil }.count
        #expect((1...4).contains(bounds), "seed \(seed): \(rule)")
      }
      for _ in 0..<200 {
        let values = [
          "lateral_offset": generator.uniform(-2, 2), "speed": generator.uniform(-5, 40),
          "other": generator.normal(),
        ]
        #expect(rules.filter { $0.holds { values[$0] } }.count == 1)
      }
      for (place, rule) in rules.enumerated() {
        for (other, second) in rules.enumerated() {
          #expect(rule.contradicts(second) == (place != other), "two leaves of a tree never overlap")
        }
      }
    }
  }

  @Test
  func findsNoRuleInNoise() throws {
    try withSeeds(10) { seed, generator in
      var noise = generator
      let table = try generator.drive { _ in noise.normal() }
      let rules = try ActivityRules(table)
      #expect(rules.neurons[0].rules.isEmpty, "seed \(seed): \(rules.text)")
      #expect(rules.neurons[0].explainedVariance == nil && rules.pathAccuracy == nil)
      #expect(rules.conflictShare == nil)
      #expect(rules.text.hasPrefix("command 3: no rule\npath accuracy: -"))
    }
  }

  @Test
  func whereAnActivityTellsItsRuleNothingContradicts() throws {
    var generator = SeededGenerator(seed: 3)
    let table = try generator.table(neurons: 3) { row, neuron in
      neuron == 2 ? (row.speed > 20 ? 3 : 0) : row.offset > 0.1 * Double(neuron) ? 1 : 0
    }
    let rules = try ActivityRules(table)
    #expect(rules.pathAccuracy == 1 && rules.conflictShare == 0, "\(rules.text)")
  }

  @Test
  func scoresAreTheSharesThatTheirDefinitionSays() throws {
    // Neuron a tells the side of the offset truly; b is wrong in a sixth of the validation rows.
    var generator = SeededGenerator(seed: 4)
    let rows = (0..<900).map { _ in generator.row() }
    let isValidation = { (row: Int) in row >= 600 }
    let activities = rows.enumerated().flatMap { place, row -> [Double] in
      let truth: Double = row.offset > 0 ? 1 : 0
      return [truth, isValidation(place) && place % 6 == 0 ? 1 - truth : truth]
    }
    let rules = try ActivityRules(
      ActivityTable(
        features: ["offset"], values: rows.map(\.offset), neurons: ["a", "b"], activities: activities))
    let right = 5.0 / 6
    #expect(rules.neurons.map(\.pathAccuracy) == [1, right], "\(rules.text)")
    #expect(rules.pathAccuracy == (1 + right) / 2)
    // There they point to opposite sides of the same threshold.
    #expect(rules.conflictShare == 1.0 / 6)
    #expect((rules.trainingRows, rules.validationRows) == (600, 300))
  }

  @Test
  func dependsOnNothingButTheTableAndSurvivesItsJSON() throws {
    var generator = SeededGenerator(seed: 6)
    let table = try generator.table(neurons: 5) { row, neuron in
      tanh(row.offset * Double(neuron) - row.speed / 10 + row.other)
    }
    let rules = try ActivityRules(table)
    #expect(try ActivityRules(table) == rules)
    let decoded = try JSONDecoder().decode(ActivityRules.self, from: JSONEncoder().encode(rules))
    #expect(decoded == rules && decoded.text == rules.text)
    #expect(
      rules.text.split(separator: "\n").count == rules.neurons.reduce(2) { $0 + max(1, $1.rules.count) })
  }

  @Test
  func constantsNaNAndTooFewRowsHaveNoRule() throws {
    var generator = SeededGenerator(seed: 7)
    let rows = (0..<300).map { _ in generator.row() }
    let activities = rows.flatMap { row -> [Double] in
      [0.5, .nan, row.offset > 0 ? 1 : .infinity, row.offset > 0 ? 1 : 0]
    }
    let table = try ActivityTable(
      features: ["offset", "constant"],
      values: rows.enumerated().flatMap { place, row -> [Double] in [place % 7 == 0 ? .nan : row.offset, 4] },
      neurons: ["constant", "NaN", "half", "fine"], activities: activities)
    let rules = try ActivityRules(table)
    #expect(rules.neurons.map { $0.rules.count } == [0, 0, 0, 2])
    #expect(rules.trainingRows + rules.validationRows == 300 - 43)
    for rows in [0, 1, 5, 9] {
      let few = try ActivityTable(
        features: ["x"], values: (0..<rows).map(Double.init), neurons: ["n"],
        activities: (0..<rows).map { $0 > 3 ? 1 : 0 })
      #expect(try ActivityRules(few).neurons[0].rules.isEmpty)
    }
    #expect(try ActivityRules(table, validationRows: []).neurons.allSatisfy { $0.rules.isEmpty })
  }

  @Test
  func refusesTablesThatDoNotFit() {
    func error(
      _ features: [String], _ values: Int, _ neurons: [String], _ activities: Int, validation: [Int] = []
    ) -> RuleError? {
      do throws(RuleError) {
        let table = try ActivityTable(
          features: features, values: Array(repeating: 0, count: values), neurons: neurons,
          activities: Array(repeating: 0, count: activities))
        _ = try ActivityRules(table, validationRows: validation)
        return nil
      } catch {
        return error
      }
    }
    #expect(error([], 0, ["n"], 0) == .nothingNamed)
    #expect(error(["x"], 2, [], 0) == .nothingNamed)
    #expect(error(["x", "y", "x"], 3, ["n"], 1) == .repeatedName("x"))
    #expect(error(["x", "y"], 3, ["n"], 1) == .partialRow(values: 3, names: 2))
    #expect(error(["x"], 4, ["n", "m"], 3) == .partialRow(values: 3, names: 2))
    #expect(error(["x"], 4, ["n"], 3) == .otherRows(features: 4, neurons: 3))
    #expect(error(["x"], 4, ["n"], 4, validation: [1, 4, 7]) == .validationRow(4, count: 4))
    #expect(error(["x"], 4, ["n"], 4, validation: [0]) == nil)
    #expect("\(RuleError.repeatedName("x"))".contains("'x'"))
  }

  @Test
  func thresholdsAreShortNumbersBetweenTheValuesThatTheySeparate() throws {
    // Activity changes between two neighbouring values of a feature: the threshold must part them.
    try withSeeds(40) { seed, generator in
      let scale = pow(10, generator.uniform(-6, 6))
      let values = (0..<150).map { _ in generator.normal() * scale }
      let sorted = values.sorted()
      let cut = sorted[70 + generator.integer(below: 10)]
      // In two orders, so that training and validation have the same values.
      let all = values + values.reversed()
      let table = try ActivityTable(
        features: ["x"], values: all, neurons: ["n"], activities: all.map { $0 > cut ? 1 : 0 })
      let rules = try ActivityRules(table, validationRows: Array(150..<300)).neurons[0].rules
      #expect(rules.count == 2)
      let threshold = try #require(rules.first?.conditions.first?.above)
      let next = try #require(sorted.first { $0 > cut })
      #expect(cut <= threshold && threshold < next, "seed \(seed): \(threshold) for \(cut) and \(next)")
      #expect("\(threshold)".count <= "\(cut)".count + 1)
    }
  }
}

/// What a simulated driver sees.
private struct Row {
  let offset: Double
  let speed: Double
  let other: Double
}

extension SeededGenerator {
  fileprivate mutating func row() -> Row {
    Row(offset: uniform(-1, 1), speed: uniform(0, 30), other: normal())
  }

  fileprivate mutating func drive(_ activity: (Row) -> Double) throws -> ActivityTable {
    try table(neurons: 1) { row, _ in activity(row) }
  }

  fileprivate mutating func table(
    neurons: Int, _ activity: (Row, Int) -> Double
  ) throws -> ActivityTable {
    let rows = (0..<1500).map { _ in row() }
    return try ActivityTable(
      features: ["lateral_offset", "speed", "other"],
      values: rows.flatMap { [$0.offset, $0.speed, $0.other] },
      neurons: (0..<neurons).map { "command \($0 + 3)" },
      activities: rows.flatMap { row in (0..<neurons).map { activity(row, $0) } })
  }
}
