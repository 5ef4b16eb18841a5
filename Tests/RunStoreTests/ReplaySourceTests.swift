import Foundation
import RunStore
import Synchronization
import Telemetry
import TestSupport
import Testing

/// A clock that moves when a test says so.
final class ManualClock: ReplayClock {
  private let time = Mutex(0.0)
  var now: Double { time.withLock { $0 } }
  func advance(by seconds: Double) { time.withLock { $0 += seconds } }
}

@Suite struct ReplaySourceTests {
  /// Ten steps and frames, one a tenth of a second; two without a trace that can be read.
  private func reader(in directory: TemporaryFolder, spoiling: Bool = false) throws -> RunReader {
    let path = directory.path("replay.lnnrun")
    var run = RandomRun(seed: 21)
    var options = RunRecorder.Options()
    options.frameInterval = 0
    let recorder = try RunRecorder(path: path, description: run.description, options: options)
    for step in 1...10 {
      var scalars = run.scalars()
      var frame = run.frame()
      (scalars.step, scalars.elapsed) = (step, Double(step) / 8)
      (frame.step, frame.elapsed) = (step, Double(step) / 8)
      recorder.receive(.scalars(scalars))
      recorder.receive(.frame(frame, isKey: false))
    }
    recorder.receive(.finished(Outcome(state: .done, steps: 10, elapsed: 1.25, validation: nil, test: nil)))
    try recorder.close()
    if spoiling {
      let sql = "UPDATE frames SET nominal = x'00' WHERE step = 2"
      try Database(path: path, mode: .readWrite).execute(sql, doing: "spoiling")
    }
    return try RunReader(path: path)
  }

  @Test func theFirstDrainShowsTheFirstFrame() throws {
    let directory = try TemporaryFolder()
    let source = ReplaySource(reader: try reader(in: directory), clock: ManualClock())
    let batch = source.drain()
    #expect(batch.frame?.step == 1 && batch.scalars.map(\.step) == [1] && !batch.isReset)
    #expect(batch.playback?.frameCount == 10 && batch.playback?.duration == 1.25)
    #expect(source.drain().isEmpty)
    #expect(source.mode == .replay)
  }

  @Test func timeBringsFramesAndScalars() throws {
    let directory = try TemporaryFolder()
    let clock = ManualClock()
    let source = ReplaySource(reader: try reader(in: directory), clock: clock)
    _ = source.drain()
    var steps: [Int] = []
    for step in 2...10 {
      clock.advance(by: 0.125)
      source.crank()
      let batch = source.drain()
      #expect(batch.frame?.step == step)
      steps += batch.scalars.map(\.step)
      #expect((batch.outcome != nil) == (step == 10))
    }
    #expect(steps == Array(2...10))
  }

  @Test func whatWasNotDrainedIsMerged() throws {
    let directory = try TemporaryFolder()
    let clock = ManualClock()
    let source = ReplaySource(reader: try reader(in: directory), clock: clock)
    source.send(.step)
    source.send(.step)
    source.crank()
    var batch = source.drain()
    #expect(batch.frame?.step == 3 && batch.scalars.map(\.step) == [1, 2, 3] && batch.skippedFrames == 2)
    source.send(.step)
    source.send(.seek(0))
    source.crank()
    batch = source.drain()
    #expect(batch.isReset && batch.frame?.step == 1 && batch.scalars.map(\.step) == [1])
    #expect(batch.playback?.isPlaying == false)
  }

  @Test func aFrameThatCannotBeReadBecomesANote() throws {
    let directory = try TemporaryFolder()
    let source = ReplaySource(reader: try reader(in: directory, spoiling: true), clock: ManualClock())
    _ = source.drain()
    source.send(.step)
    source.crank()
    let batch = source.drain()
    #expect(batch.frame == nil && batch.playback?.frameIndex == 1)
    #expect(batch.events.first?.detail.contains("frame of step 2") == true)
  }

  @Test func theTimerPlaysToTheEndByItself() async throws {
    let directory = try TemporaryFolder()
    let source = ReplaySource(reader: try reader(in: directory))
    source.send(.setPlaybackSpeed(64))
    let (wakeups, continuation) = AsyncStream.makeStream(of: Void.self)
    source.setWakeup { continuation.yield() }
    var scalars: [Int] = []
    for await _ in wakeups {
      let batch = source.drain()
      scalars += batch.scalars.map(\.step)
      if batch.outcome != nil { break }
    }
    #expect(scalars == Array(1...10))
  }
}
