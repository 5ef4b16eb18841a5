import Foundation
import RunStore
import Telemetry
import TestSupport
import Testing

@Suite struct RoundTripTests {
  private static func everything() -> RunRecorder.Options {
    var options = RunRecorder.Options()
    options.frameInterval = 0
    options.checkpointsKept = nil
    return options
  }

  @Test(arguments: 0..<UInt64(20))
  func whatWasReceivedIsReadBack(seed: UInt64) throws {
    let directory = try TemporaryFolder()
    let path = directory.path("a ?%#.lnnrun")
    var run = RandomRun(seed: seed)
    let messages = run.messages(300)
    let outcome = run.outcome()
    let recorder = try RunRecorder(path: path, description: run.description, options: Self.everything())
    for message in messages { recorder.receive(message) }
    recorder.receive(.finished(outcome))
    try recorder.close()

    #expect(directory.contents == ["a ?%#.lnnrun"], "a finished run is one file; seed \(seed)")
    let reader = try RunReader(path: path)
    #expect(reader.description == run.description)
    #expect(same(reader.outcome, outcome))
    try expect(reader, holds: messages, seed: seed)
    #expect(reader.damage == nil)
    #expect(try integrity(of: path) == "ok")
  }

  private func expect(_ reader: RunReader, holds messages: [Message], seed: UInt64) throws {
    var scalars: [StepScalars] = []
    var frames: [(Frame, Bool)] = []
    var events: [Event] = []
    var checkpoints: [Checkpoint] = []
    for message in messages {
      switch message {
      case .scalars(let value): scalars.append(value)
      case .frame(let frame, let isKey): frames.append((frame, isKey))
      case .event(let event): events.append(event)
      case .checkpoint(let checkpoint): checkpoints.append(checkpoint)
      case .finished, .lengthened, .refused: break
      }
    }
    let read = reader.scalars()
    #expect(read.count == scalars.count && zip(read, scalars).allSatisfy { same($0, $1) }, "seed \(seed)")
    #expect(reader.scalars(from: 5, through: 9).map(\.step) == [5, 6, 7, 8, 9])
    #expect(reader.events() == events)
    let entries = reader.frames()
    #expect(entries.count == frames.count)
    for (entry, (frame, isKey)) in zip(entries, frames) {
      #expect(entry.isKey == isKey && entry.step == frame.step && entry.elapsed == frame.elapsed)
      #expect(same(frame, try reader.frame(entry)), "seed \(seed)")
    }
    let models = reader.checkpoints().compactMap(reader.checkpoint)
    #expect(models.map(\.model) == checkpoints.map(\.model))
    #expect(models.map(\.trainingState) == checkpoints.map(\.trainingState))
    #expect(zip(models, checkpoints).allSatisfy { $0.kind == $1.kind && same($0.validation, $1.validation) })
    #expect(reader.finalModel() == checkpoints.last { $0.kind == .final }?.model)
  }

  @Test func scalarsOutOfTheOrdinaryKeepTheirBits() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("bits.lnnrun")
    let values = [0.1, 1.0 / 3, 9_007_199_254_740_991, -5, .leastNonzeroMagnitude, .greatestFiniteMagnitude]
    let recorder = try RunRecorder(path: path, description: RandomRun(seed: 1).description)
    for (index, value) in values.enumerated() {
      recorder.receive(
        .scalars(
          StepScalars(
            step: index + 1, epoch: 0, elapsed: value, loss: value, learningRate: value, gradientNorm: value))
      )
    }
    try recorder.close()
    #expect(try RunReader(path: path).scalars().map(\.loss.bitPattern) == values.map(\.bitPattern))
  }

  @Test func oldCheckpointsKeepTheirRowButNotTheirBytes() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("checkpoints.lnnrun")
    var options = RunRecorder.Options()
    options.checkpointsKept = 2
    let recorder = try RunRecorder(path: path, description: RandomRun(seed: 2).description, options: options)
    for step in 1...5 {
      for kind in [Checkpoint.Kind.best, .periodic] {
        recorder.receive(
          .checkpoint(Checkpoint(kind: kind, step: step, validation: nil, model: [UInt8(step), 1])))
      }
    }
    try recorder.close()
    let reader = try RunReader(path: path)
    #expect(reader.checkpoints().map(\.step) == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
    #expect(reader.checkpoints().filter(\.hasModel).map(\.step) == [4, 4, 5, 5])
    #expect(reader.finalModel() == [5, 1], "without a final model the best one")
    #expect(reader.newestCheckpoint(.periodic)?.step == 5)
  }

  @Test func ordinaryFramesAreThinnedAndKeyFramesKept() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("thin.lnnrun")
    var run = RandomRun(seed: 3)
    let recorder = try RunRecorder(path: path, description: run.description)
    var frame = run.frame()
    for step in 1...1_000 {
      frame.step = step
      frame.elapsed = Double(step) / 64
      recorder.receive(.frame(frame, isKey: step % 333 == 0))
    }
    try recorder.close()
    let entries = try RunReader(path: path).frames()
    #expect(entries.filter(\.isKey).map(\.step) == [333, 666, 999])
    #expect(entries.filter { !$0.isKey }.map(\.step) == Array(stride(from: 1, through: 1_000, by: 32)))
  }

  @Test func framesOfLongRunsAreFurtherApart() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("long.lnnrun")
    var run = RandomRun(seed: 3)
    let recorder = try RunRecorder(path: path, description: run.description)
    var frame = run.frame()
    for second in 20_000...20_100 {
      frame.elapsed = Double(second)
      recorder.receive(.frame(frame, isKey: false))
    }
    try recorder.close()
    let elapsed = try RunReader(path: path).frames().map(\.elapsed)
    #expect(elapsed == [20_000, 20_011, 20_022, 20_033, 20_044, 20_055, 20_066, 20_077, 20_088, 20_099])
  }

  @Test func manyWritersAreRecordedWithoutLoss() async throws {
    let directory = try TemporaryFolder()
    let path = directory.path("parallel.lnnrun")
    let recorder = try RunRecorder(path: path, description: RandomRun(seed: 4).description)
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          for step in 0..<5_000 {
            recorder.receive(.event(Event(kind: .note, step: step, elapsed: 0, detail: "\(writer)")))
          }
        }
      }
    }
    try recorder.close()
    let events = try RunReader(path: path).events()
    for writer in 0..<4 {
      #expect(events.filter { $0.detail == "\(writer)" }.map(\.step) == Array(0..<5_000))
    }
  }
}

/// SQLite's own opinion of a file.
func integrity(of path: String) throws -> String {
  try Database(path: path, mode: .readOnly).text("PRAGMA integrity_check", doing: "checking")
}
