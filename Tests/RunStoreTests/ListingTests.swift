import Foundation
import RunStore
import Telemetry
import TestSupport
import Testing

@Suite struct ListingTests {
  private func record(
    _ name: String, in directory: TemporaryFolder, at seconds: Double, state: TrainingState?
  )
    throws
  {
    var description = RandomRun(seed: 31).description
    description.task.name = "task\u{1B}[2J"
    description.startedAt = Date(timeIntervalSince1970: seconds)
    let recorder = try RunRecorder(path: directory.path(name), description: description)
    for (step, loss) in [(1, 0.9), (2, 0.4), (3, Double.nan), (4, 0.6)] {
      recorder.receive(
        .scalars(
          StepScalars(
            step: step, epoch: 0, elapsed: Double(step), loss: loss, learningRate: 0.1, gradientNorm: 1,
            validation: step == 1 ? nil : Validation(loss: loss, metric: loss * 10))))
    }
    if let state {
      recorder.receive(.finished(Outcome(state: state, steps: 4, elapsed: 9, validation: nil, test: nil)))
    }
    try recorder.close()
  }

  @Test func runsAreListedNewestFirstWithTheirState() throws {
    let directory = try TemporaryFolder()
    try record("a.lnnrun", in: directory, at: 1_000, state: .done)
    try record("b.lnnrun", in: directory, at: 3_000, state: .stopped)
    try record("c.lnnrun", in: directory, at: 2_000, state: .diverged)
    try record("d.lnnrun", in: directory, at: 4_000, state: nil)
    try write([1, 2, 3], to: directory.path("e.lnnrun"))
    try write([1, 2, 3], to: directory.path("ignored.csv"))
    let summaries = RunListing.summaries(in: directory.path)
    #expect(summaries.map(\.state) == [.unreadable, .interrupted, .stopped, .diverged, .done])
    #expect(summaries[0].problem?.contains("not an SQLite database") == true && summaries[0].fileSize == 3)
    let done = summaries[4]
    #expect(done.task == "task\u{FFFD}[2J" && done.steps == 4 && done.duration == 9 && done.lastLoss == 0.6)
    #expect(done.bestValidationLoss == 0.4 && done.metric == 4 && done.metricName == "mae")
    #expect(done.model.hasPrefix("ltc random ") && done.parameterCount == 123 && done.fileSize > 10_000)
    #expect(done.startedAt == Date(timeIntervalSince1970: 1_000) && done.problem == nil)
    #expect(summaries[1].duration == 4, "an interrupted run lasted until its last step")
    #expect(RunListing.summaries(in: directory.path("absent")).isEmpty)
  }

  @Test func summariesBecomeJSONAndBack() throws {
    let directory = try TemporaryFolder()
    try record("a.lnnrun", in: directory, at: 1_000, state: .diverged)
    let summaries = RunListing.summaries(in: directory.path)
    let data = try JSONEncoder().encode(summaries)
    #expect(try JSONDecoder().decode([RunSummary].self, from: data) == summaries)
  }

