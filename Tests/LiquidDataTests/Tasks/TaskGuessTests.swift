import Foundation
import Liquid
import LiquidData
import TestSupport
import Testing

@Suite("Guessed tasks")
struct TaskGuessTests {
  private func guess(_ text: String) throws -> TaskDefinition {
    try TaskGuess(table: try table(text), name: "guessed").definition
  }

  /// Rows of three sequences of eight steps each.
  private func rows(_ header: String, _ row: (_ sequence: Int, _ step: Int) -> String) -> String {
    header + "\n" + (0..<24).map { row($0 / 8, $0 % 8) + "\n" }.joined()
  }

  @Test("A time that ascends within named sequences, and the target by its name")
  func roles() throws {
    let task = try guess(rows("patient,label,hours,pulse") { "\($0),\(($0 + $1) % 2),\($1),\(60 + $1)" })
    #expect(task.sequence == "patient" && task.time == "hours")
    #expect(task.targets == ["label"] && task.kind == .classification && task.inputs == ["pulse"])
  }

  @Test("A column at whose changes the time starts anew is a sequence, whatever its name")
  func unnamedSequence() throws {
    let task = try guess(rows("what,time,x,y") { "part \($0),\($1),\($1 * $1),\($1 * 2)" })
    #expect(task.sequence == "what" && task.time == "time")
  }

  @Test("A number far from all others that repeats stands for a missing one")
  func markers() throws {
    let task = try guess(
      "a,b,y\n" + (0..<40).map { "\($0 % 7 == 3 ? -999 : $0),\($0 % 5),\($0 * 2)\n" }.joined())
    #expect(task.missingMarkers == ["a": [-999]] && task.missing == .mask)
  }

  @Test("An empty text has a token of its own, and is not missing")
  func emptyTexts() throws {
    var task = TaskDefinition(name: "guessed", targets: ["label"])
    task.tokens = TextTokens(.words)
    let text = "label,review\n" + (0..<20).map { "\($0 % 2),\($0 % 5 == 0 ? "" : "good \($0)")\n" }.joined()
    let table = try Table(bytes: Array(text.utf8), name: "t").reading(ReadingRoles(task))
    let guess = try TaskGuess(table: table, choices: .init(task, settled: ["targets", "tokens"]))
    #expect(guess.definition.text == "review" && guess.definition.missing == .forwardFill)
    #expect(guess.reasons["missing"] == nil && !guess.notes.contains { $0.hasPrefix("missing") })
  }

  @Test(
    "Only a usual number of another sign, or ten ranges away, is read as missing",
    arguments: [
      (-999.0, 10.0, 0.0, true), (-99, 400, 0, true), (-1, 0.01, 0, true), (9999, 20, 950, true),
      (-1, 1, 0, false), (100, 1, 1, false), (12.5, 0.2, 0, false), (999, 100, 0, false),
      (-999, 50, -100, false),
    ] as [(Double, Double, Double, Bool)])
  func ordinaryExtremes(marker: Double, step: Double, first: Double, isMissing: Bool) throws {
    let guess = try TaskGuess(
      table: try table(
        "a,b,y\n"
          + (0..<70).map {
            "\($0 % 7 == 3 ? marker : first + step * Double($0 % 5)),\($0 % 5),\(Double($0 * $0) / 3)\n"
          }.joined()), name: "guessed")
    #expect(guess.definition.missingMarkers == (isMissing ? ["a": [marker]] : [:]))
  }

  @Test("A time in two columns leaves the roles of the others as one in one column does")
  func partsOfTime() throws {
    func guess(_ time: String, _ columns: String, _ cells: (Int) -> String) throws -> TaskDefinition {
      var task = TaskDefinition(name: "guessed")
      task.time = time
      let text = columns + ",x,run\n" + (0..<96).map { "\(cells($0)),\($0 % 11),\($0 / 24)\n" }.joined()
      let table = try Table(bytes: Array(text.utf8), name: "t").reading(ReadingRoles(task))
      return try TaskGuess(table: table, choices: .init(task, settled: ["time"])).definition
    }
    func hour(_ row: Int) -> String { "\(row % 24 < 10 ? "0" : "")\(row % 24):00" }
    let one = try guess("when", "when") { "2021-03-0\(1 + $0 / 24) \(hour($0))" }
    let two = try guess("Date,Time", "Date,Time") { "2021-03-0\(1 + $0 / 24),\(hour($0))" }
    #expect(one.targets == ["run"] && one.sequence == nil)
    #expect(two.targets == one.targets && two.sequence == nil && two.inputs == one.inputs)
  }

