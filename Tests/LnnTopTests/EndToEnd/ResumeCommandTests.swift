import Foundation
import Liquid
import RunStore
import Telemetry
import TestSupport
import Testing

/// `lnn-top train --resume` and `--init`, with the real program.
@Suite struct ResumeCommandTests {
  private let folder: TemporaryFolder
  private let network = ["--window", "16", "--units", "12", "--headless"]

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeWaves()
  }

  private func run(_ line: String) throws -> CommandRun {
    try CommandRun(line.split(separator: " ").map(String.init), in: folder)
  }

  private func train(_ line: String) throws -> CommandRun {
    try run("train waves.csv --quiet " + (network + [line]).joined(separator: " "))
  }

  private func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: folder.path(name)))
  }

  /// What was recorded of each step but the times.
  private func course(_ name: String) throws -> [StepScalars] {
    try RunReader(path: folder.path(name)).scalars().map { scalars in
      var scalars = scalars
      scalars.elapsed = 0
      return scalars
    }
  }

  @Test func aRunThatWasInterruptedAndThenKilledComesToTheSameModelAsOneThatWasNot() throws {
    let options =
      "--epochs 12 --optimizer adamw --schedule cosine --final-factor 0.1 --patience 11 --seed 9"
    let whole = try train(options + " --threads 1 --run whole.lnnrun --model-out whole.st")
    #expect(whole.status == 0, "\(whole.messages)")
    let line =
      ["train", "waves.csv", "--run", "a.lnnrun"] + network + options.split(separator: " ").map(String.init)
    // Within an epoch, both times.
    let first = try GatedTraining(line, holdAfter: 13, in: folder)
    #expect(first.waitUntilRecorded(in: "a.lnnrun"))
    let refused = try run("train --resume a.lnnrun --headless")
    #expect(refused.status == 1 && refused.message.contains("is being recorded right now"))
    #expect(first.process.end(by: SIGINT) == 130)
    #expect(try course("a.lnnrun").last?.step == 13)
    // The data are found again wherever the program is started: their path was recorded whole.
    let second = try GatedTraining(
      ["train", "--resume", folder.path("a.lnnrun"), "--headless"], holdAfter: 28, in: folder)
    #expect(second.waitUntilRecorded(in: "a.lnnrun"))
    #expect(second.process.end(by: SIGKILL) == 128 + SIGKILL)
    let third = try run("train --resume a.lnnrun --headless --threads 2 --model-out a.st")
    #expect(third.status == 0, "\(third.messages)")
    #expect(third.messages.contains("lnn-top: resumes a.lnnrun at step "))
    #expect(try bytes("a.st") == bytes("whole.st"))
    #expect(try course("a.lnnrun") == course("whole.lnnrun"))
    let reader = try RunReader(path: folder.path("a.lnnrun"))
    let resumed = reader.events().filter { $0.kind == .resumed }.map(\.detail)
    #expect(resumed.last?.hasPrefix("resumed at step ") == true)
    let times = reader.scalars().map(\.elapsed)
    #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
    guard case .finished(let outcome) = reader.state else {
      Issue.record("the run has no outcome")
      return
    }
    #expect(outcome.state == .done)
  }

  @Test func aRunThatIsDoneCanBeTrainedFurther() throws {
    #expect(try train("--epochs 3 --run a.lnnrun").status == 0)
    let done = try run("train --resume a.lnnrun")
    #expect(done.status == 1 && done.message.contains("is done after") && done.message.contains("--epochs N"))
    let few = try run("train --resume a.lnnrun --epochs 2")
    #expect(few.status == 1 && few.message.contains("ask for more"))
    let longer = try run("train --resume a.lnnrun --epochs 6 --json --model-out a.st")
    #expect(longer.status == 0, "\(longer.messages)")
    #expect(try longer.objects().last?["epoch"] as? Int == 6)
    #expect(try train("--epochs 6 --run b.lnnrun --model-out b.st").status == 0)
    #expect(try bytes("a.st") == bytes("b.st"))
    #expect(try course("a.lnnrun") == course("b.lnnrun"))
  }

  @Test func aScheduleThatDependsOnThePlanIsKeptAndThatIsSaid() throws {
    #expect(try train("--epochs 3 --schedule cosine --final-factor 0.1 --run a.lnnrun").status == 0)
    let longer = try run("train --resume a.lnnrun --epochs 5 --headless")
    #expect(longer.status == 0)
    #expect(longer.messages.contains("note: the learning rate keeps to the schedule of the"))
    #expect(try train("--epochs 3 --schedule cosine --run b.lnnrun").status == 0)
    let idle = try run("train --resume b.lnnrun --epochs 5")
    #expect(idle.status == 1 && idle.message.contains("has come to 0") && idle.message.contains("--init"))
  }

  @Test func whatDoesNotGoWithTheRunIsRefusedInOneLine() throws {
    #expect(try train("--epochs 3 --seed 5 --run a.lnnrun").status == 0)
    try folder.writeWaves(rows: 401, to: "more.csv")
    try FileManager.default.copyItem(atPath: folder.path("waves.csv"), toPath: folder.path("copy.csv"))
    let before = try bytes("a.lnnrun")
    let mistakes: [(String, Int32, String)] = [
      ("train --resume a.lnnrun --epochs 9 --seed 6", 2, "--seed 6 does not go with --resume a.lnnrun"),
      (
        "train more.csv --resume a.lnnrun --epochs 9", 1,
        "more.csv does not hold the data that a.lnnrun was trained on"
      ),
      ("train --resume waves.csv", 1, "waves.csv"),
      ("train --resume nowhere.lnnrun", 1, "nowhere.lnnrun"),
    ]
    for (line, status, words) in mistakes {
      let refused = try run(line)
      #expect(refused.status == status && refused.message.contains(words), "\(line): \(refused.message)")
      #expect(!refused.message.contains("\n"))
    }
    #expect(try bytes("a.lnnrun") == before)
    #expect(try run("train copy.csv --resume a.lnnrun --epochs 9 --seed 5 --quiet").status == 0)
    #expect(try train("--epochs 9 --learning-rate 1000 --clip 0 --optimizer sgd --run d.lnnrun").status == 1)
    let diverged = try run("train --resume d.lnnrun")
    #expect(diverged.status == 1 && diverged.message.contains("diverged"))
  }

  @Test func aRunWithoutAStepBeginsAgain() throws {
    #expect(try train("--epochs 3 --run whole.lnnrun --model-out whole.st").status == 0)
    let reader = try RunReader(path: folder.path("whole.lnnrun"))
    var options = RunRecorder.Options()
    options.fingerprint = reader.fingerprint
    // What is there when the process is killed before the first commit.
    try RunRecorder(path: folder.path("a.lnnrun"), description: reader.description, options: options).close()
    let resumed = try run("train --resume a.lnnrun --headless --model-out a.st")
    #expect(resumed.status == 0 && resumed.messages.contains("from its beginning"), "\(resumed.messages)")
    #expect(try bytes("a.st") == bytes("whole.st"))
    #expect(try course("a.lnnrun") == course("whole.lnnrun"))
    // Also with the weights that it was to start from.
    #expect(
      try run("train waves.csv --init whole.lnnrun --window 16 --epochs 2 --headless --run b.lnnrun").status
        == 0)
    let started = try RunReader(path: folder.path("b.lnnrun")).description
    try RunRecorder(path: folder.path("c.lnnrun"), description: started).close()
    let again = try run("train --resume c.lnnrun --headless")
    #expect(again.status == 0, "\(again.messages)")
    #expect(try course("c.lnnrun") == course("b.lnnrun"))
  }

  @Test func aRunWithoutATrainingStateSaysSo() throws {
    #expect(try train("--epochs 1 --run a.lnnrun").status == 0)
    let description = try RunReader(path: folder.path("a.lnnrun")).description
    let recorder = try RunRecorder(path: folder.path("old.lnnrun"), description: description)
    for scalars in try course("a.lnnrun") { recorder.receive(.scalars(scalars)) }
    try recorder.close()
    let old = try run("train --resume old.lnnrun")
    #expect(old.status == 1 && old.message.contains("holds no training state"), "\(old.message)")
  }

  @Test func theSampleRunIsResumedWithItsOwnTask() throws {
    let started = try run("--steps 30 --run s.lnnrun --headless --model-out whole.st --units 12")
    try #require(started.status == 0, "\(started.messages)")
    let first = try run("--steps 20 --run a.lnnrun --headless --units 12")
    #expect(first.status == 0)
    let second = try run("train --resume a.lnnrun --steps 30 --headless")
    #expect(second.status == 0, "\(second.messages)")
    #expect(try course("a.lnnrun").map(\.loss) == course("s.lnnrun").map(\.loss))
  }

  @Test func trainingStartsFromTheWeightsOfAModelOrRun() throws {
    #expect(try train("--epochs 40 --run a.lnnrun --model-out a.st").status == 0)
    let fresh = try #require(try course("a.lnnrun").first).loss
    for (index, source) in ["a.lnnrun", "a.st"].enumerated() {
      let tuned = try run(
        "train waves.csv --window 16 --epochs 2 --init \(source) --run t\(index).lnnrun --headless")
      #expect(tuned.status == 0, "\(tuned.messages)")
      #expect(try #require(try course("t\(index).lnnrun").first).loss < fresh / 2)
      #expect(try RunReader(path: folder.path("t\(index).lnnrun")).description.model.neurons.count == 12)
    }
    #expect(try train("--epochs 2 --init a.st --no-run").status == 0)
    let other = try run("train waves.csv --window 16 --epochs 2 --init a.st --no-run --units 13")
    #expect(other.status == 1 && other.message.contains("another network"))
    let columns = try run("train waves.csv --window 16 --targets slow --epochs 2 --init a.st --no-run")
    #expect(columns.status == 1 && columns.message.contains("choose --inputs and --targets"))
    // What was started from weights can be resumed, though the options do not say what the network is.
    let further = try run("train --resume t1.lnnrun --epochs 4 --quiet")
    #expect(further.status == 0, "\(further.messages)")
  }
}
