import Foundation
import RunStore
import Telemetry
import TestSupport
import Testing

/// Another file in the place of one that is recorded, was recorded by a killed process, or is read.
@Suite struct ReplacementTests {
  enum Way: CaseIterable {
    case moved
    case removedAndCopied
    case copiedOver
    /// An earlier copy of the run itself, which has the same description.
    case restored

    func replace(_ path: String, by new: [UInt8]) throws {
      switch self {
      case .moved:
        try RunStoreTests.write(new, to: path + ".new")
        rename(path + ".new", path)
      case .removedAndCopied:
        unlink(path)
        try RunStoreTests.write(new, to: path)
      case .copiedOver, .restored:
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.truncate(atOffset: 0)
        try file.write(contentsOf: Data(new))
        try file.close()
      }
    }
  }

  /// The bytes of a finished run.
  private static func finished(seed: UInt64, steps: Int) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    let path = folder.path("other.lnnrun")
    var run = RandomRun(seed: seed)
    let recorder = try RunRecorder(path: path, description: run.description)
    for _ in 0..<steps { recorder.receive(.scalars(run.scalars())) }
    recorder.receive(.finished(run.outcome()))
    try recorder.close()
    return bytes(of: path)
  }

  /// Records so much that part of it has gone from the WAL into the file.
  private func record(_ run: inout RandomRun, _ count: Int, to recorder: RunRecorder) {
    for _ in 0..<count {
      recorder.receive(.scalars(run.scalars()))
      recorder.receive(.frame(run.frame(), isKey: true))
    }
    recorder.commitNow()
  }

  @Test(arguments: Way.allCases, [true, false])
  func whatTakesTheRunsPlaceIsLeftAsItIs(way: Way, isPaused: Bool) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("run.lnnrun")
    var run = RandomRun(seed: 91)
    let recorder = try RunRecorder(path: path, description: run.description)
    record(&run, 50, to: recorder)
    var other = try Self.finished(seed: 92, steps: 30)
    if way == .restored {
      // A copy of the file alone, from before the first checkpoint.
      other = bytes(of: path)
      repeat { record(&run, 1_000, to: recorder) } while bytes(of: path) == other
    }
    try way.replace(path, by: other)
    if isPaused {
      #expect(waitUntil { recorder.failure != nil })
    } else {
      record(&run, 3_000, to: recorder)
    }
    #expect(recorder.failure == .removed(path: path))
    #expect(bytes(of: path) == other && folder.contents == ["run.lnnrun"])
    #expect(throws: RunStoreError.removed(path: path)) { try recorder.close() }
    // To read a run that was being recorded makes files beside it again, which hold nothing of it.
    #expect(try integrity(of: path) == "ok")
    #expect(bytes(of: path) == other && bytes(of: path + "-wal").isEmpty)
  }

  @Test func aReplacementIsLeftAsItIsAlsoAtTheEnd() throws {
    for way in Way.allCases {
      let folder = try TemporaryFolder()
      let path = folder.path("run.lnnrun")
      var run = RandomRun(seed: 93)
      let recorder = try RunRecorder(path: path, description: run.description)
      record(&run, 50, to: recorder)
      let other = try Self.finished(seed: 94, steps: 30)
      try way.replace(path, by: other)
      #expect(throws: RunStoreError.removed(path: path)) { try recorder.close() }
      #expect(bytes(of: path) == other && folder.contents == ["run.lnnrun"], "\(way)")
    }
  }

  @Test func aRunThatWasOnlyTouchedGoesOn() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("run.lnnrun")
    var run = RandomRun(seed: 95)
    let recorder = try RunRecorder(path: path, description: run.description)
    record(&run, 50, to: recorder)
    utimes(path, [timeval(tv_sec: 1, tv_usec: 0), timeval(tv_sec: 1, tv_usec: 0)])
    try RunLabels.add(RunLabel(.tag, "kept", at: Date()), path: path)
    record(&run, 3_000, to: recorder)
    try RunLabels.add(RunLabel(.tag, "too", at: Date()), path: path)
    record(&run, 50, to: recorder)
    try recorder.close()
    #expect(try RunReader(path: path).scalars().count == 3_100)
    #expect(try RunLabels.list(path: path).map(\.text) == ["kept", "too"])
    #expect(try integrity(of: path) == "ok" && folder.contents == ["run.lnnrun"])
  }

  @Test func aRunThatWasMovedAwayIsCompleteAsFarAsItWasRecorded() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("run.lnnrun")
    let moved = folder.path("moved.lnnrun")
    var run = RandomRun(seed: 96)
    let recorder = try RunRecorder(path: path, description: run.description)
    record(&run, 200, to: recorder)
    rename(path, moved)
    #expect(waitUntil { recorder.failure != nil })
    #expect(folder.contents == ["moved.lnnrun"])
    let reader = try RunReader(path: moved)
    #expect(reader.scalars().count == 200 && reader.state == .interrupted && reader.damage == nil)
    #expect(try integrity(of: moved) == "ok")
  }

  /// What is put in the place of a killed recorder's run: a finished run, and one that is recorded itself.
  @Test(arguments: [true, false])
  func whatAKilledRecorderLeftIsNotAppliedToAnotherRun(isFinished: Bool) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("run.lnnrun")
    let writer = try WriterProcess("record", path)
    while bytes(of: path + "-wal").count < 100_000 { _ = writer.read() }
    writer.kill()
    var other = try Self.finished(seed: 97, steps: 30)
    let elsewhere = folder.path("elsewhere.lnnrun")
    var run = RandomRun(seed: 98)
    let recorder = try RunRecorder(path: elsewhere, description: run.description)
    record(&run, 3_000, to: recorder)
    if !isFinished { other = bytes(of: elsewhere) }
    try recorder.close()
    let log = bytes(of: path + "-wal")
    try Way.moved.replace(path, by: other)

    let reader = try RunReader(path: path)
    #expect(reader.description.name == (isFinished ? "run 97" : "run 98"))
    #expect(!isFinished || reader.scalars().count == 30)
    #expect(reader.damage == nil && RunListing.summary(of: path).problem == nil)
    #expect(throws: RunStoreError.foreignLog(path: path)) {
      try RunLabels.add(RunLabel(.tag, "tag", at: Date()), path: path)
    }
    #expect(throws: RunStoreError.foreignLog(path: path)) { try RunRecorder(resuming: path, at: 0) }
    #expect(bytes(of: path) == other && bytes(of: path + "-wal") == log)
    for suffix in ["-wal", "-shm"] { unlink(path + suffix) }
    #expect(try RunLabels.add(RunLabel(.tag, "tag", at: Date()), path: path))
  }

  @Test(arguments: Way.allCases.filter { $0 != .restored })
  func aFollowedRunIsNotMixedWithTheOneThatReplacedIt(way: Way) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("run.lnnrun")
    let writer = try WriterProcess("record", path)
    while bytes(of: path + "-wal").count < 100_000 { _ = writer.read() }
    let source = try FollowSource(path: path)
    var whole = source.drain()
    try way.replace(path, by: try Self.finished(seed: 99, steps: 30))
    let isNoticed = waitUntil {
      let batch = source.drain()
      whole.scalars += batch.scalars
      whole.events += batch.events
      whole.outcome = whole.outcome ?? batch.outcome
      whole.abandonment = whole.abandonment ?? batch.abandonment
      return whole.abandonment != nil || whole.outcome != nil
    }
    writer.kill()
    #expect(isNoticed && whole.abandonment == .replaced && whole.outcome == nil)
    #expect(whole.scalars.map(\.step) == Array(1..<whole.scalars.count + 1))
    #expect(whole.events.last?.detail == "\(RunStoreError.replaced(path: path))")
  }

  @Test func aReplayDoesNotShowFramesOfTheRunCopiedOverIt() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("run.lnnrun")
    try write(try Self.finished(seed: 100, steps: 30), to: path)
    var run = RandomRun(seed: 101)
    let other = try RunRecorder(path: folder.path("other.lnnrun"), description: run.description)
    record(&run, 20, to: other)
    try other.close()
    try write(bytes(of: folder.path("other.lnnrun")), to: path)
    let reader = try RunReader(path: path)
    let frame = try #require(reader.frames().first)
    #expect((try? reader.frame(frame)) != nil)
    try Way.copiedOver.replace(path, by: try Self.finished(seed: 100, steps: 30))
    #expect(throws: RunStoreError.replaced(path: path)) { try reader.frame(frame) }
  }
}
