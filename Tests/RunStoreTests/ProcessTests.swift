import Foundation
import Liquid
import RunStore
import Telemetry
import Testing

/// What happens to a run whose process is killed or meets a limit.
@Suite struct ProcessTests {
  @Test(arguments: 0..<UInt64(20))
  func aKilledWriterLosesAtMostTheLastSecond(seed: UInt64) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("killed.lnnrun")
    let writer = try WriterProcess("record", path)
    var generator = SeededGenerator(seed: seed)
    let clock = MonotonicClock()
    var printed = writer.read()
    let deadline = clock.now + Double.random(in: 0...1.6, using: &generator)
    while clock.now < deadline { printed += writer.read() }
    writer.kill()
    let killed = clock.now
    printed += writer.readToEnd()

    let reports = printed.split(separator: "\n").map { $0.split(separator: " ").compactMap { Double($0) } }
    let due = reports.last { $0.count == 2 && $0[1] < killed - 1 }?[0] ?? 0
    let reader = try RunReader(path: path)
    let steps = reader.scalars().map(\.step)
    #expect(steps.count >= Int(due), "seed \(seed): \(steps.count) steps kept, \(due) were due")
    #expect(steps == Array(1..<steps.count + 1), "seed \(seed): a gap")
    #expect(reader.state == .interrupted)
    #expect(reader.damage == nil)
    for entry in reader.frames() { #expect(try reader.frame(entry).step == entry.step) }
    #expect(try integrity(of: path) == "ok")
    #expect(RunListing.summary(of: path).state == .interrupted)
  }

  @Test func aRunningWriterIsSeenAsRecording() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("live.lnnrun")
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
    let directory = try TemporaryDirectory()
    let path = directory.file("full.lnnrun")
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
    let directory = try TemporaryDirectory()
    let writer = try WriterProcess("record", directory.file("run.lnnrun"))
    // Once it reports a step, the file is there.
    _ = writer.read()
    let reader = try RunReader(path: directory.file("run.lnnrun"))
    while reader.scalars().count < 100 { _ = writer.read() }
    writer.kill()
    let count = reader.scalars().count
    // As the killed process left it; without the WAL's index; and a finished run.
    let sealed = directory.file("sealed")
    try RunDirectory.create(sealed)
    for suffix in ["", "-wal", "-shm"] {
      let bytes = bytes(of: directory.file("run.lnnrun" + suffix))
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
      #expect(try WriterProcess("read", "\(sealed)/\(name).lnnrun").readToEnd() == expected + "\n", "\(name)")
    }
    // Everything of this young run but its beginning is in the WAL.
    #expect(try WriterProcess("read", "\(sealed)/alone.lnnrun").readToEnd() == "0 sound\n")
  }
}
