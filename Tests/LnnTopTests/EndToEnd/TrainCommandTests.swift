import Foundation
import Liquid
import RunStore
import Telemetry
import TestSupport
import Testing

@Suite struct TrainCommandTests {
  private let small = ["--window", "16", "--units", "12", "--epochs", "3", "--headless"]

  @Test func aHeadlessRunTellsItsProgressAndIsRecorded() throws {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    let run = try CommandRun(["train", "waves.csv", "--json", "--run", "a.lnnrun"] + small, in: folder)
    #expect(run.status == 0, "\(run.messages)")
    let lines = try run.objects()
    for line in lines {
      for key in ["step", "epoch", "loss", "validation_loss", "metric", "metric_value", "elapsed_s"] {
        #expect(line[key] != nil, "\(key) in \(line)")
      }
      #expect(line["sequences_per_s"] is Double)
    }
    #expect(lines.last?["done"] as? Bool == true)
    #expect(lines.dropLast().allSatisfy { $0["done"] == nil })
    #expect(lines.last?["epoch"] as? Int == 3)

    let replay = try CommandRun(["replay", "a.lnnrun", "--json"], in: folder)
    #expect(replay.status == 0)
    #expect(
      try replay.objects().last?["validation_loss"] as? Double == lines.last?["validation_loss"] as? Double)

