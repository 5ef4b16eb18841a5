import Foundation
import RunStore
import Telemetry
import TestSupport
import Testing

@Suite struct FollowSourceTests {
  /// Drains until `isEnough`, waking only when the source says that there is something.
  private func follow(
    _ source: FollowSource, into whole: inout TelemetryBatch, until isEnough: (TelemetryBatch) -> Bool
  ) async {
    let (wakeups, continuation) = AsyncStream.makeStream(of: Void.self)
    source.setWakeup { continuation.yield() }
    if isEnough(whole) { return }
    for await _ in wakeups {
      let batch = source.drain()
      whole.scalars += batch.scalars
      whole.events += batch.events
      whole.frame = batch.frame ?? whole.frame
      whole.outcome = batch.outcome ?? whole.outcome
      if isEnough(whole) { return }
    }
  }

  @Test func aFollowedRunArrivesWhole() async throws {
    let directory = try TemporaryFolder()
    let path = directory.path("live.lnnrun")
    var run = RandomRun(seed: 41)
    let recorder = try RunRecorder(path: path, description: run.description)
    recorder.receive(.scalars(run.scalars()))
    recorder.receive(.frame(run.frame(), isKey: true))
    let source = try FollowSource(path: path)
    #expect(source.mode == .attached && source.description == run.description)
    var whole = TelemetryBatch()
    await follow(source, into: &whole) { !$0.scalars.isEmpty && $0.frame != nil }
    for _ in 0..<500 { recorder.receive(.scalars(run.scalars())) }
    let last = run.frame()
    recorder.receive(.frame(last, isKey: true))
    recorder.receive(.event(Event(kind: .done, step: 501, elapsed: 1, detail: "")))
    recorder.receive(.finished(run.outcome()))
    try recorder.close()
    await follow(source, into: &whole) { $0.outcome != nil }
    #expect(whole.scalars.map(\.step) == Array(1...501))
    #expect(whole.frame.map { same($0, last) } == true)
    #expect(whole.events.map(\.kind) == [.done])
    // The recorder could not tidy while it was followed; the follower does, in its own time.
    #expect(waitUntil { directory.contents.count == 1 })
  }

  @Test func aKilledProcessIsNoted() async throws {
    let directory = try TemporaryFolder()
    let path = directory.path("killed.lnnrun")
    let writer = try WriterProcess("record", path)
    _ = writer.read()
    let source = try FollowSource(path: path)
    var whole = TelemetryBatch()
    await follow(source, into: &whole) { $0.scalars.count > 100 }
    writer.kill()
    await follow(source, into: &whole) { $0.events.contains { $0.kind == .note } }
    #expect(whole.outcome == nil)
    #expect(whole.scalars.map(\.step) == Array(1..<whole.scalars.count + 1))
    #expect(whole.events.last?.step == whole.scalars.count)
    #expect(whole.events.last?.detail == "recording ended without an outcome")
  }

  @Test func aFinishedRunIsShownWithItsOutcomeAtOnce() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("done.lnnrun")
    var run = RandomRun(seed: 42)
    let recorder = try RunRecorder(path: path, description: run.description)
    recorder.receive(.scalars(run.scalars()))
    recorder.receive(.finished(run.outcome()))
    try recorder.close()
    let batch = try FollowSource(path: path).drain()
    #expect(batch.scalars.count == 1 && batch.outcome?.state == .diverged)
  }
}
