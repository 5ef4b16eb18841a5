import Foundation
import RunStore
import Sweeps
import TestSupport
import Testing

/// The folder of a sweep with the real program: what is said of it, and how it goes on.
@Suite("lnn-top sweep, its folder")
struct SweepFolderCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeWaves()
  }

  private func write(_ space: String, _ rest: String = "", to name: String = "s.yaml") throws {
    try folder.write(
      "task: waves.csv\ntraining: {epochs: 1, window: 16, model: cfc}\nspace: {\(space)}\n\(rest)\n", to: name
    )
  }

  private func sweep(_ line: String, environment: [String: String] = [:]) throws -> CommandRun {
    try CommandRun(
      ["sweep"] + line.split(separator: " ").map(String.init), in: folder, environment: environment)
  }

  private func isThere(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder.path(name)) }

  private var plan: SweepFolder { SweepFolder(path: folder.path("out")) }

  @Test(
    "the paths of a sweep file start at its own folder, and a sweep that was begun there goes on from elsewhere"
  )
  func paths() throws {
    let elsewhere = try TemporaryFolder()
    try elsewhere.writeWaves(rows: 300)
    try write("units: [6, 7]")
    #expect(try sweep("s.yaml --out out --executor slurm --no-submit").status == 0)
    let written = try plan.plan()
    #expect(written.task == "waves.csv")
    let run = try CommandRun(
      ["sweep", folder.path("s.yaml"), "--out", folder.path("out"), "--json"], in: elsewhere)
    #expect(run.status == 0, "the table of another folder is another one: \(run.messages)")
    #expect(try plan.plan() == written)
    let cached = try TemporaryFolder()
    try folder.write(
      "task: waves.csv\ntraining: {epochs: 1, window: 16, cache: cache}\nspace: {units: [6]}\n", to: "c.yaml")
    let other = try CommandRun(["sweep", folder.path("c.yaml"), "--out", "out"], in: cached)
    #expect(other.status == 0 && isThere("cache"), "\(other.messages)")
  }

  @Test("more trials and more seeds go on with what is there, and fewer are told")
  func more() throws {
    try write("units: {integers: [4, 900]}", "trials: 2")
    #expect(try sweep("s.yaml --out out --executor slurm --no-submit").status == 0)
    #expect(try sweep("work out --index 2").status == 0)
    let before = try plan.plan().jobs
    try write("units: {integers: [4, 900]}", "trials: 3\nseeds: 2")
    #expect(try sweep("s.yaml --out out --executor slurm --no-submit").status == 0)
    let after = try plan.plan().jobs
    #expect(after.count == 6 && Array(after.prefix(2)) == before, "runs keep their numbers")
    #expect(try sweep("work out --index 2").messages.isEmpty, "it is made")
    try write("units: {integers: [4, 900]}", "trials: 2\nseeds: 2")
    let fewer = try sweep("s.yaml --out out")
    #expect(fewer.status != 0 && fewer.messages.contains("it has 3 trials, this one has 2"), "\(fewer)")
    try write("units: {integers: [4, 900]}", "trials: 3\nseeds: 2\nseed: 2")
    let others = try sweep("s.yaml --out out")
    #expect(
      others.status != 0 && others.messages.contains("its points are others, as of another 'seed'"),
      "\(others)")
  }

  @Test("a plan is there before Optuna is, and a Python without it leaves nothing")
  func withoutOptuna() throws {
    try write("units: [6, 7]", "sampler: optuna\ntrials: 2")
    try folder.writeProgram(
      "#!/bin/sh\n'\(CommandRun.executable)' sweep table . >'\(folder.path("said"))' 2>&1\n"
        + "echo '{\"missing\": \"optuna\"}'\n", to: "python")
    let environment = ["LNN_TOP_PYTHON": folder.path("python")]
    let run = try sweep("s.yaml --out out", environment: environment)
    #expect(run.status != 0 && run.messages.contains("has no package 'optuna'"), "\(run)")
    #expect(run.messages.contains("lnn-top: starting Optuna"))
    #expect(try folder.text("said").contains("s: 0 trials by"))
    #expect(!isThere("out"), "nothing is left")
    let quiet = try sweep("s.yaml --out out --quiet", environment: environment)
    #expect(!quiet.messages.contains("starting"))
    try FileManager.default.createDirectory(atPath: folder.path("mine"), withIntermediateDirectories: true)
    #expect(try sweep("s.yaml --out mine", environment: environment).status != 0)
    #expect(isThere("mine"), "it was the person's")
  }

  @Test("points that the data make equal are made once")
  func equalPoints() throws {
    try folder.write(
      "task: waves.csv\ntraining: {epochs: 1, window: 16}\n"
        + "space: {network: [ltc-ncp, lstm, cfc-mm], residual: [true, false], units: [9]}\n", to: "s.yaml")
    let run = try sweep("s.yaml --out out --executor slurm --no-submit")
    #expect(run.status == 0 && run.messages.contains("3 points say the same as others"), "\(run.messages)")
    #expect(try plan.plan().jobs.count == 3)
    let runs = try CommandRun(["runs", "."], in: folder)
    #expect(runs.messages.contains("sweeps and comparisons there: out;"), "\(runs)")
    let distinct = try plan.plan()
    let known = distinct.jobs.map(\.key)
    // What an earlier version planned, which made such points twice, goes on as it was.
    var earlier: [SweepJob] = [distinct.jobs[0]]
    for job in distinct.jobs.dropFirst() {
      for isOn in [true, false] {
        var (values, options) = (job.values, job.options)
        values["residual"] = "\(isOn)"
        options["residual"] = isOn ? "true" : nil
        earlier.append(
          SweepJob(
            key: SweepJob.key(trial: earlier.count, seed: 1), trial: earlier.count, seed: 1, values: values,
            options: options))
      }
    }
    let written = SweepPlan(
      name: distinct.name, task: distinct.task, space: distinct.space, sampler: distinct.sampler,
      goal: distinct.goal, metricName: distinct.metricName, isBetterWhenLarger: distinct.isBetterWhenLarger,
      fingerprint: distinct.fingerprint, jobs: earlier)
    try FileManager.default.removeItem(atPath: folder.path("out"))
    try plan.begin(written)
    let again = try sweep("s.yaml --out out --executor slurm --no-submit")
    #expect(again.status == 0, "\(again.messages)")
    #expect(try plan.plan() == written && known.count < written.jobs.count)
  }

  @Test("the best of a sweep that goes on is told as such, with its seeds, and a run whose file is gone")
  func best() throws {
    try write("units: [6, 7]", "seeds: 2")
    #expect(try sweep("s.yaml --out out --executor slurm --no-submit").status == 0)
    for index in 1...2 { #expect(try sweep("work out --index \(index)").status == 0) }
    let best = try sweep("best out")
    #expect(best.output.contains("2 of 4 runs have ended; another trial may turn out better"), "\(best)")
    #expect(best.output.contains(" ± ") && best.output.contains("the mean of 2 seeds"), "\(best)")
    #expect(!best.output.contains("\ngone"))
    try FileManager.default.removeItem(atPath: folder.path("out/00001-seed2.lnnrun"))
    #expect(try sweep("best out").output.contains("\ngone"))
    let table = try sweep("table out")
    #expect(table.output.contains("means over the seeds") && !table.output.contains("0.0 s"), "\(table)")
    let csv = try sweep("export out")
    #expect(csv.status == 0 && csv.output.hasPrefix("run,trial,seed,units,"), "\(csv)")
    #expect(try sweep("export out -o -").output == csv.output && !isThere("-"))
  }

  @Test("GNU parallel is called again as long as runs get fewer")
  func again() throws {
    try write("units: [6, 7, 8]")
    // It makes the first run that it is given, and loses the others.
    try folder.writeProgram(
      "#!/bin/sh\nread -r run\ncat >/dev/null\nfor line; do :; done\n"
        + "sh -c \"$(printf %s \"$line\" | sed \"s/@lnn-top-run@/$run/\")\" </dev/null\n", to: "bin/parallel")
    let path = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
    let environment = ["PATH": "\(folder.path("bin")):\(path)"]
    let run = try sweep("s.yaml --out out --executor parallel", environment: environment)
    #expect(run.status == 0 && plan.resultKeys().count == 3, "\(run.messages)")
    try folder.writeProgram("#!/bin/sh\ncat >/dev/null\n", to: "bin/parallel")
    let none = try sweep("s.yaml --out none --executor parallel", environment: environment)
    #expect(none.status != 0 && none.messages.contains("3 runs of 3 could not be made"), "\(none.messages)")
  }

  @Test("a second call waits for the runs that the first one makes")
  func waits() throws {
    try write("units: [6], batch: [4]")
    #expect(try sweep("s.yaml --out out --executor slurm --no-submit").status == 0)
    let first = try GatedTraining(["sweep", "work", "out"], holdAfter: 5, in: folder)
    #expect(first.waitUntilRecorded(in: "out/00001-seed1.lnnrun"))
    let second = try CommandRun.start(
      ["sweep", "s.yaml", "--out", "out"], in: folder, output: folder.path("output"),
      messages: folder.path("messages"))
    #expect(
      waitUntil {
        !second.isRunning
          || (try? folder.text("messages"))?.contains("other processes make the last 1 run") == true
      })
    first.gate.open()
    #expect(first.process.wait() == 0 && second.wait() == 0)
    #expect(try folder.text("output").contains("1 trial by"))
  }

  @Test("what is no sweep file, and a misspelt command, are told as what they are")
  func mistakes() throws {
    try folder.write("", to: "empty.yaml")
    #expect(try sweep("empty.yaml").messages.contains("empty.yaml: the file is empty"))
    try FileManager.default.createDirectory(atPath: folder.path("dir"), withIntermediateDirectories: true)
    #expect(try sweep("dir").messages.contains("dir: this is a folder, not a sweep file"))
    let misspelt = try sweep("tabel ../mid")
    #expect(
      misspelt.status != 0
        && misspelt.messages.contains("there is no command 'sweep tabel' (did you mean sweep table?)"),
      "\(misspelt)")
    try write("units: [6]")
    let proc = try sweep("s.yaml --out /proc/none")
    #expect(proc.status != 0 && !proc.messages.contains("operation could"), "\(proc)")
  }
}