  @Test("An order that cannot be used is told with its columns and the reason")
  func unusableOrder() throws {
    var task = TaskDefinition(name: "guessed", targets: ["x"], kind: .forecast)
    task.horizon = 12
    // Only the last patient, who is in the test part, was followed for long enough.
    let rows = (0..<400).map { ($0 / 4, $0 % 4) } + (0..<20).map { (100, $0) }
    let text =
      "patient,hours,x\n"
      + rows.enumerated().map { "\($1.0),\($1.1),\($0 * $0 % 97)\n" }.joined()
    let choices = TaskGuess.Choices(task, settled: ["targets", "kind", "horizon"])
    let guess = try TaskGuess.usable(table: try table(text), choices: choices)
    #expect(guess.definition.sequence == nil && guess.definition.time == nil)
    let told = guess.notes.filter { $0.contains("is not used as one: ") }
    #expect(told.count == 2 && told.contains { $0.hasPrefix("sequence: 'patient'") }, "\(guess.notes)")
    #expect(guess.reasons["time"]?.contains { $0.hasPrefix("'hours' is like a time") } == true)
  }

  @Test("What is far from all others and no usual marker is a hint of the task file's comment alone")
  func suggestedMarkers() throws {
    let text =
      "valve,b,y\n"
      + (0..<300).map {
        "\($0 % 3 == 0 ? 100 : $0 % 4),\($0 % 5),\(Double($0 * $0) / 3)\n"
      }.joined()
    let table = try table(text)
    let guess = try TaskGuess(table: table, name: "guessed")
    #expect(guess.definition.missingMarkers.isEmpty && guess.definition.missing == .forwardFill)
    #expect(!guess.notes.contains { $0.contains("valve") })
    #expect(guess.reasons["missing-markers"]?.first?.hasPrefix("'valve' is 100 in 100 rows") == true)
    #expect(try written(guess, table, files: ["v.csv"]).definition == guess.definition)
  }

  @Test("Whole numbers that are named like categories become some; a single series is forecast")
  func kinds() throws {
    let task = try guess("gear,x,y\n" + (0..<40).map { "\($0 % 5),\($0),\(Double($0) / 3)\n" }.joined())
    #expect(task.categories == ["gear"] && task.kind == .regression)
    let series = try guess("price\n" + (0..<40).map { "\($0 * $0)\n" }.joined())
    #expect(series.kind == .forecast && series.targets == ["price"] && series.inputs == ["price"])
  }

  /// The task that the written text is.
  private func written(_ guess: TaskGuess, _ table: Table, files: [String]) throws -> TaskFile {
    let text = TaskFileText(guess, files: files, rows: table.rowCount, columns: table.columns.count).text
    return try task(text)
  }

  @Test(
    "What is guessed for the sample data is written, read back and usable",
    arguments: ["lane-keeping", "lane-keeping-leak", "vital-signs", "market", "sine-pair"])
  func samples(name: String) throws {
    let table = try Table.read(path: Locations.sample("\(name).csv"))
    let guess = try TaskGuess.usable(table: table, choices: .init(TaskDefinition(name: name)))
    let file = try written(guess, table, files: ["\(name).csv"])
    #expect(file.definition == guess.definition && file.sources.files == ["\(name).csv"])
    let known = try Locations.sampleTask(name).definition
    #expect(file.definition.time == known.time && file.definition.sequence == known.sequence)
    #expect(file.definition.targets == known.targets && file.definition.kind == known.kind)
  }

  @Test("Every guess survives being written and read, whatever the table", arguments: UInt64(0)..<150)
  func roundTrip(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let table = try Table(bytes: RandomTable(using: &random).written(using: &random), name: "random")
    let guess = try TaskGuess(table: table, name: "ra: #\"n\\d\"")
    let files = ["a b.csv", "- \u{FFFE}\n#x: \"\\.csv"]
    let file = try written(guess, table, files: files)
    #expect(file.definition == guess.definition)
    #expect(file.sources.files == files)
  }

  @Test("What is written of a table of any kind makes the same data", arguments: UInt64(0)..<200)
  func sameData(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let made = GuessTable(using: &random)
    let data = try table(made.text)
    let guess = try TaskGuess.usable(table: data, choices: .init(TaskDefinition(name: "x")))
    let file = try written(guess, data, files: ["x.csv"])
    #expect(file.definition == guess.definition, "\(made)")
    let (mine, others) = (
      try? Dataset(table: data, task: guess.definition).fingerprint,
      try? Dataset(table: data, task: file.definition).fingerprint
    )
    #expect(mine == others, "\(made)")
    if made.order == .newestFirst, mine != nil { #expect(guess.definition.sortsByTime, "\(made)") }
    if [.panelInBlocks, .panelByTime].contains(made.order) {
      // Before a look at whether so few sequences make a data set.
      let first = try TaskGuess(table: data, name: "x").definition
      #expect(first.sequence == made.columns[0].name, "\(made)")
      #expect(first.time == made.columns[1].name, "\(made)")
    }
  }
}
