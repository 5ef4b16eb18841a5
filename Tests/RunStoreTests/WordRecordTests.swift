import Foundation
import RunStore
import Telemetry
import TestSupport
import Testing

/// The words that a probe's steps read, in run files.
@Suite struct WordRecordTests {
  @Test("A replay has the words of the probe")
  func replay() throws {
    let directory = try TemporaryFolder()
    let (run, frame) = try record(in: directory)
    let source = ReplaySource(reader: try RunReader(path: directory.path("a.lnnrun")), isPlaying: false)
    source.seek(.fraction(1))
    let read = try #require(source.drain().frame)
    #expect(same(read, frame) && read.probe.words?.isEmpty == false && read.fits(run.description))
  }

  @Test("A frame with more or fewer words than steps is refused")
  func damage() throws {
    let directory = try TemporaryFolder()
    _ = try record(in: directory) { $0.append("more") }
    let reader = try RunReader(path: directory.path("a.lnnrun"))
    let entry = try #require(reader.frames().first)
    #expect(throws: RunStoreError.self) { try reader.frame(entry) }
  }

  /// A file of the version before words, as a program of that version wrote it.
  @Test("A file of the version before words is read, and can be labelled")
  func olderFiles() throws {
    let directory = try TemporaryFolder()
    _ = try record(in: directory)
    let path = directory.path("a.lnnrun")
    try Database(path: path, mode: .readWrite).execute(
      "ALTER TABLE frames DROP COLUMN words; PRAGMA user_version = 5", doing: "going back")
    let reader = try RunReader(path: path)
    let frame = try reader.frame(try #require(reader.frames().first))
    #expect(frame.probe.words == nil && reader.damage == nil)
    try RunLabels.add(RunLabel(.note, "old", at: Date()), path: path)
    #expect(RunListing.summary(of: path).notes == ["old"])
    #expect(try integrity(of: path) == "ok")
  }

  private func record(
    in directory: TemporaryFolder, _ change: (inout [String]) -> Void = { _ in }
  ) throws -> (run: RandomRun, frame: Frame) {
    var run = RandomRun(seed: 12)
    _ = run.messages(7)
    var frame = run.frame()
    while frame.probe.nominal.stepCount == 0 { frame = run.frame() }
    var words = (0..<frame.probe.nominal.stepCount).map { "w\($0) \"\u{E9}\"" }
    change(&words)
    frame.probe.words = words
    let recorder = try RunRecorder(path: directory.path("a.lnnrun"), description: run.description)
    recorder.receive(.frame(frame, isKey: true))
    recorder.receive(.finished(run.outcome()))
    try recorder.close()
    return (run, frame)
  }
}
