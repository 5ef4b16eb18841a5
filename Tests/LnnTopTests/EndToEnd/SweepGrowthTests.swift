import Foundation
import RunStore
import TestSupport
import Testing

/// `lnn-top sweep` where runs follow from the results of others.
@Suite("lnn-top sweep, growing")
struct SweepGrowthTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeWaves()
  }

  private func write(_ rest: String, to name: String = "s.yaml") throws {
    try folder.write(
      """
      task: waves.csv
      training: {window: 16, model: cfc, schedule: cosine, batch: 4}
      space: {units: [4, 6], learning-rate: {log: [1e-3, 1e-1]}}
      \(rest)

      """, to: name)
  }

  private func sweep(_ line: String, _ environment: [String: String] = [:]) throws -> CommandRun {
    try CommandRun(
      ["sweep"] + line.split(separator: " ").map(String.init), in: folder, environment: environment)
  }

  /// The trials by their numbers: what they tried, what they reached, how they stand.
  private func trials(_ run: CommandRun) throws -> [Int: String] {
    #expect(run.status == 0, "\(run.messages)")
    let trials = try #require(try run.objects().first?["trials"] as? [[String: Any]])
    var found: [Int: String] = [:]
    for trial in trials {
      let values = (trial["values"] as? [String: String] ?? [:]).sorted { $0.key < $1.key }.map { $0.value }
      let figure = trial["metric"] as? Double ?? .nan
      found[trial["trial"] as? Int ?? 0] =
        "\(values) \(figure) \(trial["state"] ?? "") \(trial["epochs"] ?? "")"
    }
    return found
  }

  /// Begins a sweep and kills it, and what it has started, while a run waits after a step.
  private func kill(_ line: String, after step: Int, _ environment: [String: String] = [:]) throws {
    let gate = try Gate(afterStep: step, in: folder)
    let process = try CommandRun.start(
      ["sweep"] + line.split(separator: " ").map(String.init), in: folder,
      environment: environment.merging(gate.environment) { $1 })
    #expect(gate.waitUntilReached(by: process))
    process.end(by: SIGKILL)
  }

  /// The weights at the end of a run, without how it was trained.
  private func weights(_ path: String) throws -> Data {
    let reader = try RunReader(path: path)
    let model = try #require(reader.newestResumable()?.0.model)
    let length = model.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    return Data(model.dropFirst(8 + length))
  }

  @Test("A run that went on after each rung has the weights of one that was trained at once")
  func halving() throws {
    try write("trials: 4\nseeds: 2\nhalving: {factor: 2, epochs: [1, 2, 3]}")
    let run = try sweep("s.yaml --out out --json")
    let found = try trials(run)
    #expect(found.values.count { $0.hasSuffix("done 3") } == 1)
    #expect(found.values.count { $0.hasSuffix("stopped 2") } == 1)
    #expect(found.values.count { $0.hasSuffix("stopped 1") } == 2, "\(found)")
    #expect(run.messages.contains("[rung 3/3]"))
    let best = try #require(try sweep("best out --json").objects().first)
    let runs = try #require(best["runs"] as? [String])
    let words = try #require(best["command"] as? String).split(separator: " ").dropFirst().map(String.init)
    let alone = try CommandRun(words + ["--run", "alone.lnnrun", "--headless"], in: folder)
    #expect(alone.status == 0, "\(words): \(alone.messages)")
    #expect(try weights(folder.path("alone.lnnrun")) == weights(folder.path(runs[0])))
    _ = try sweep("export out -o all.csv")
    let rows = try folder.text("all.csv").split(separator: "\n")
    #expect(rows[0].hasSuffix(",trained_epochs") && rows.dropFirst().count { $0.hasSuffix(",3") } == 2)
  }

  @Test("After a kill within a rung the same trials go on, to the same figures")
  func killedHalving() throws {
    try write("trials: 4\nhalving: {factor: 2, epochs: [1, 2]}")
    let whole = try trials(try sweep("s.yaml --out whole --json"))
    let reader = try RunReader(path: folder.path("whole/00001-seed1.lnnrun"))
    let epoch = try #require(reader.description.stepsPerEpoch)
    try kill("s.yaml --out out --jobs 1 --quiet", after: epoch + 1)
    #expect(try trials(try sweep("s.yaml --out out --json")) == whole)
  }

  @Test(
    "Trials of Optuna are asked once and told once, and after a kill the same ones follow",
    .enabled(if: OptunaPython.path != nil, Comment(rawValue: OptunaPython.absence)))
  func optuna() throws {
    let python = try #require(OptunaPython.path)
    let environment = ["LNN_TOP_PYTHON": python]
    try write("sampler: {kind: optuna, startup: 2}\ntrials: 4\nhalving: {factor: 2, epochs: [1, 2]}")
    let whole = try trials(try sweep("s.yaml --out whole --jobs 1 --json", environment))
    #expect(whole.count == 4)
    let steps = try RunReader(path: folder.path("whole/00001-seed1.lnnrun")).description.stepsPerEpoch
    try kill("s.yaml --out out --jobs 1 --quiet", after: try #require(steps) + 1, environment)
    for _ in 0..<2 {
      #expect(try trials(try sweep("s.yaml --out out --jobs 1 --json", environment)) == whole)
    }
    let program = """
      import optuna
      study = optuna.load_study(study_name="s", storage="sqlite:///out/optuna.db")
      print(len(study.trials), sorted(set(t.state.name for t in study.trials)))
      """
    let stored = try Tool.runSuccessfully(python, ["-c", program], in: folder.path(""))
    #expect(stored.output.hasPrefix("4 ['COMPLETE'"), "\(stored.output)")
    // More trials may be asked for later.
    try write("sampler: {kind: optuna, startup: 2}\ntrials: 5\nhalving: {factor: 2, epochs: [1, 2]}")
    #expect(try trials(try sweep("s.yaml --out out --jobs 1 --json", environment)).count == 5)
  }

  @Test(
    "Two goals are told: what a trial reaches, and how large its network is",
    .enabled(if: OptunaPython.path != nil, Comment(rawValue: OptunaPython.absence)))
  func twoGoals() throws {
    let python = try #require(OptunaPython.path)
    try write(
      "sampler: {kind: optuna, method: nsga2, population: 2, against: parameters}\ntrials: 3\n")
    try folder.write(
      try folder.text("s.yaml").replacing("batch: 4", with: "batch: 4, epochs: 1"), to: "s.yaml")
    #expect(try trials(try sweep("s.yaml --out out --json", ["LNN_TOP_PYTHON": python])).count > 0)
    let table = try #require(try sweep("table out --json").objects().first?["trials"] as? [[String: Any]])
    let front = Set(table.filter { $0["front"] as? Bool == true }.compactMap { $0["trial"] as? Int })
    let best = try #require(try sweep("best out --json").objects().first?["front"] as? [[String: Any]])
    #expect(!front.isEmpty && Set(best.compactMap { $0["trial"] as? Int }) == front)
    #expect(try sweep("table out").output.contains("FRONT"))
    #expect(try sweep("export out").output.split(separator: "\n").first?.hasSuffix(",front") == true)
    let program = """
      import optuna
      study = optuna.load_study(study_name="s", storage="sqlite:///out/optuna.db")
      print([int(t.values[1]) for t in study.trials if t.params["units"] == "6"][:1], len(study.best_trials) > 0)
      """
    let stored = try Tool.runSuccessfully(python, ["-c", program], in: folder.path(""))
    #expect(stored.output.hasSuffix("True\n"), "\(stored.output)")
  }

  @Test("Without Python, and on a Slurm that is not told how many runs it makes, one line says what to do")
  func mistakes() throws {
    try write("sampler: optuna\ntrials: 3")
    let none = try sweep("s.yaml --out out", ["PATH": "/nowhere", "LNN_TOP_PYTHON": ""])
    #expect(none.status != 0 && none.messages.contains("there is no 'python3' here"), "\(none)")
    let named = try sweep("s.yaml --out out", ["LNN_TOP_PYTHON": "/nowhere/python"])
    #expect(named.status != 0 && named.messages.contains("there is no '/nowhere/python' here"), "\(named)")
    let slurm = try sweep("s.yaml --out out --executor slurm --no-submit")
    #expect(slurm.status != 0 && slurm.messages.contains("--jobs says how many"), "\(slurm)")
  }

  @Test("Runs of a rung are an array of Slurm, and a helper makes one of them")
  func rounds() throws {
    try write("trials: 4\nhalving: {factor: 2, epochs: [1, 2]}")
    func array() throws -> String {
      #expect(try sweep("s.yaml --out out --executor slurm --no-submit").status == 0)
      let script = try folder.text("out/sweep.sbatch")
      return try #require(script.split(separator: "\n").first { $0.contains("--array=") }).description
    }
    #expect(try array().hasSuffix("--array=1-4"))
    for index in 1...4 { #expect(try sweep("work out --index \(index)").status == 0) }
    let next = try array()
    #expect(next.split(separator: ",").count == 2 || next.contains("-"), "\(next)")
    #expect(!next.hasSuffix("=1-4"))
    #expect(try sweep("work out").status == 0)
    let all = try sweep("s.yaml --out out --executor slurm --no-submit")
    #expect(all.messages.contains("all 4 runs have ended"), "\(all.messages)")
  }
}
