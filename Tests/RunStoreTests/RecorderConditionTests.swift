import Foundation
import RunStore
import Synchronization
import Telemetry
import TestSupport
import Testing

/// What a follower says of a trainer that does not go on.
@Suite struct RecorderConditionTests {
  @Test func aSuspendedRecorderIsSaidToBeSuspended() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("run.lnnrun")
    let writer = try WriterProcess("record", path)
    _ = writer.read()
    let source = try FollowSource(path: path)
    func isTold(_ condition: RecorderCondition) -> Bool {
      waitUntil {
        let batch = source.drain()
        return batch.abandonment == nil && batch.recorder == condition
      }
    }
    let reader = try RunReader(path: path)
    for _ in 0..<2 {
      kill(writer.id, SIGSTOP)
      #expect(isTold(.suspended(process: Int(writer.id))))
      #expect(reader.recorder == .suspended(process: Int(writer.id)) && reader.state == .recording)
      kill(writer.id, SIGCONT)
      #expect(isTold(.active))
    }
    writer.kill()
    #expect(waitUntil { source.drain().abandonment == .interrupted })
    #expect(reader.recorder == nil)
  }

  @Test func aTrainingWithoutStepsIsSaidToBeSilentUnlessItIsPaused() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("run.lnnrun")
    var run = RandomRun(seed: 111)
    let recorder = try RunRecorder(path: path, description: run.description)
    recorder.receive(.scalars(run.scalars()))
    recorder.commitNow()
    let clock = ManualClock()
    let source = try FollowSource(path: path, clock: clock)
    var told: [RecorderCondition?] = []
    func look(after seconds: Double) {
      clock.advance(by: seconds)
      source.lookNow()
      if let condition = source.drain().recorder { told.append(condition) }
    }
    look(after: 9)
    look(after: 2)
    look(after: 0.25)
    look(after: 1)
    #expect(told == [.silent(seconds: 11), .silent(seconds: 12)])
    told = []
    var frame = run.frame()
    frame.state = .paused
    recorder.receive(.frame(frame, isKey: true))
    recorder.commitNow()
    look(after: 0)
    look(after: 1_000)
    #expect(told == [.active])
    try recorder.close()
  }
}
