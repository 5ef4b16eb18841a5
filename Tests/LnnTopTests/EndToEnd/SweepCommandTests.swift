import Foundation
import RunStore
import TestSupport
import Testing

/// `lnn-top sweep` with the real program.
@Suite("lnn-top sweep")
struct SweepCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeWaves()
  }

  /// Writes a sweep over the waves of small networks.
  private func write(_ space: String, _ rest: String = "", epochs: Int = 2, to name: String = "s.yaml") throws
  {
    try folder.write(
      "task: waves.csv\ntraining: {epochs: \(epochs), window: 16, model: cfc}\nspace: {\(space)}\n\(rest)\n",
      to: name)
  }

  private func sweep(_ line: String, environment: [String: String] = [:]) throws -> CommandRun {
    try CommandRun(
      ["sweep"] + line.split(separator: " ").map(String.init), in: folder, environment: environment)
  }

  private func trials(_ run: CommandRun) throws -> [[String: Any]] {
    try #require(try run.objects().first?["trials"] as? [[String: Any]])
  }

  /// The weights at the end of a run, without how it was trained.
  private func weights(_ path: String) throws -> Data {
    let reader = try RunReader(path: path)
    let model = try #require(reader.newestResumable()?.0.model)
    let length = model.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    return Data(model.dropFirst(8 + length))
  }

  @Test("trains every point with every seed, ranks them, and each run is the one that train makes")
  func whole() throws {
    try write("units: [6, 9], learning-rate: {log: [1e-3, 1e-1]}", "trials: 3\nseeds: 2")
    let run = try sweep("s.yaml --out out --json")
    #expect(run.status == 0, "\(run.messages)")
    #expect(run.messages.contains("lnn-top: 6 runs in out\n") && run.messages.contains("lnn-top: [6/6] "))
    let trials = try trials(run)
    #expect(trials.compactMap { $0["rank"] as? Int } == [1, 2, 3])
    let figures = trials.compactMap { $0["metric"] as? Double }
    #expect(figures.count == 3 && figures == figures.sorted(), "the mean absolute error, smallest first")
    let best = try #require(try sweep("best out --json").objects().first)
    #expect(best["figure"] as? Double == figures[0] && best["test"] is Double)
    let runs = try #require(best["runs"] as? [String])
    let words = try #require(best["command"] as? String).split(separator: " ").dropFirst().map(String.init)
    let alone = try CommandRun(words + ["--run", "alone.lnnrun", "--headless", "--threads", "2"], in: folder)
    #expect(alone.status == 0, "\(words): \(alone.messages)")
    #expect(try weights(folder.path("alone.lnnrun")) == weights(folder.path(runs[0])))
    let export = try sweep("export out -o all.csv")
    let rows = try String(contentsOfFile: folder.path("all.csv"), encoding: .utf8).split(separator: "\n")
    #expect(export.status == 0 && rows.count == 7)
    #expect(rows[0].hasPrefix("run,trial,seed,units,learning-rate,state,validation_loss,"))
    #expect(rows.dropFirst().allSatisfy { $0.contains(",done,") })
    let again = try sweep("s.yaml --out out")
    #expect(again.status == 0 && again.messages.contains("6 of them finished before"))
    #expect(again.output == (try sweep("table out")).output)
  }

  @Test("goes on with a run whose process was killed, and the result is that of one that never stopped")
  func killed() throws {
    try write("units: [6], batch: [4]", epochs: 4)
    let whole = try sweep("s.yaml --out whole --json")
    #expect(whole.status == 0, "\(whole.messages)")
    let planned = try sweep("s.yaml --out out --executor slurm --no-submit")
    #expect(planned.status == 0, "\(planned.messages)")
    let worker = try GatedTraining(["sweep", "work", "out"], holdAfter: 40, in: folder)
    #expect(worker.waitUntilRecorded(in: "out/00001-seed1.lnnrun"))
    // While its process lives nobody else makes it.
    let other = try sweep("work out")
    #expect(other.status == 0 && other.messages.contains("00001-seed1: another process has it"), "\(other)")
    worker.process.end(by: SIGKILL)
    let rest = try sweep("s.yaml --out out --json")
    #expect(rest.status == 0, "\(rest.messages)")
    let (found, wanted) = (try trials(rest)[0], try trials(whole)[0])
    for figure in ["metric", "loss"] { #expect(found[figure] as? Double == wanted[figure] as? Double) }
    let name = "00001-seed1.lnnrun"
    #expect(try weights(folder.path("out/\(name)")) == weights(folder.path("whole/\(name)")))
  }

  @Test(
    "takes options as far as they mean something at a point, and a point that cannot be trained fails alone")
  func oddPoints() throws {
    try folder.write(
      """
      task: waves.csv
      training: {epochs: 1, window: 16}
      space:
        network: [cfc-mm, lstm, ltc-ncp]
        units: [3, 12]
        unfolds: [2]
      """, to: "s.yaml")
    let run = try sweep("s.yaml --out out --json")
    #expect(run.status == 0, "\(run.messages)")
    let trials = try trials(run)
    #expect(trials.count == 6)
    let failed = trials.filter { $0["state"] as? String == "failed" }
    #expect(
      failed.count == 1 && (failed[0]["reason"] as? String)?.contains("3 units are too few") == true,
      "\(failed)")
    for trial in trials {
      let values = try #require(trial["values"] as? [String: String])
      #expect((values["unfolds"] != nil) == (values["network"] == "ltc-ncp"), "\(values)")
    }
  }

  @Test(
    "trains what is asked for: a network by its name, each point once, and words that mean nothing are told")
  func points() throws {
    try folder.write(
      "task: waves.csv\ntraining: {epochs: 1, window: 16, network: cfc-mm, solver: rk4}\nspace: {units: [5, 5.0]}\n",
      to: "s.yaml")
    let refused = try sweep("s.yaml --out out")
    #expect(
      refused.status != 0 && refused.messages.contains("'units' cannot be '5.0'"), "\(refused.messages)")
    try folder.write(
      "task: waves.csv\ntraining: {epochs: 1, window: 16, solver: rk4}\n"
        + "space: {network: [lstm, cfc-mm, cfc], units: [5], unfolds: [2, 3]}\n", to: "s.yaml")
    let run = try sweep("s.yaml --out out --json")
    #expect(run.status == 0, "\(run.messages)")
    let trials = try trials(run)
    #expect(
      Set(trials.compactMap { ($0["values"] as? [String: String])?["network"] }) == ["lstm", "cfc-mm", "cfc"])
    #expect(trials.count == 3 && run.messages.contains("3 points say the same as others, and are left out"))
    #expect(run.messages.contains("training: 'solver' means nothing at any point"), "\(run.messages)")
    #expect(Set(trials.compactMap { $0["parameters"] as? Int }).count == 3, "\(trials)")
  }

  @Test("leaves runs to be made where their data are not there, and makes those whose result was damaged")
  func passingErrors() throws {
    try write("units: [6, 7]", epochs: 1)
    #expect(try sweep("s.yaml --out out --executor slurm --no-submit").status == 0)
    try FileManager.default.moveItem(atPath: folder.path("waves.csv"), toPath: folder.path("away.csv"))
    let without = try sweep("work out")
    #expect(without.status != 0 && without.messages.contains("waves.csv"), "\(without)")
    try FileManager.default.moveItem(atPath: folder.path("away.csv"), toPath: folder.path("waves.csv"))
    #expect(try sweep("s.yaml --out out").status == 0)
    try folder.write("", to: "out/results/00002-seed1.json")
    try folder.write("", to: "out/claims/00002-seed1")
    let again = try sweep("s.yaml --out out --json")
    #expect(again.status == 0 && again.messages.contains("1 of them finished before"), "\(again.messages)")
    #expect(try trials(again).allSatisfy { $0["state"] as? String == "done" })
  }

  @Test("has one sweep in a folder, and says so where the file or the data are others")
  func others() throws {
    try write("units: [6]", epochs: 1)
    #expect(try sweep("s.yaml --out out").status == 0)
    try write("units: [7]", epochs: 1, to: "other.yaml")
    let other = try sweep("other.yaml --out out")
    #expect(
      other.status != 0
        && other.messages.contains(
          "out holds another sweep: its name is 's', this one's is 'other'; its values of 'units'"),
      "\(other)")
    try folder.writeWaves(rows: 500)
    let data = try sweep("s.yaml --out out")
    #expect(
      data.status != 0
        && data.messages.contains("out holds another sweep: its data are others, or have changed"),
      "\(data)")
    let none = try sweep("table nowhere")
    #expect(none.status != 0 && none.messages.contains("nowhere holds no sweep"))
  }

  @Test("writes a job array that Slurm can begin again at any run, and makes a single one")
  func array() throws {
    try write("units: [6, 7, 8]", "executor: {kind: slurm, jobs: 2, options: [--time=00:10:00]}", epochs: 1)
    let kept = try sweep("s.yaml --out out --no-submit")
    #expect(kept.status == 0 && kept.output == "sbatch out/sweep.sbatch\n", "\(kept)")
    let script = try String(contentsOfFile: folder.path("out/sweep.sbatch"), encoding: .utf8)
    for line in [
      "#SBATCH --array=1-3%2", "#SBATCH --requeue", "#SBATCH --time=00:10:00", "#SBATCH --cpus-per-task=1",
    ] {
      #expect(script.contains(line + "\n"), "\(script)")
    }
    #expect(script.contains("sweep work \(folder.path("out")) --index \"$SLURM_ARRAY_TASK_ID\""))
    let second = try sweep("work out --index 2")
    #expect(second.status == 0 && second.messages.contains("00002-seed1: done"), "\(second)")
    // What has ended has no place in the next array.
    _ = try sweep("s.yaml --out out --no-submit")
    #expect(
      try String(contentsOfFile: folder.path("out/sweep.sbatch"), encoding: .utf8).contains("--array=1,3%2\n")
    )
    let beyond = try sweep("work out --index 4")
    #expect(beyond.status != 0 && beyond.messages.contains("the sweep has 3 runs, from 1 on"))
    let nobody = try sweep("s.yaml --out out", environment: ["PATH": "/nowhere"])
    #expect(nobody.status != 0 && nobody.messages.contains("there is no Slurm here"), "\(nobody)")
  }

  @Test(
    "makes its runs with GNU parallel",
    .enabled(if: Tool.path(of: "parallel") != nil, "GNU parallel is not here"))
  func parallel() throws {
    try write("units: [6, 7, 8]", epochs: 1)
    let run = try sweep("s.yaml --out out --executor parallel --jobs 2 --json")
    #expect(run.status == 0, "\(run.messages)")
    #expect(try trials(run).allSatisfy { $0["state"] as? String == "done" })
    let missing = try sweep("s.yaml --out none --executor parallel", environment: ["PATH": "/nowhere"])
    #expect(missing.status != 0 && missing.messages.contains("there is no GNU parallel here"), "\(missing)")
  }

  @Test(
    "says in one line what is wrong with a file",
    arguments: [
      (
        "task: waves.csv\nspace: {unit: [3]}",
        "s.yaml:2: there is no option 'unit' to train with; did you mean 'units'?"
      ),
      (
        "task: waves.csv\nspace: {units: [3, x]}",
        "s.yaml:2: 'units' cannot be 'x': it must be a whole number"
      ),
      ("task: waves.csv\nspace: {units: {log: [3, 90]}}\ntrials: 2", "s.yaml:2: 'units' cannot be '"),
      (
        "task: waves.csv\nspace: {seed: [1, 2]}",
        "s.yaml:2: a sweep sets 'seed' itself: 'seeds: N' makes N runs"
      ),
      ("task: waves.csv\nspace: {run: [a, b]}", "s.yaml:2: 'run' is for 'lnn-top train' alone"),
      ("task: waves.csv\nspace: {cache: [a, b]}", "s.yaml:2: all runs have one 'cache'"),
      ("task: waves.csv\nspace: {lr: [0.1, 0.2]}", "did you mean 'learning-rate'?"),
      ("task: waves.csv\nspace: {hidden: [3, 4]}", "did you mean 'units'?"),
      (
        "task: waves.csv\ndata: folder\nspace: {units: [3]}",
        "s.yaml:2: 'data' is the folder of a task file's data"
      ),
      ("task: lane-keepin\nspace: {units: [3]}", "lane-keepin"),
      ("task: waves.csv\nspace:\n\tunits: [3]", "s.yaml:3: this is no YAML (a tab"),
      (
        "task: waves.csv\nspace: {units: {integers: [1, 7000]}}\ntrials: 2",
        "s.yaml:2: 'units' cannot be '7000'"
      ),
      ("task: waves.csv\nspace: {network: [gruu]}", "there is no network 'gruu'; did you mean 'gru'?"),
      ("task: nothing.csv\nspace: {units: [3]}", "nothing.csv"),
      (
        "task: waves.csv\nspace: {targets: [slow, fast]}",
        "s.yaml:2: 'targets' changes what trials are judged by"
      ),
      ("task: waves.csv\ntraining: {validation: 0}\nspace: {units: [3]}", "there is no option 'validation'"),
      ("task: waves.csv\ntraining: {split: '90,0,10'}\nspace: {units: [3]}", "has no validation part"),
    ])
  func mistakes(text: String, message: String) throws {
    try folder.write(text + "\n", to: "s.yaml")
    let run = try sweep("s.yaml --out out")
    #expect(run.status != 0 && run.messages.contains(message), "\(run.messages)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("out/sweep.json")))
  }
}
