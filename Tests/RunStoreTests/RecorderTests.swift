import Foundation
import RunStore
import Telemetry
import TestSupport
import Testing

@Suite struct RecorderTests {
  private let description = RandomRun(seed: 9).description

  private func failure(at path: String, overwrite: Bool = false) -> RunStoreError? {
    do throws(RunStoreError) {
      try RunRecorder(path: path, description: description, overwrite: overwrite).close()
      return nil
    } catch {
      return error
    }
  }

  @Test func aMissingDirectoryIsNamed() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("absent/run.lnnrun")
    #expect(failure(at: path) == .directoryMissing(path: path))
    #expect(failure(at: "") == .cannotCreate(path: "", code: EINVAL))
    let impossible = directory.path + "/a\0b"
    #expect(failure(at: impossible) == .cannotCreate(path: impossible, code: EINVAL))
  }

  @Test func anExistingRunIsReplacedOnlyOnRequest() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("run.lnnrun")
    #expect(failure(at: path) == nil)
    #expect(failure(at: path) == .runExists(path: path))
    #expect(failure(at: path, overwrite: true) == nil)
    #expect(try RunReader(path: path).scalars().isEmpty)
  }

  @Test(arguments: [true, false])
  func aFileThatIsNoRunIsLeftAlone(overwrite: Bool) throws {
    let directory = try TemporaryFolder()
    let path = directory.path("data.csv")
    try write(Array("a,b\n1,2\n".utf8), to: path)
    #expect(failure(at: path, overwrite: overwrite) == .occupied(path: path))
    #expect(bytes(of: path) == Array("a,b\n1,2\n".utf8))
  }

  @Test func aRunThatIsBeingRecordedIsNotReplaced() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("run.lnnrun")
    let recorder = try RunRecorder(path: path, description: description)
    #expect(failure(at: path, overwrite: true) == .beingRecorded(path: path))
    #expect(failure(at: path) == .runExists(path: path))
    try recorder.close()
  }

  @Test func aRunClosedWithoutOutcomeIsInterrupted() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("run.lnnrun")
    var recorder: RunRecorder? = try RunRecorder(path: path, description: description)
    let reader = try RunReader(path: path)
    #expect(reader.state == .recording)
    recorder?.receive(.event(Event(kind: .note, step: 0, elapsed: 0, detail: "kept")))
    recorder = nil
    // The recorder lives until what it had scheduled is written.
    #expect(waitUntil { reader.state != .recording })
    #expect(reader.state == .interrupted)
    #expect(reader.events().map(\.detail) == ["kept"])
  }

  @Test func aReaderSeesWhatIsCommittedWhileItIsRecorded() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("run.lnnrun")
    let recorder = try RunRecorder(path: path, description: description)
    let reader = try RunReader(path: path)
    var run = RandomRun(seed: 9)
    recorder.receive(.scalars(run.scalars()))
    #expect(waitUntil { !reader.scalars().isEmpty })
    #expect(reader.state == .recording && reader.outcome == nil)
    let outcome = run.outcome()
    recorder.receive(.finished(outcome))
    try recorder.close()
    #expect(same(reader.outcome, outcome))
    #expect(same(try RunReader(path: path).outcome, outcome))
  }

  @Test func aRemovedFileStopsTheRecordingAndNothingElse() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("sub/run.lnnrun")
    try RunDirectory.create(directory.path("sub"))
    let recorder = try RunRecorder(path: path, description: description)
    try FileManager.default.removeItem(atPath: directory.path("sub"))
    var run = RandomRun(seed: 9)
    recorder.receive(.scalars(run.scalars()))
    #expect(throws: RunStoreError.removed(path: path)) { try recorder.close() }
    #expect(recorder.failure == .removed(path: path))
    recorder.receive(.scalars(run.scalars()))
  }

  @Test func errorsAreOneLineWithoutControlCharacters() {
    let errors: [RunStoreError] = [
      .directoryMissing(path: "a\u{1B}[2J/b\nc"), .cannotCreate(path: "x", code: EACCES),
      .runExists(path: "x"),
      .sqlite(path: "x", code: 13, message: "database or disk is full", doing: "recording"),
    ]
    for error in errors {
      #expect(!error.description.unicodeScalars.contains { $0.value < 32 })
    }
    #expect(errors[3].description.hasSuffix("the disk is full: free some space"))
  }

  @Test(.enabled(if: Measuring.isAsked)) func whatReceivingCostsTheTrainer() throws {
    let directory = try TemporaryFolder()
    let recorder = try RunRecorder(path: directory.path("run.lnnrun"), description: description)
    var run = RandomRun(seed: 10)
    let scalars = run.scalars()
    let count = 200_000
    let start = MonotonicClock().now
    for _ in 0..<count { recorder.receive(.scalars(scalars)) }
    let received = MonotonicClock().now
    try recorder.close()
    let closed = MonotonicClock().now
    let size = Double(bytes(of: directory.path("run.lnnrun")).count) / Double(count)
    print(
      "receive: \((received - start) / Double(count) * 1e9) ns a step; writing: "
        + "\((closed - received) / Double(count) * 1e6) us and \(size) bytes a step")
  }
}
