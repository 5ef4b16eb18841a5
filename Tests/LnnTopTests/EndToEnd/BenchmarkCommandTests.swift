import Foundation
import RunStore
import Telemetry
import TestSupport
import Testing

/// `lnn-top benchmark` with the real program.
@Suite("lnn-top benchmark")
struct BenchmarkCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeWaves()
  }

  private func benchmark(_ line: String) throws -> CommandRun {
    try CommandRun(["benchmark", "waves.csv"] + words(line), in: folder)
  }

  private static let files = ["cfc-ncp-seed1", "cfc-ncp-seed2", "lstm-seed1", "lstm-seed2"].map {
    "\($0).lnnrun"
  }

  private func bytes(_ files: [String]) throws -> [Data] {
    try files.map { try Data(contentsOf: URL(fileURLWithPath: folder.path("out/\($0)"))) }
  }

  @Test("trains every network with every seed, and reuses what is finished")
  func whole() throws {
    let line =
      "--models cfc-ncp,lstm --seeds 2 --epochs 2 --units 8 --window 16 --test-drop 0.2,0.5 --test-horizon 2 --out out"
    let first = try benchmark(line)
    #expect(first.status == 0, "\(first.messages)")
    #expect(first.messages.contains("lnn-top: 4 runs in out\n"))
    #expect(first.messages.split(separator: "\n").count { $0.contains("over the test part") } == 4)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("out"))
    #expect(names.filter { $0.hasSuffix(".lnnrun") }.sorted() == Self.files)
    let before = try bytes(Self.files)
    let second = try benchmark(line + " --json")
    #expect(second.status == 0 && second.messages.contains("4 finished before, 0 to go on with"))
    #expect(try bytes(Self.files) == before)
    try checkFigures(second)
    let markdown = try benchmark(line + " --format markdown -q")
    #expect(markdown.messages == "")
    #expect(markdown.output.hasPrefix("```sh\nlnn-top benchmark waves.csv --models cfc-ncp,lstm --seeds 2 "))
    #expect(!markdown.output.contains("--format ''"))
    #expect(first.output.contains("CfC-NCP") && first.output.contains("mae by horizon: "))
    let tags = try RunLabels.list(path: folder.path("out/lstm-seed2.lnnrun")).map(\.text)
    #expect(tags == ["benchmark", "lstm", "seed-2"])
  }

  @Test("guesses of a table what training on it does, tells it once, and reuses the runs")
  func guess() throws {
    let rows = (0..<96).map { "\($0 % 3 == 0 ? "a" : "b"),\($0 % 24),p\($0 / 24),\($0 % 7)\n" }
    try folder.write("label,time,patient,x\n" + rows.joined(), to: "t.csv")
    let quick = words("--steps 1 --units 8")
    let line = ["benchmark", "t.csv", "--models", "cfc,lstm", "--seeds", "1", "--out", "out"] + quick
    let compared = try CommandRun(line, in: folder)
    #expect(compared.status == 0, "\(compared.messages)")
    #expect(compared.messages.components(separatedBy: "--sequence none").count == 2, "\(compared.messages)")
    let trained = try CommandRun(
      ["train", "t.csv", "--run", "a.lnnrun", "--headless", "--model", "cfc"] + quick, in: folder)
    #expect(trained.status == 0, "\(trained.messages)")
    let reference = try RunReader(path: folder.path("a.lnnrun"))
    for name in ["cfc", "lstm"] {
      let reader = try RunReader(path: folder.path("out/\(name)-seed1.lnnrun"))
      #expect(reader.fingerprint == reference.fingerprint)
      for word in ["sequence", "time", "targets", "kind", "inputs", "window", "missing", "shuffle"] {
        let recorded = reader.description.configuration[word]
        #expect(recorded == reference.description.configuration[word], "\(name): \(word)")
      }
    }
    let again = try CommandRun(line, in: folder)
    #expect(again.status == 0 && again.messages.contains("2 finished before"), "\(again.messages)")
    let plain = try CommandRun(
      Array(line.dropLast(6)) + quick + words("--sequence none --out all"), in: folder)
    #expect(plain.status == 0, "\(plain.messages)")
    let alone = try RunReader(path: folder.path("all/cfc-seed1.lnnrun"))
    #expect(alone.description.configuration["sequence"] == nil)
  }

  /// The JSON says what the run files say.
  private func checkFigures(_ run: CommandRun) throws {
    let report = try #require(try run.objects().first)
    #expect(report["metric"] as? String == "mae" && (report["runs"] as? [Any])?.count == 4)
    let models = try #require(report["models"] as? [[String: Any]])
    #expect(models.map { $0["name"] as? String } == ["cfc-ncp", "lstm"])
    for model in models {
      let name = try #require(model["name"] as? String)
      let readers = try (1...2).map { try RunReader(path: folder.path("out/\(name)-seed\($0).lnnrun")) }
      let outcomes = try readers.map { try #require($0.outcome) }
      let values = try outcomes.map { try #require($0.test).metric }
      let metric = try #require(model["metric"] as? [String: Any])
      #expect(abs(try #require(metric["mean"] as? Double) - (values[0] + values[1]) / 2) < 1e-12)
      let deviation = abs(values[0] - values[1]) / 2.0.squareRoot()
      #expect(abs(try #require(metric["deviation"] as? Double) - deviation) < 1e-12)
      let conditions = try #require(model["conditions"] as? [[String: Any]])
      #expect(conditions.map { $0["level"] as? Double } == [0.2, 0.5, 2])
      let dropped = outcomes.compactMap { $0.conditions?[1].result.metric }
      let mean = try #require((conditions[1]["metric"] as? [String: Any])?["mean"] as? Double)
      #expect(dropped.count == 2 && abs(mean - (dropped[0] + dropped[1]) / 2) < 1e-12)
      #expect(model["parameters"] as? Int == readers[0].description.model.parameterCount)
    }
  }

  @Test("goes on where it was stopped, to the same results")
  func resumed() throws {
    let line = "--models lstm,gru --seeds 2 --epochs 6 --window 16 --jobs 2"
    let whole = try benchmark(line + " --out whole --json")
    #expect(whole.status == 0, "\(whole.messages)")
    let held = try GatedTraining(
      ["benchmark", "waves.csv"] + words(line + " --out out"), holdAfter: 13, in: folder)
    #expect(held.waitUntilRecorded(in: "out/lstm-seed1.lnnrun"))
    #expect(held.process.end(by: SIGINT) == 130)
    let state = try RunReader(path: folder.path("out/lstm-seed1.lnnrun")).outcome?.state
    #expect(state == .stopped)
    let rest = try benchmark(line + " --out out --json")
    #expect(rest.status == 0, "\(rest.messages)")
    #expect(!rest.messages.contains(" 0 to go on with"), "\(rest.messages)")
    let metrics = try [whole, rest].map { run in
      try #require(try run.objects().first?["runs"] as? [[String: Any]]).map { $0["metric"] as? Double }
    }
    #expect(metrics[0] == metrics[1] && !metrics[0].contains(nil))
  }

  @Test("compares published figures on their own split alone")
  func published() throws {
    try folder.write(
      """
      data: waves.csv
      targets: product
      window: 16
      benchmark: {published: [{model: gru, value: 0.1, deviation: 0.01}]}
      split-like-paper: {by: windows, stride: 8, shuffle: 3}
      """, to: "paper.yaml")
    try folder.write(
      "data: waves.csv\ntargets: product\nwindow: 16\nbenchmark: {published: [{model: gru, value: 0.1}]}\n",
      to: "own.yaml")
    func run(_ line: String) throws -> CommandRun {
      let run = try CommandRun(
        words("benchmark \(line) --models gru --seeds 1 --epochs 1 --units 8 --jobs 1"), in: folder)
      #expect(run.status == 0, "\(run.messages)")
      return run
    }
    #expect(try run("paper.yaml --split-like-paper --out a").output.contains("PUBLISHED"))
    #expect(try run("own.yaml --out b").output.contains("PUBLISHED"))
    for (line, words) in [
      ("paper.yaml --out c", "of another split, and are not compared: --split-like-paper repeats it"),
      ("own.yaml --split 60,20,20 --out d", "of the task's own split, and are not compared"),
      ("own.yaml --metric rmse --out e", "of another part or metric, and are not compared"),
    ] {
      let output = try run(line).output
      #expect(output.contains(words) && !output.contains("PUBLISHED"), "\(output)")
    }
  }

  @Test("compares no published figures where groups are held out in turn, even the task's own first")
  func publishedOfOneGroup() throws {
    let rows = (0..<96).map { "\($0 % 3 == 0 ? "a" : "b"),\($0 % 24),p\($0 / 24),\($0 % 7)\n" }
    try folder.write("label,time,patient,x\n" + rows.joined(), to: "t.csv")
    try folder.write(
      """
      data: t.csv
      inputs: [x]
      targets: label
      kind: classification
      sequence: patient
      time: time
      split: {train: 60, validation: 40, hold-out: {column: patient, values: [p0]}}
      benchmark: {published: [{model: gru, value: 0.5}]}
      """, to: "t.yaml")
    let run = try CommandRun(
      words("benchmark t.yaml --hold-out patient --models gru --seeds 1 --epochs 1 --units 4 --out out"),
      in: folder)
    #expect(run.status == 0, "\(run.messages)")
    #expect(run.output.contains("of another split, and are not compared"), "\(run.output)")
    #expect(!run.output.contains("PUBLISHED"))
  }

  @Test("says in one line what is in its way")
  func mistakes() throws {
    let line = "--models gru --seeds 1 --epochs 1 --window 16 --units 8 --out out"
    #expect(try benchmark(line + " -q").status == 0)
    for (other, part) in [
      (
        "--models gru --seeds 1 --epochs 2 --window 16 --units 8 --out out",
        "trained with --epochs 1, not --epochs 2"
      ),
      (
        "--models gru --seeds 1 --epochs 1 --window 16 --units 8 --inputs slow --out out",
        "on other data than these"
      ),
      ("--models ltc-ncp --seeds 1 --units 2 --out out", "ltc-ncp: "),
      (line + " --test-horizon 90", "no test sequence is long enough"),
    ] {
      let run = try benchmark(other + " -q")
      #expect(run.status == 1 && run.output == "", "\(other)")
      #expect(run.message.contains(part) && !run.message.contains("\n"), "\(run.message)")
    }
    try folder.write("no run", to: "out/gru-seed1.lnnrun")
    #expect(try benchmark(line + " -q").message.contains("not a run file"))
  }

  @Test("train, eval and compare tell conditions, too")
  func conditions() throws {
    let train = try CommandRun(
      words(
        "train waves.csv --window 16 --units 8 --epochs 2 --test-drop 0.3 --test-noise 0.5 --headless --quiet"
          + " --run a.lnnrun --json"), in: folder)
    #expect(train.status == 0, "\(train.messages)")
    let trained = try #require(try train.objects().last?["conditions"] as? [[String: Any]])
    #expect(trained.map { $0["kind"] as? String } == ["drop", "noise"])
    #expect(trained.allSatisfy { $0["metric_value"] is Double })
    let compare = try CommandRun(words("compare a.lnnrun"), in: folder)
    #expect(compare.output.contains("DROP 0.3") && compare.output.contains("NOISE 0.5"))
    let eval = try CommandRun(words("eval a.lnnrun waves.csv --test-drop 0,0.3"), in: folder)
    let rows = eval.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    let plain = rows.first { $0.first == "mae" }
    let untouched = rows.first { $0.prefix(2) == ["drop", "0"] }
    #expect(plain?.last == untouched?[3], "\(eval.output)")
    #expect(rows.contains { $0.prefix(2) == ["drop", "0.3"] })
  }
}
