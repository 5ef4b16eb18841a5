import Foundation
import RunStore
import Telemetry
import TestSupport
import Testing

@Suite struct LabelTests {
  private let at = Date(timeIntervalSince1970: 1_000)

  @Test func areAddedListedAndRemoved() throws {
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

  @Test func reachARunThatIsRecorded() throws {
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