  @Test func theDirectoryFollowsTheEnvironment() {
    #expect(RunDirectory.default(environment: ["LNN_TOP_RUNS": "x", "HOME": "/h"]) == "x")
    #expect(RunDirectory.default(environment: ["XDG_DATA_HOME": "/d", "HOME": "/h"]) == "/d/lnn-top/runs")
    #expect(
      RunDirectory.default(environment: ["XDG_DATA_HOME": "relative", "HOME": "/h", "LNN_TOP_RUNS": ""])
        == "/h/.local/share/lnn-top/runs")
  }

  @Test(arguments: [
    ("lane-keeping", "lane-keeping"), ("../../etc/passwd", "etc-passwd"), ("a b\n\u{1B}[31mc", "a-b-31mc"),
    ("", "run"), ("...", "run"), ("Fahrt Süd", "Fahrt-Süd"),
  ])
  func namesAreMadeFitForFiles(task: String, stem: String) throws {
    let directory = try TemporaryFolder()
    let zone = try #require(TimeZone(secondsFromGMT: 3_600))
    let date = Date(timeIntervalSince1970: 0)
    let path = RunDirectory.freePath(in: directory.path, task: task, at: date, timeZone: zone)
    #expect(path == directory.path("\(stem)-19700101-010000.lnnrun"))
    try write([], to: path)
    #expect(
      RunDirectory.freePath(in: directory.path, task: task, at: date, timeZone: zone)
        == directory.path("\(stem)-19700101-010000-2.lnnrun"))
  }

  @Test func longNamesFitAFileSystem() throws {
    let directory = try TemporaryFolder()
    let path = RunDirectory.freePath(in: directory.path, task: String(repeating: "ü", count: 500))
    #expect((path as NSString).lastPathComponent.utf8.count < 120)
    try write([], to: path)
  }

  @Test func aDirectoryThatCannotBeMadeIsNamed() throws {
    let directory = try TemporaryFolder()
    try write([], to: directory.path("file"))
    let path = directory.path("file/runs")
    #expect(throws: RunStoreError.cannotCreate(path: path, code: ENOTDIR)) { try RunDirectory.create(path) }
  }
}

@Suite struct LabelTests {
  private let at = Date(timeIntervalSince1970: 1_000)

  @Test func labelsAreAddedListedAndRemoved() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("run.lnnrun")
    try RunRecorder(path: path, description: RandomRun(seed: 1).description).close()
    #expect(try RunLabels.add(RunLabel(.tag, "best", at: at), path: path))
    #expect(try !RunLabels.add(RunLabel(.tag, "best", at: at), path: path), "a run has a tag or not")
    #expect(try RunLabels.add(RunLabel(.note, "  seen\u{1B} twice\n", at: at), path: path))
    #expect(try RunLabels.add(RunLabel(.note, "seen twice", at: at), path: path))
    #expect(try RunLabels.list(path: path).map(\.text) == ["best", "seen\u{FFFD} twice", "seen twice"])
    #expect(try RunLabels.list(path: path).allSatisfy { $0.at == at })
    #expect(RunListing.summary(of: path).notes == ["seen\u{FFFD} twice", "seen twice"])
    #expect(try RunLabels.remove(.tag, "best", path: path))
    #expect(try !RunLabels.remove(.tag, "best", path: path))
    #expect(RunListing.summary(of: path).tags.isEmpty)
    #expect(try integrity(of: path) == "ok" && directory.contents == ["run.lnnrun"])
  }

  @Test func labelsReachARunThatIsBeingRecorded() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("live.lnnrun")
    var run = RandomRun(seed: 2)
    let recorder = try RunRecorder(path: path, description: run.description)
    for tag in ["a", "b", "c"] {
      for message in run.messages(50) { recorder.receive(message) }
      try RunLabels.add(RunLabel(.tag, tag, at: at), path: path)
    }
    try recorder.close()
    #expect(RunListing.summary(of: path).tags == ["a", "b", "c"])
    #expect(try integrity(of: path) == "ok")
  }

  @Test(arguments: ["", " \n", "two words", String(repeating: "x", count: 1_001)])
  func unfitTextIsRefusedInOneLine(text: String) {
    do throws(RunStoreError) {
      _ = try RunLabel(.tag, text, at: at)
      Issue.record("taken: \(text)")
    } catch {
      #expect(error.description.contains("tag") && !error.description.contains("\n"))
    }
  }

  @Test func aWriteProtectedRunSaysSo() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("run.lnnrun")
    try RunRecorder(path: path, description: RandomRun(seed: 3).description).close()
    chmod(path, 0o444)
    let refused = try WriterProcess("label", path).readToEnd()
    #expect(refused == "\(RunStoreError.readOnly(path: path))\n")
    chmod(path, 0o666)
    chmod(directory.path, 0o555)
    defer { chmod(directory.path, 0o755) }
    let closed = try WriterProcess("label", path).readToEnd()
    #expect(closed.hasPrefix(path) && closed.split(separator: "\n").count == 1, "\(closed)")
  }
}
