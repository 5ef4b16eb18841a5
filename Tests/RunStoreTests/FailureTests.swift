import Foundation
import RunStore
import Synchronization
import Telemetry
import TestSupport
import Testing

/// What happens to a file while it is recorded.
@Suite struct FailureTests {
  private func scalars(_ run: inout RandomRun, _ count: Int, to recorder: RunRecorder) {
    for _ in 0..<count { recorder.receive(.scalars(run.scalars())) }
    recorder.commitNow()
  }

  @Test func aRunOfTheSameNameIsNotHarmedByTheOneItReplaced() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("run.lnnrun")
    var run = RandomRun(seed: 81)
    let first = try RunRecorder(path: path, description: run.description)
    scalars(&run, 10, to: first)
    unlink(path)
    var other = RandomRun(seed: 82)
    let second = try RunRecorder(path: path, description: other.description)
    scalars(&other, 20, to: second)
    scalars(&run, 10, to: first)
    #expect(first.failure == .removed(path: path))
    #expect(throws: RunStoreError.removed(path: path)) { try first.close() }
    // All of the second run is in SQLite's log, which has the name that the first one's had.
    #expect(bytes(of: path + "-wal").count > 4_096)
    #expect(try RunReader(path: path).scalars().count == 20)
    scalars(&other, 5, to: second)
    try second.close()
    #expect(try RunReader(path: path).scalars().count == 25)
    #expect(try integrity(of: path) == "ok" && directory.contents == ["run.lnnrun"])
  }

  @Test func aMovedFileStopsTheRecordingAndStaysReadable() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("run.lnnrun")
    var run = RandomRun(seed: 83)
    let recorder = try RunRecorder(path: path, description: run.description)
    scalars(&run, 10, to: recorder)
    for suffix in ["", "-wal", "-shm"] { rename(path + suffix, directory.path("moved.lnnrun" + suffix)) }
    scalars(&run, 10, to: recorder)
    #expect(throws: RunStoreError.removed(path: path)) { try recorder.close() }
    #expect(try RunReader(path: directory.path("moved.lnnrun")).scalars().count == 10)
  }

  @Test func aReadOnlyDirectoryIsNamed() throws {
    let directory = try TemporaryFolder()
    chmod(directory.path, 0o555)
    defer { chmod(directory.path, 0o755) }
    let path = directory.path("run.lnnrun")
    let refused = try WriterProcess("refused", path).readToEnd()
    #expect(refused == "\(RunStoreError.cannotCreate(path: path, code: EACCES))\n")
  }

  @Test func aClockThatGoesBackLosesNothing() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("run.lnnrun")
    var run = RandomRun(seed: 84)
    let recorder = try RunRecorder(path: path, description: run.description)
    let times = [0, 10, 20, 5, 15, -1e9, 1, .nan, 2]
    for (index, elapsed) in times.enumerated() {
      var (scalars, frame) = (run.scalars(), run.frame())
      (scalars.step, frame.step) = (index + 1, index + 1)
      (scalars.elapsed, frame.elapsed) = (elapsed, elapsed)
      recorder.receive(.scalars(scalars))
      recorder.receive(.frame(frame, isKey: false))
    }
    try recorder.close()
    let reader = try RunReader(path: path)
    #expect(reader.scalars().map(\.step) == Array(1...9) && reader.frames().map(\.step) == Array(1...9))
    let source = ReplaySource(reader: reader, isPlaying: false)
    source.seek(.fraction(1))
    #expect(source.drain().scalars.count == 9)
  }

  /// A disk of one megabyte, where the tests may mount one.
  @Test func aFullDiskStopsTheRecordingAndKeepsTheRest() throws {
    let directory = try TemporaryFolder()
    guard mount("tmpfs", directory.path, "tmpfs", 0, "size=1m") == 0 else { return }
    defer { umount(directory.path) }
    let path = directory.path("run.lnnrun")
    var run = RandomRun(seed: 85)
    let recorder = try RunRecorder(path: path, description: run.description)
    let told = Mutex<[RunStoreError]>([])
    recorder.setOnFailure { error in told.withLock { $0.append(error) } }
    var sent = 0
    while recorder.failure == nil, sent < 100_000 {
      scalars(&run, 500, to: recorder)
      sent += 500
    }
    let failure = try #require(recorder.failure)
    // Behind whatever the recorder's queue still does.
    recorder.commitNow()
    #expect(told.withLock { $0 } == [failure])
    #expect("\(failure)".contains("the disk is full") && !"\(failure)".contains("\n"), "\(failure)")
    let reader = try RunReader(path: path)
    #expect(reader.scalars().count == sent - 500)
    #expect(reader.damage == nil)
    #expect(try integrity(of: path) == "ok")
  }
}
