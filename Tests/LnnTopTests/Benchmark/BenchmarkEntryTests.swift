import Liquid
import LiquidData
import LnnTop
import Testing

@Suite("The networks of a benchmark")
struct BenchmarkEntryTests {
  private func entries(
    _ line: String, task: TaskFile? = nil
  ) throws -> [BenchmarkEntry] {
    let options: BenchmarkOptions = try parsed(words("benchmark waves.csv " + line))
    return try BenchmarkEntry.all(options, task: task)
  }

  @Test func standardNetworksAreThoseOfThePapers() throws {
    let entries = try entries("")
    #expect(
      entries.map(\.name) == [
        "ltc", "ltc-ncp", "cfc", "cfc-ncp", "cfc-mm", "lstm", "gru", "ct-rnn", "neural-ode", "ct-gru",
      ])
    for entry in entries {
      let options = entry.options
      #expect(options.batch == 16 && options.wiring.units == 32 && options.threads == 1)
      #expect(options.learningRate == (options.model.rawValue == "ltc" ? 0.01 : 0.001), "\(entry.name)")
      #expect(options.wiring.kind == (entry.name.hasSuffix("-ncp") ? .autoNCP : .full), "\(entry.name)")
      #expect(options.cell.mixedMemory == entry.name.hasSuffix("-mm"))
    }
  }

  @Test func everyNetworkThereIsCanBeBuilt() throws {
    let entries = try entries("--models \(NetworkPreset.all.map(\.name).joined(separator: ","))")
    #expect(entries.count == 20)
    let names = Set(entries.map { "\($0.options.configuration)" })
    #expect(names.count == entries.count, "two networks are the same")
  }

  @Test func thePersonGoesBeforeTheTaskAndTheTaskBeforeThePapers() throws {
    let text = """
      data: waves.csv
      training: {model: cfc, units: 40, batch: 64, learning-rate: 0.02, clip: 3}
      benchmark:
        epochs: 7
        models: {ltc: {learning-rate: 0.005, units: 20}, lstm: {}}
      """
    let task = try TaskFile(bytes: Array(text.utf8), path: "t.yaml")
    let planned = try entries("", task: task).map(\.options)
    #expect(planned.map(\.model.rawValue) == ["ltc", "lstm"] && planned.map(\.epochs) == [7, 7])
    #expect(planned.map(\.learningRate) == [0.005, 0.001] && planned.map(\.batch) == [64, 64])
    #expect(planned.map(\.wiring.units) == [20, 40] && planned.map(\.clip) == [3, 3])
    let asked = try entries("--learning-rate 0.1 --epochs 2 --unfolds 4 --models lstm,ltc", task: task)
      .map(\.options)
    #expect(asked.map(\.model.rawValue) == ["lstm", "ltc"] && asked.map(\.epochs) == [2, 2])
    #expect(asked.map(\.learningRate) == [0.1, 0.1] && asked.map(\.unfolds) == [nil, 4])
  }

  @Test func aFlagThatTheTaskHasOnIsSwitchedOffByThePerson() throws {
    let text =
      "data: waves.csv\nsort-by-time: on\ntraining: {optimizer: sgd, momentum: 0.5, nesterov: on}\nbenchmark: {models: {ltc: {}}}\n"
    let task = try TaskFile(bytes: Array(text.utf8), path: "t.yaml")
    let planned = try entries("", task: task)[0].options
    #expect(planned.learning.isNesterov && planned.sortsByTime)
    let asked = try entries("--no-nesterov --no-sort-by-time", task: task)[0].options
    #expect(!asked.learning.isNesterov && !asked.sortsByTime)
  }

  @Test func olderNamesOfNetworksAreReadOnTheCommandLineAndInTasks() throws {
    let names = ["neural-ode", "ct-rnn", "ct-gru"]
    #expect(try entries("--models node,ctrnn,ctgru,ct-gru").map(\.name) == names)
    let text = "data: waves.csv\nbenchmark: {models: {node: {}, ctrnn: {units: 8}, ctgru: }}\n"
    let planned = try entries("", task: TaskFile(bytes: Array(text.utf8), path: "t.yaml"))
    #expect(planned.map(\.name) == names && planned.map(\.options.wiring.units) == [32, 8, 32])
    #expect(["node", "ctrnn", "ctgru"].map { NetworkKind(rawValue: $0)?.rawValue } == names)
  }

  @Test(arguments: [
    ("--models lstm,gru --unfolds 3", "--unfolds means nothing with --model lstm"),
    ("--models ltc,rnn", "--models cannot be 'ltc,rnn': it must be names out of ltc, "),
    ("--models ltc --epochs 2 --steps 5", "--epochs does not go with --steps"),
    ("--threads 3", "there is no option '--threads'"), ("--test-jitter 0.7", "between 0 and 0.5, each"),
    ("--split 80,20,0 --test-drop 0.1", "--test-drop means nothing without a test part in --split"),
  ])
  func mistakesAreSaidInOneLine(line: String, part: String) throws {
    do {
      _ = try entries(line)
      Issue.record("\(line) was taken")
    } catch {
      #expect("\(error)".replacing("\"", with: "'").contains(part), "\(error)")
    }
  }

  @Test(arguments: [
    ("transformer", [:], "the task compares a network"), ("lstm", ["unfolds": "3"], "lstm: --unfolds"),
    ("ltc", ["depth": "3"], "there is no option"), ("ltc", ["units": "many"], "must be a whole number"),
  ])
  func mistakesOfTheTaskToo(name: String, options: [String: String], part: String) throws {
    let words = options.map { "\($0): \($1)" }.joined(separator: ", ")
    let text = "data: waves.csv\nbenchmark: {models: {\(name): {\(words)}}}\n"
    let task = try TaskFile(bytes: Array(text.utf8), path: "t.yaml")
    do {
      _ = try entries("", task: task)
      Issue.record("\(name) \(options) was taken")
    } catch {
      #expect("\(error)".contains(part), "\(error)")
    }
  }
}