    let eval = try CommandRun(
      ["eval", "a.lnnrun", "waves.csv", "--json", "--predictions", "p.csv"], in: folder)
    #expect(eval.status == 0, "\(eval.messages)")
    let result = try #require(try eval.objects().first)
    #expect(result["metric"] as? String == "mae" && result["part"] as? String == "test")
    #expect(result["metric_value"] as? Double == lines.last?["test_metric_value"] as? Double)
    let predictions = try CSVFile(path: folder.path("p.csv"))
    #expect(predictions.header == ["part", "sequence", "row", "truth_product", "answer_product"])
    #expect(predictions.rows.count == 60 && predictions.rows.first?[2] == "341")
  }

  @Test func runsAreKeptInTheirDirectoryAndListed() throws {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    for _ in 0..<2 {
      #expect(try CommandRun(["train", "waves.csv", "--quiet"] + small, in: folder).status == 0)
    }
    let listed = try CommandRun(["runs", "--json"], in: folder).objects()
    #expect(listed.count == 2)
    #expect(listed.allSatisfy { $0["state"] as? String == "done" && $0["task"] as? String == "waves" })
    let table = try CommandRun(["runs"], in: folder).output
    #expect(table.split(separator: "\n").count == 3)
    let unrecorded = try CommandRun(["train", "waves.csv", "--no-run", "--quiet"] + small, in: folder)
    #expect(unrecorded.status == 0)
    #expect(try CommandRun(["runs", "--json"], in: folder).objects().count == 2)
  }

  @Test func theSameSeedGivesTheSameModelFileForAnyNumberOfThreads() throws {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    func model(seed: Int, threads: Int) throws -> Data {
      let name = "m-\(seed)-\(threads).safetensors"
      let run = try CommandRun(
        [
          "train", "waves.csv", "--no-run", "--quiet", "--model-out", name, "--seed", "\(seed)",
          "--threads", "\(threads)",
        ] + small, in: folder)
      #expect(run.status == 0, "\(run.messages)")
      return try Data(contentsOf: URL(fileURLWithPath: folder.path(name)))
    }
    let first = try model(seed: 5, threads: 1)
    #expect(try model(seed: 5, threads: 2) == first)
    #expect(try model(seed: 6, threads: 1) != first)
  }

  private static let networks =
    ["ltc", "cfc", "cfc-no-gate", "cfc-pure"].flatMap { model in
      ["full", "auto-ncp"].map { "\(model) --wiring \($0)" }
    }
    + [
      "lstm", "gru", "ct-gru", "gru --checkpoint-every 5", "ltc --mixed-memory --readout dense",
      "ltc --wiring full --readout dense", "cfc --wiring random --readout dense --mixed-memory",
      "cfc --wiring full --readout dense --activation silu", "lrc", "lrc-symmetric --mixed-memory",
      "lrc --wiring full --readout dense", "lrc-ssm", "lrc-ssm-symmetric --solver fused",
    ]

  @Test(arguments: networks)
  func everyNetworkTrainsIsRecordedAndEvaluated(network: String) throws {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    let run = try CommandRun(
      [
        "train", "waves.csv", "--json", "--run", "a.lnnrun", "--window", "16", "--units", "12", "--epochs",
        "10",
        "--headless", "--model",
      ] + network.split(separator: " ").map(String.init), in: folder)
    #expect(run.status == 0, "\(run.messages)")
    let lines = try run.objects()
    let (first, last) = (
      lines.first?["validation_loss"] as? Double, lines.last?["validation_loss"] as? Double
    )
    #expect(try #require(last) < #require(first))
    let eval = try CommandRun(["eval", "a.lnnrun", "waves.csv", "--json"], in: folder)
    #expect(eval.status == 0, "\(eval.messages)")
    let listed = try CommandRun(["runs", ".", "--json"], in: folder).objects().first
    let word = try #require(network.split(separator: " ").first)
    let variant = CellRegistry.cells.first { $0.traits.variants.contains { $0.name == word } }
    let cell = variant?.identifier ?? CellRegistry.identifier(of: String(word))
    #expect((listed?["model"] as? String)?.hasPrefix(cell + " ") == true)
  }

  @Test func aMeanOverStepsIsNotWarmedUp() throws {
    let folder = try TemporaryFolder()
    try folder.writeSigns()
    let run = try CommandRun(
      [
        "train", "d.csv", "--inputs", "fast,slow", "--targets", "word", "--target-steps", "mean", "--quiet",
        "--run", "a.lnnrun", "--window", "16", "--units", "12", "--steps", "2",
      ], in: folder)
    #expect(run.status == 0, "\(run.messages)")
    let refused = try CommandRun(["eval", "a.lnnrun", "d.csv", "--warm-up", "5"], in: folder)
    #expect(refused.status == 1, "\(refused.messages)")
    #expect(refused.message.contains("--warm-up 5: a mean over the steps of a sequence has no warm-up"))
    let plain = try CommandRun(["eval", "a.lnnrun", "d.csv", "--warm-up", "0"], in: folder)
    #expect(plain.status == 0, "\(plain.messages)")
  }

  @Test(arguments: [
    "--targets product --loss huber --huber-delta 0.5 --optimizer sgd --momentum 0.9 --nesterov --learning-rate 0.05",
    "--targets product --loss mae --optimizer adamw --schedule cosine --warmup-steps 5 --rate-factors sigma=0.5,erev=0",
    "--targets sign --loss binary-cross-entropy --optimizer rmsprop",
    "--targets word --class-weights balanced --schedule step --decay-every 50 --decay-factor 0.5",
    "--targets word --class-weights rare=3 --target-steps last",
  ])
  func everyWayToLearnTrainsIsRecordedAndEvaluatedTheSame(line: String) throws {
    let folder = try TemporaryFolder()
    try folder.writeSigns()
    let run = try CommandRun(
      [
        "train", "d.csv", "--inputs", "fast,slow", "--json", "--run", "a.lnnrun", "--window", "16", "--units",
        "12", "--epochs", "20",
      ] + line.split(separator: " ").map(String.init), in: folder)
    #expect(run.status == 0, "\(run.messages)")
    let lines = try run.objects()
    let (first, last) = (
      lines.first?["validation_loss"] as? Double, lines.last?["validation_loss"] as? Double
    )
    #expect(try #require(last) < #require(first))
    // The rows of the test part alone, as a file of their own.
    let text = try String(contentsOfFile: folder.path("d.csv"), encoding: .utf8)
    let rows = text.split(separator: "\n")
    try folder.write(([rows[0]] + rows.suffix(60)).joined(separator: "\n") + "\n", to: "test.csv")
    let eval = try CommandRun(
      ["eval", "a.lnnrun", "test.csv", "--json", "--predictions", "p.csv"], in: folder)
    #expect(eval.status == 0, "\(eval.messages)")
    let result = try #require(try eval.objects().first)
    for (key, trained) in [("loss", "test_loss"), ("metric_value", "test_metric_value")] {
      let value = try #require(result[key] as? Double)
      let expected = try #require(lines.last?[trained] as? Double)
      #expect(abs(value - expected) < 1e-6 * max(1, expected), "\(key)")
    }
    guard line.contains("binary") else { return }
    let predictions = try String(contentsOfFile: folder.path("p.csv"), encoding: .utf8)
      .split(separator: "\n").dropFirst().compactMap { $0.split(separator: ",").last.flatMap { Double($0) } }
    let areProbabilities = predictions.allSatisfy { $0 >= 0 && $0 <= 1 }
    #expect(areProbabilities && predictions.count == 60)
  }

  @Test func impatienceIsToldAndIsASuccess() throws {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    let run = try CommandRun(
      ["train", "waves.csv", "--patience", "2", "--learning-rate", "0.3", "--no-run", "--json"] + small
        + ["--epochs", "5000"], in: folder)
    #expect(run.status == 0, "\(run.messages)")
    let last = try #require(try run.objects().last)
    #expect(last["state"] as? String == "done")
    let explanation = try #require(last["explanation"] as? String)
    #expect(explanation.hasPrefix("validation has not improved for 2 epochs; best at step "))
    #expect(run.messages.hasSuffix("lnn-top: training ended: \(explanation)\n"))
  }

  @Test(
    arguments: [
      ("ltc", "euler"), ("ltc", "rk4"), ("lrc", "fused"), ("lrc", "rk4"), ("ct-rnn", "fused"),
      ("ctrnn", "euler"), ("neural-ode", "rk4"),
    ])
  func everySolverTrainsIsRecordedAndEvaluated(model: String, solver: String) throws {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    let run = try CommandRun(
      [
        "train", "waves.csv", "--model", model, "--wiring", "full", "--solver", solver, "--json", "--run",
        "a.lnnrun", "--window", "16", "--units", "8", "--epochs", "8", "--headless", "--unfolds", "8",
      ], in: folder)
    #expect(run.status == 0, "\(run.messages)")
    let losses = try run.objects().compactMap { $0["validation_loss"] as? Double }
    #expect(try #require(losses.last) < #require(losses.first))
    let eval = try CommandRun(["eval", "a.lnnrun", "waves.csv", "--json"], in: folder)
    #expect(eval.status == 0, "\(eval.messages)")
    let listed = try CommandRun(["runs", ".", "--json"], in: folder).objects().first
    #expect((listed?["model"] as? String)?.hasPrefix(CellRegistry.identifier(of: model) + " ") == true)
  }

  @Test func aModelFileCanBeEvaluatedAlone() throws {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    _ = try CommandRun(
      ["train", "waves.csv", "--no-run", "--quiet", "--model-out", "m.safetensors"] + small, in: folder)
    let eval = try CommandRun(["eval", "m.safetensors", "waves.csv"], in: folder)
    #expect(eval.status == 0, "\(eval.messages)")
    #expect(eval.output.contains("mae"))
  }

  @Test func progressLinesGoToStderrWhereItIsNoTerminal() throws {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    let run = try CommandRun(["train", "waves.csv", "--no-run"] + small, in: folder)
    #expect(run.messages.contains("validation"))
    #expect(!run.messages.contains("\r"))
    #expect(run.output.contains("test"))
  }

  @Test func everyMetricHasItsNaiveTwinBesideIt() throws {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    let train = try CommandRun(["train", "waves.csv", "--run", "a.lnnrun"] + small, in: folder)
    let lines = train.output.split(separator: "\n")
    for part in ["validation", "test"] {
      let line = try #require(lines.first { $0.hasPrefix(part) })
      #expect(
        line.contains("mse (normalised) ") && line.contains(" mae ") && line.contains(" median "), "\(line)")
    }
    let eval = try CommandRun(["eval", "a.lnnrun", "waves.csv"], in: folder)
    #expect(
      eval.output.contains("\nnaive             median ") && eval.output.contains("\nmse (normalised)  "))
    let json = try CommandRun(["eval", "a.lnnrun", "waves.csv", "--json"], in: folder)
    let object = try #require(try json.objects().first)
    #expect((object["naive"] as? [String: Any])?["name"] as? String == "median")
    #expect(object["loss_is_normalised"] as? Bool == true)
    let last = try CommandRun(["replay", "a.lnnrun", "--json"], in: folder).objects().last
    let naive = try #require(last?["naive"] as? [String: Any])
    #expect(Set(naive.keys) == ["validation", "test"])
    let runs = try CommandRun(["runs", "."], in: folder).output
    #expect(runs.contains("TEST  NAIVE") && runs.contains("median "), "\(runs)")
    let listed = try #require(try CommandRun(["runs", ".", "--json"], in: folder).objects().first)
    #expect(listed["test_metric"] as? Double == last?["test_metric_value"] as? Double)
    #expect(listed["loss_name"] as? String == "mse (normalised)")
  }

  @Test func aNetworkThatLosesToItsNaiveTwinIsSaidTo() throws {
    let folder = try TemporaryFolder()
    // A slow walk: nothing beats the last value after one step of training.
    let walk = (0..<400).map { "\(Double($0) * 0.01 + sin(Double($0)) * 0.001)\n" }.joined()
    try folder.write("y\n" + walk, to: "walk.csv")
    let train = try CommandRun(
      words("train walk.csv --kind forecast --steps 1 --headless --run a.lnnrun"), in: folder)
    #expect(
      train.output.contains("verdict     the network loses to persistence over the test part"),
      "\(train.output)")
    let eval = try CommandRun(["eval", "a.lnnrun", "walk.csv"], in: folder)
    #expect(eval.output.contains("the network loses to persistence"))
    let benchmark = try CommandRun(
      words("benchmark walk.csv --kind forecast --models lstm --seeds 1 --steps 1 --out out"), in: folder)
    #expect(
      benchmark.output.contains("naive: persistence")
        && benchmark.output.contains("LSTM loses to persistence"))
    #expect(try CommandRun(["runs", "."], in: folder).output.contains("loses to persistence"))
  }

  @Test func validationFarFromTrainingIsNoDivergence() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<300).map { "\(sin(Double($0) * 0.2)),\(cos(Double($0) * 0.2) + ($0 >= 225 ? 500 : 0))\n" }
    try folder.write("x,y\n" + rows.joined(), to: "step.csv")
    let run = try CommandRun(words("train step.csv --headless --epochs 5 --run a.lnnrun"), in: folder)
    #expect(run.status == 0 && run.output.hasPrefix("done after "), "\(run.output)\(run.messages)")
    #expect(run.messages.contains("lies far outside the range of 'y' in training"))
    #expect(!run.messages.contains("diverged"))
    let events = try RunReader(path: folder.path("a.lnnrun")).events()
    #expect(events.count { $0.kind == .note } == 1)
  }

  @Test(.enabled(if: PublicData.has("occupancy/datatraining.txt"), "the occupancy data set is absent"))
  func occupancyIsLearntToMoreThanNineTenths() throws {
    let folder = try TemporaryFolder()
    let run = try CommandRun(
      [
        "train", PublicData.path("occupancy/datatraining.txt"), "--inputs",
        "Temperature,Humidity,Light,CO2,HumidityRatio", "--targets", "Occupancy", "--kind",
        "classification", "--window", "32", "--units", "32", "--epochs", "3", "--headless", "--json",
        "--run", "r.lnnrun",
      ], in: folder)
    #expect(run.status == 0, "\(run.messages)")
    let last = try #require(try run.objects().last)
    #expect(last["done"] as? Bool == true)
    #expect(last["metric"] as? String == "accuracy")
    #expect(try #require(last["metric_value"] as? Double) > 0.9)
    let eval = try CommandRun(
      ["eval", "r.lnnrun", PublicData.path("occupancy/datatest.txt"), "--json"], in: folder)
    let result = try #require(try eval.objects().first)
    #expect(try #require(result["metric_value"] as? Double) > 0.8)
  }
}
