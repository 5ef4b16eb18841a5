import Liquid
import LiquidData
import TestSupport
import Testing

@Suite("Groups that are held out") struct HeldOutTests {
  /// Sequences of three rows with a speaker, a number and a class each.
  private func table(speakers: [String], each: Int = 6) throws -> Table {
    var text = "run,speaker,index,x,digit\n"
    for (place, speaker) in speakers.enumerated() {
      for index in 0..<each {
        for step in 0..<3 {
          text += "r\(place)-\(index),\(speaker),\(index),\(place * 100 + index * 10 + step),d\(index % 3)\n"
        }
      }
    }
    return try Table(bytes: Array(text.utf8), name: "runs.csv")
  }

  private var task: TaskDefinition {
    var task = TaskDefinition(
      name: "t", targets: ["digit"], sequence: "run", kind: .classification,
      split: Split(train: 80, validation: 20, test: 0),
      targetSteps: .last, shuffle: 1)
    task.holdOut = HeldOut(column: "speaker", values: ["b"])
    return task
  }

  /// The values of a column in the rows of a part.
  private func values(_ column: String, _ part: Dataset.Part, _ dataset: Dataset, _ table: Table) -> Set<
    String
  > {
    guard let column = table.column(named: column) else { return [] }
    var found: Set<String> = []
    for index in 0..<dataset.count(of: part) {
      for row in dataset.location(part, index: index).rows {
        switch column.values {
        case .text(let codes, let levels): found.insert(levels[Int(codes[row])])
        case .numbers(let values), .dates(let values): found.insert("\(Int(values[row]))")
        }
      }
    }
    return found
  }

  private func failure(_ task: TaskDefinition, _ table: Table) -> String {
    do throws(DataError) {
      _ = try Dataset(table: table, task: task)
      return ""
    } catch {
      return error.description
    }
  }

  @Test func noRowOfAHeldOutGroupIsInAnotherPart() throws {
    try withSeeds(40) { seed, random in
      let names = (0..<Int.random(in: 2...6, using: &random)).map { "s\($0)" }
      let table = try table(speakers: names, each: Int.random(in: 4...9, using: &random))
      var task = task
      let held = Array(names.shuffled(using: &random).prefix(Int.random(in: 1..<names.count, using: &random)))
      task.holdOut = HeldOut(column: "speaker", values: held)
      task.shuffle = seed
      if held.count + 1 < names.count, Bool.random(using: &random) {
        task.validateOn = HeldOut(column: "speaker", values: [])
      }
      let dataset = try Dataset(table: table, task: task)
      let parts = Dataset.Part.allCases.map { values("speaker", $0, dataset, table) }
      #expect(parts[2] == Set(held), "seed \(seed)")
      #expect(parts[0].isDisjoint(with: held) && parts[1].isDisjoint(with: held), "seed \(seed)")
      #expect(parts[0].union(parts[1]) == Set(names).subtracting(held), "seed \(seed)")
      if task.validateOn != nil {
        #expect(parts[1].count == 1 && parts[0].isDisjoint(with: parts[1]), "seed \(seed)")
      }
      let facts = try GroupFacts.all(of: task, dataset: dataset, table: table)
      #expect(facts.allSatisfy(\.elsewhere.isEmpty) && facts.count == (task.validateOn == nil ? 1 : 2))
    }
  }

  @Test func theRestIsDividedByTheSharesWithAllClassesInBoth() throws {
    let table = try table(speakers: ["a", "b", "c"], each: 15)
    let dataset = try Dataset(table: table, task: task)
    #expect(
      dataset.count(of: .test) == 15 && dataset.count(of: .validation) == 6 && dataset.count(of: .train) == 24
    )
    for part in [Dataset.Part.train, .validation] {
      #expect(values("digit", part, dataset, table).count == 3)
    }
    // The share of the test is of what the split says without a group.
    var standard = task
    standard.split = Split(train: 60, validation: 15, test: 25)
    #expect(try Dataset(table: table, task: standard).count(of: .validation) == 6)
  }

  @Test func severalNumbersAreHeldOutAsTheyAreWritten() throws {
    let table = try table(speakers: ["a", "b"])
    var task = task
    task.holdOut = HeldOut(column: "index", values: ["0", "01", "1.0"])
    let dataset = try Dataset(table: table, task: task)
    #expect(values("index", .test, dataset, table) == ["0", "1"] && dataset.count(of: .test) == 4)
    #expect(values("index", .train, dataset, table).isDisjoint(with: ["0", "1"]))
  }

  @Test func theGroupAfterTheHeldOutOneValidates() throws {
    let table = try table(speakers: ["s1", "s10", "s2"])
    for (held, validating) in [("s1", "s2"), ("s2", "s10"), ("s10", "s1")] {
      var task = task
      task.holdOut = HeldOut(column: "speaker", values: [held])
      task.validateOn = HeldOut(column: "speaker", values: [])
      let dataset = try Dataset(table: table, task: task)
      #expect(values("speaker", .validation, dataset, table) == [validating])
      #expect(values("speaker", .test, dataset, table) == [held])
    }
  }

  @Test func groupsCanValidateAlone() throws {
    let table = try table(speakers: ["a", "b", "c"])
    var task = task
    (task.holdOut, task.validateOn) = (nil, HeldOut(column: "speaker", values: ["c"]))
    task.split = Split(train: 50, validation: 10, test: 50)
    let dataset = try Dataset(table: table, task: task)
    #expect(values("speaker", .validation, dataset, table) == ["c"] && dataset.count(of: .test) == 6)
  }

  @Test func theColumnOfGroupsIsNoInputUnlessItIsNamed() throws {
    let table = try table(speakers: ["a", "b"])
    #expect(try Dataset(table: table, task: task).schema.inputNames == ["index", "x"])
    var named = task
    named.inputs = ["x", "speaker"]
    #expect(try Dataset(table: table, task: named).schema.inputNames.contains("speaker=a"))
  }

  @Test func whatCannotBeHeldOutIsTold() throws {
    let table = try table(speakers: ["anna", "bert"])
    var task = task
    func tell(_ change: (inout TaskDefinition) -> Void) -> String {
      var changed = task
      change(&changed)
      return failure(changed, table)
    }
    #expect(
      tell { $0.holdOut = HeldOut(column: "speaker", values: ["ana"]) }.contains("did you mean 'anna'?"))
    #expect(
      tell { $0.holdOut = HeldOut(column: "speker", values: ["anna"]) }.contains("did you mean 'speaker'?"))
    #expect(tell { $0.holdOut = HeldOut(column: "speaker", values: []) }.contains("no value of 'speaker'"))
    task.holdOut = HeldOut(column: "speaker", values: ["anna"])
    #expect(tell { $0.splitBy = .windows }.contains("windows overlap"))
    #expect(
      tell { $0.holdOut = HeldOut(column: "speaker", values: ["anna", "bert"]) }.contains("no row is left"))
    #expect(
      tell { $0.validateOn = HeldOut(column: "speaker", values: ["anna"]) }.contains(
        "is held out for the test"))
    #expect(tell { $0.validateOn = HeldOut(column: "index", values: []) }.contains("no value of 'index'"))
    #expect(
      tell {
        $0.sequence = nil
        $0.window = 3
      }.contains("a sequence has several values, 'anna' and 'bert'"))
  }
}
