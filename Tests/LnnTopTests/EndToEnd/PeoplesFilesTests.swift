import Foundation
import TestSupport
import Testing

/// Small files of the kinds that people have. Each is either understood, or what it is taken for is told in one line
/// with the option that settles it.
@Suite struct PeoplesFilesTests {
  // MARK: - Rows

  /// `count` lines, made of a wave and the one a step later.
  private func rows(_ count: Int, _ line: (_ row: Int, _ x: String, _ y: String) -> String) -> String {
    (0..<count).map { row in
      let (x, y) = (sin(Double(row) / 6), sin(Double(row + 1) / 6))
      return line(row, String(format: "%.4f", x), String(format: "%.4f", y)) + "\n"
    }.joined()
  }

  private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private func write(_ text: String, _ name: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(text, to: name)
    return folder
  }

  /// What a short training says, which comes to its end.
  private func train(_ line: String, in folder: TemporaryFolder) throws -> String {
    let words = line.split(separator: " ").map(String.init)
    let run = try CommandRun(["train"] + words + ["--headless", "--steps", "2", "--units", "12"], in: folder)
    #expect(run.status == 0, "\(line): \(run.messages)")
    return run.messages + run.output
  }

  private func check(_ text: String, in folder: TemporaryFolder) throws -> String {
    try folder.write(text, to: "t.yaml")
    let run = try CommandRun(["task", "check", "t.yaml"], in: folder)
    #expect(run.status == 0, "\(run.messages)")
    return run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private func predictions(_ words: String..., in folder: TemporaryFolder) throws -> CSVFile {
    let eval = try CommandRun(["eval", "r.lnnrun"] + words + ["--predictions", "p.csv"], in: folder)
    #expect(eval.status == 0, "\(eval.messages)")
    return try CSVFile(path: folder.path("p.csv"))
  }

  // MARK: - Order

  @Test func datesThatDescendAreReadInTheOrderOfTimeAndToldSo() throws {
    let text =
      "Date,Close\n"
      + rows(60) { row, _, _ in "2021-\(twoDigits(12 - row / 28))-\(twoDigits(28 - row % 28)),\(row)" }
    let folder = try write(text, "prices.csv")
    let told = try train("prices.csv --inputs Close --targets Close --kind forecast --no-run", in: folder)
    #expect(told.contains("'Date' descends from row to row") && told.contains("--time none"))
    let task = try CommandRun(["task", "init", "prices.csv"], in: folder).output
    #expect(task.contains("sort-by-time: true") && task.contains("time: \"Date\""))
  }

  @Test func sortedAndResampledRowsKeepTheirTimes() throws {
    let text =
      "time,x,y\n" + rows(60) { row, x, y in "2021-03-01 00:\(twoDigits((row + 30) % 60)):00,\(x),\(y)" }
    let folder = try write(text, "d.csv")
    _ = try train("d.csv --time time --sort-by-time --run r.lnnrun", in: folder)
    let sorted = try predictions("d.csv", "--part", "all", in: folder)
    #expect(sorted.texts("time").first == "2021-03-01 00:00:00" && sorted.texts("row").first == "31")
    _ = try train("d.csv --time time --sort-by-time --resample 300 --run s.lnnrun", in: folder)
    let eval = try CommandRun(
      ["eval", "s.lnnrun", "d.csv", "--part", "all", "--predictions", "q.csv"], in: folder)
    #expect(eval.status == 0, "\(eval.messages)")
    let times = try CSVFile(path: folder.path("q.csv")).texts("time")
    #expect(times.prefix(3) == ["2021-03-01 00:00:00", "2021-03-01 00:05:00", "2021-03-01 00:10:00"])
    let facts = try check(
      "data: d.csv\ntime: time\nsort-by-time: true\nresample: 60\ntargets: y\n", in: folder)
    #expect(facts.contains("(75.0 %)") && facts.contains("(10.0 %)") && facts.contains("(15.0 %)"))
  }

  @Test func evalNamesAnOptionThatItHas() throws {
    let old = "time,x,y\n" + rows(28) { row, x, y in "2021-01-\(twoDigits(row + 1)),\(x),\(y)" }
    let new = "time,x,y\n" + rows(28) { row, x, y in "2021-02-\(twoDigits(28 - row)),\(x),\(y)" }
    let folder = try write(old, "old.csv")
    try folder.write(new, to: "new.csv")
    _ = try train("old.csv --time time --run r.lnnrun", in: folder)
    let refused = try CommandRun(["eval", "r.lnnrun", "new.csv"], in: folder)
    #expect(refused.status == 1 && refused.message.contains("--sort-by-time"))
    let sorted = try CommandRun(["eval", "r.lnnrun", "new.csv", "--sort-by-time"], in: folder)
    #expect(sorted.status == 0, "\(sorted.messages)")
    let facts = try check("data: new.csv\ntime: time\nsort-by-time: true\ntargets: y\n", in: folder)
    #expect(facts.contains("steps of median 8.64e+04 s"))
  }

  @Test func panelsAndSequencesThatFilesStateAreFound() throws {
    let panel = rows(48) { row, x, y in
      "\(["Aland", "Bland", "Cland", "Dland"][row / 12]),\(1950 + row % 12),\(x),\(y)"
    }
    let folder = try write("country,year,pop,gdp\n" + panel, "panel.csv")
    let task = try CommandRun(["task", "init", "panel.csv"], in: folder).output
    #expect(task.contains("sequence: \"country\"") && task.contains("time: \"year\""))
    let cases = (0..<24).map { "\($0).5,2,3,\($0 % 2),5,6:\($0 % 2 == 0 ? "a" : "b")\n" }.joined()
    let head = "@problemName x\n@timeStamps false\n@univariate true\n@classLabel true a b\n@data\n"
    try folder.write(head + cases, to: "cases.ts")
    let told = try train("cases.ts --no-run", in: folder)
    #expect(told.contains("24 sequences") && told.contains("classification of 'class'"), "\(told)")
    #expect(told.contains("18/2/4 sequences"), "\(told)")
  }

  @Test func filesOfOneNameAreTwoSequences() throws {
    let folder = try write("u,v\n" + rows(20) { _, x, y in "\(x),\(y)" }, "a/x.csv")
    try folder.write("u,v\n" + rows(20) { _, x, y in "\(y),\(x)" }, to: "b/x.csv")
    let facts = try check(
      "data: '*/x.csv'\ntargets: v\nsplit: {train: 50, validation: 0, test: 50}\n", in: folder)
    #expect(facts.contains("2 sequences") && facts.contains("a/x.csv") && facts.contains("b/x.csv"))
  }

  // MARK: - Dates

  @Test func aRunKeepsTheOrderOfDayAndMonth() throws {
    func text(_ first: Int) -> String {
      "time,x,y\n"
        + rows(72) { row, x, y in "05/\(twoDigits(first + row / 24))/2021 \(twoDigits(row % 24)):00,\(x),\(y)"
        }
    }
    let folder = try write(text(20), "late.csv")
    try folder.write(text(1), to: "early.csv")
    _ = try train("late.csv --time time --run r.lnnrun", in: folder)
    let eval = try CommandRun(["eval", "r.lnnrun", "early.csv", "--predictions", "p.csv"], in: folder)
    #expect(eval.messages.contains("month first") && eval.messages.contains("--date-order dmy"))
    // The same values in another part of the month are other data.
    #expect(eval.output.contains("part              all"), "\(eval.output)")
    let alone = try train("early.csv --time time --no-run", in: folder)
    #expect(alone.contains("--date-order"), "\(alone)")
  }

  @Test func hoursAreLocalOnes() throws {
    let text = rows(120) { row, x, y in
      "2021-\(twoDigits(1 + row / 28))-\(twoDigits(1 + row % 28)) 12:00:00-0\(row < 60 ? 5 : 4):00,\(x),\(y)"
    }
    let folder = try write("time,x,y\n" + text, "noon.csv")
    let told = try train("noon.csv --time time --time-features hour-of-day --no-run", in: folder)
    #expect(told.contains("'hour-of-day sin' never changes"), "\(told)")
  }

  @Test(arguments: [
    ("11/%02d/2019 1%d:30:00 PM", ""), ("Nov %d, 2019", ""), ("201911%02d", "are read as dates"),
    ("2019-11-%02dT10:00:0%d.125Z", ""),
  ])
  func datesOfManyForms(form: String, words: String) throws {
    let text = rows(28) { row, x, y in "\"\(String(format: form, row + 1, row % 3))\",\(x),\(y)" }
    let folder = try write("time,x,y\n" + text, "d.csv")
    let told = try train("d.csv --time time --inputs x --targets y --run r.lnnrun", in: folder)
    #expect(words.isEmpty || told.contains(words), "\(told)")
    let times = try predictions("d.csv", "--part", "all", in: folder).rows
    #expect(times.count == 28)
    let facts = try check("data: d.csv\ntime: time\ninputs: [x]\ntargets: y\n", in: folder)
    #expect(facts.contains("e+04 s"), "\(facts)")
  }

  @Test func theHourThatOccursTwiceIsUnderstoodOrTold() throws {
    var lines: [String] = []
    for quarter in 0..<40 {
      let local = quarter < 20 ? quarter : quarter - 4
      let hour = (22 + local / 4) % 24
      lines.append(
        "2021-10-\(local < 8 ? 30 : 31) \(twoDigits(hour)):\(twoDigits(local % 4 * 15)):00,\(quarter)")
    }
    let folder = try write("time,kwh\n" + lines.joined(separator: "\n") + "\n", "meter.csv")
    let words = "meter.csv --time time --inputs kwh --targets kwh --kind forecast --no-run"
    let refused = try CommandRun(["train"] + words.split(separator: " ").map(String.init), in: folder)
    #expect(refused.status == 1 && refused.message.contains("--time-zone"), "\(refused.messages)")
    let told = try train(words + " --time-zone Europe/Berlin", in: folder)
    #expect(!told.contains("as when summer time ends"))
    let sorted = try train(words + " --sort-by-time", in: folder)
    #expect(sorted.contains("as when summer time ends") && sorted.contains("--time-zone"))
  }

  @Test func fractionsOfASecondKeepTheirDigits() throws {
    let text = rows(40) { row, x, y in
      "2020-01-01 00:00:00.\(String(format: "%03d", row * 4)),\(x),\(y)"
    }
    let folder = try write("time,x,y\n" + text, "fast.csv")
    _ = try train("fast.csv --time time --run r.lnnrun", in: folder)
    let times = try predictions("fast.csv", "--part", "all", in: folder).texts("time")
    #expect(times[1] == "2020-01-01 00:00:00.004" && times[39] == "2020-01-01 00:00:00.156")
  }

  // MARK: - Numbers and words

  @Test(arguments: [
    ("t;x;power", "%d;%d,5;1.%03d", 1000.0, "1999"), ("t,x,power", "%d,%d.5,\"$1,%03d.00\"", 1000, "1999"),
    ("t,x,power", "%d,%d.5,\"4,787,%03d\"", 4_787_000, "4787999"),
    ("t,x,power", "%d,%d.5,10000000%02d.25", 1_000_000_000, "1100000000"),
  ])
  func numbersKeepTheirSize(head: String, form: String, least: Double, most: String) throws {
    let text = rows(60) { row, _, _ in String(format: form, row, row % 7, row) }
    let folder = try write(head + "\n" + text, "d.csv")
    _ = try train("d.csv --inputs x --targets power --run r.lnnrun", in: folder)
    let truths = try predictions("d.csv", "--part", "all", in: folder).numbers(of: "truth_")
    #expect(truths.count == 60 && truths.allSatisfy { $0 >= least && $0 <= Double(most) ?? 0 }, "\(truths)")
    #expect(Set(truths).count == 60)
  }

  @Test func wordsForMissingValuesAreToldWithTheirOption() throws {
    let text = "t,x,y\n" + rows(40) { row, x, y in "\(row),\(row == 4 ? "None" : x),\(y)" }
    let folder = try write(text, "none.csv")
    let refused = try CommandRun(["train", "none.csv", "--no-run"], in: folder)
    #expect(refused.status == 1 && refused.message.contains("--missing-words"))
    _ = try train("none.csv --missing-words None --no-run", in: folder)
    let classes = "t,x,region\n" + rows(60) { row, x, _ in "\(row),\(x),\(["NA", "EU", "AS"][row % 3])" }
    try folder.write(classes, to: "class.csv")
    let told = try train("class.csv --no-run", in: folder)
    #expect(told.contains("20 of 60 targets") && told.contains("--missing-words"), "\(told)")
    #expect(try train("class.csv --missing-words ? --no-run", in: folder).contains("(3 classes)"))
  }

  @Test func identifiersStayAsTheyStand() throws {
    let text = rows(60) { row, x, y in "\(["001", "01", "1"][row / 20]),\(x),\(y)" }
    let folder = try write("id,x,y\n" + text, "d.csv")
    _ = try train("d.csv --sequence id --inputs x --targets y --run r.lnnrun", in: folder)
    let sequences = try predictions("d.csv", "--part", "all", in: folder).texts("sequence")
    #expect(Set(sequences) == ["001", "01", "1"])
  }

  // MARK: - Files

  @Test func tablesWithoutAHeaderAndOfOtherSeparatorsAreUnderstood() throws {
    let folder = try write(rows(40) { row, x, y in "\(row),0,\(x),\(y)" }, "zeros.csv")
    let told = try train("zeros.csv --no-run", in: folder)
    #expect(told.contains("'column 4'") && told.contains("--header yes") && told.contains("'column 2'"))
    try folder.write("HR|O2|label\n" + rows(40) { row, x, _ in "\(x)|9\(row % 9)|\(row % 2)" }, to: "p.psv")
    #expect(try train("p.psv --no-run", in: folder).contains("from 2 inputs ('HR', 'O2')"))
    let walk = "# made by a device\n# time,left,right\n" + rows(40) { row, x, y in "\(row),\(x),\(y)" }
    try folder.write(walk, to: "walk.csv")
    let task = try CommandRun(["task", "init", "walk.csv"], in: folder).output
    #expect(task.contains("targets: [\"right\"]") && task.contains("time: \"time\""), "\(task)")
  }

  @Test func aFileWithAnotherSeparatorThanTheOthersIsNamed() throws {
    let folder = try write("a,b,label\n" + rows(20) { row, x, y in "\(x),\(y),\(row % 2)" }, "a.csv")
    try folder.write("a;b;label\n" + rows(20) { row, x, y in "\(x);\(y);\(row % 2)" }, to: "b.csv")
    #expect(try train("*.csv --targets label --no-run", in: folder).contains("from 2 inputs"))
    let mixed = rows(20) { row, x, y in row == 0 ? "\(x) \(y) 0" : "\(x);\(y);\(row % 2)" }
    try folder.write("a,b,label\n" + mixed, to: "c.csv")
    let refused = try CommandRun(["train", "*.csv", "--no-run"], in: folder)
    #expect(refused.status == 1 && refused.message.contains("c.csv, line 2"))
    #expect(refused.message.contains("separated by spaces"), "\(refused.message)")
  }

  // MARK: - Figures

  @Test func aShiftOfLevelInTheValidationPartIsANoteAndNoDivergence() throws {
    let text = "t,x,y\n" + rows(100) { row, x, y in "\(row),\(x),\(row < 75 ? y : "5\(row % 9)")" }
    let folder = try write(text, "step.csv")
    let told = try train("step.csv --inputs x --no-run", in: folder)
    #expect(told.contains("lies far outside the range of 'y'") && !told.contains("diverged"), "\(told)")
    #expect(told.contains("mse (normalised)"))
    let tail = "t,x,y\n" + rows(100) { row, x, y in "\(row),\(x),\(row < 75 ? y : "")" }
    try folder.write(tail, to: "tail.csv")
    let silent = try train("tail.csv --inputs x --no-run", in: folder)
    #expect(silent.contains("25 of 100 targets 'y' have no value"))
    #expect(silent.contains("the test part has no target that counts"))
  }

  @Test func longNamesOfLossesHaveRoom() throws {
    let text = "x,a,b\n" + rows(60) { row, x, _ in "\(x),\(row % 2),\(row / 2 % 2)" }
    let folder = try write(text, "two.csv")
    _ = try train("two.csv --inputs x --targets a,b --loss binary-cross-entropy --run r.lnnrun", in: folder)
    let eval = try CommandRun(["eval", "r.lnnrun", "two.csv"], in: folder)
    #expect(eval.output.contains("binary-cross-entropy  0."), "\(eval.output)")
    #expect(eval.output.contains("naive"))
  }

  @Test func aBenchmarkTakesThePapersSplit() throws {
    let folder = try write("t,x,y\n" + rows(200) { row, x, y in "\(row),\(x),\(y)" }, "d.csv")
    let task =
      "data: d.csv\ninputs: [x]\ntargets: y\nwindow: 8\nsplit-like-paper: {by: windows, shuffle: 3}\n"
    try folder.write(task, to: "paper.yaml")
    let run = try CommandRun(
      [
        "benchmark", "paper.yaml", "--split-like-paper", "--models", "lstm", "--seeds", "1", "--epochs", "1",
      ], in: folder)
    #expect(run.status == 0 && run.output.contains("LEAKY SPLIT"), "\(run.messages)")
    #expect(run.output.contains("naive: "))
  }
}
