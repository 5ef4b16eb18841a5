import Foundation
import Liquid
import RunStore
import Telemetry
import TestSupport
import Testing

/// What happens to a run whose process is killed or meets a limit.
@Suite struct ProcessTests {
  @Test(arguments: 0..<UInt64(20))
  func aKilledWriterLosesNothingThatWasCommitted(seed: UInt64) throws {
    let directory = try TemporaryFolder()
    let path = directory.path("killed.lnnrun")
    let writer = try WriterProcess("record", path)
    var generator = SeededGenerator(seed: seed)
    var printed = ""
    for _ in 0...Int.random(in: 0..<60, using: &generator) { printed += writer.read() }
    // It goes on meanwhile and may be anywhere, also within a commit.
    writer.kill()
    printed += writer.readToEnd()
    let committed = printed.split(separator: "\n").compactMap { Int($0) }.last ?? 0
    let reader = try RunReader(path: path)
    let steps = reader.scalars().map(\.step)
    #expect(steps.count >= committed, "seed \(seed): \(steps.count) steps kept of \(committed)")
    #expect(steps == Array(1..<steps.count + 1), "seed \(seed): a gap")
    #expect(reader.state == .interrupted)
    #expect(reader.damage == nil)
    for entry in reader.frames() { #expect(try reader.frame(entry).step == entry.step) }
    #expect(try integrity(of: path) == "ok")
    #expect(RunListing.summary(of: path).state == .interrupted)
  }

  @Test func aRunningWriterIsSeenAsRecording() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("live.lnnrun")
    let writer = try WriterProcess("record", path)
    // Once it reports a step, the file is there.
    _ = writer.read()
    let reader = try RunReader(path: path)
    #expect(reader.state == .recording)
    #expect(RunListing.summaries(in: directory.path).map(\.state) == [.recording])
    while reader.scalars().count < 100 { _ = writer.read() }
    writer.kill()
    #expect(reader.state == .interrupted)
  }

  @Test(arguments: [100_000, 1_000_000])
  func aFullDiskStopsTheRecordingAndKeepsTheRest(limit: Int) throws {
    let directory = try TemporaryFolder()
    let path = directory.path("full.lnnrun")
    let message = try WriterProcess("fill", path, "\(limit)").readToEnd()
    #expect(message.hasPrefix(path) && message.contains(" failed: "), "\(message)")
    #expect(message.split(separator: "\n").count == 1)
    let reader = try RunReader(path: path)
    let steps = reader.scalars().map(\.step)
    #expect(steps == Array(1..<steps.count + 1))
    #expect(reader.damage == nil)
    #expect(try integrity(of: path) == "ok")
  }

  @Test func runsInAReadOnlyDirectoryAreRead() throws {
    let directory = try TemporaryFolder()
    let writer = try WriterProcess("record", directory.path("run.lnnrun"))
    // Once it reports a step, the file is there.
    _ = writer.read()
    let reader = try RunReader(path: directory.path("run.lnnrun"))
    while reader.scalars().count < 100 { _ = writer.read() }
    writer.kill()
    let count = reader.scalars().count
    // As the killed process left it; without the WAL's index; and a finished run.
    let sealed = directory.path("sealed")
    try RunDirectory.create(sealed)
    for suffix in ["", "-wal", "-shm"] {
      let bytes = bytes(of: directory.path("run.lnnrun" + suffix))
      try write(bytes, to: sealed + "/left.lnnrun" + suffix)
      if suffix != "-shm" { try write(bytes, to: sealed + "/copied.lnnrun" + suffix) }
      if suffix.isEmpty { try write(bytes, to: sealed + "/alone.lnnrun") }
    }
    let finished = try RunRecorder(path: sealed + "/done.lnnrun", description: RandomRun(seed: 1).description)
    try finished.close()
    chmod(directory.path, 0o555)
    chmod(sealed, 0o555)
    defer { chmod(sealed, 0o755) }
    defer { chmod(directory.path, 0o755) }
    for (name, expected) in [("left", "\(count) sound"), ("copied", "\(count) sound"), ("done", "0 sound")] {
      let found = try WriterProcess("read", "\(sealed)/\(name).lnnrun").readToEnd()
      #expect(found == expected + "\n", "\(name)")
    }
    // Everything of this young run but its beginning is in the WAL.
    #expect(try WriterProcess("read", "\(sealed)/alone.lnnrun").readToEnd() == "0 sound\n")
  }
}
