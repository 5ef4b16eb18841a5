import Foundation
import RunStore
import Telemetry
import TestSupport
import Testing

@Suite struct ResumingTests {
  /// Ten steps with a frame and an event each, a resumable checkpoint after the fifth and an outcome.
  private func record(_ path: String, _ run: inout RandomRun) throws {
    var options = RunRecorder.Options()
    options.frameInterval = 0
    options.fingerprint = "abc"
    let recorder = try RunRecorder(path: path, description: run.description, options: options)
    for step in 1...10 { send(step, &run, to: recorder) }
    recorder.receive(.finished(run.outcome()))
    try recorder.close()
  }

  private func send(_ step: Int, _ run: inout RandomRun, to recorder: RunRecorder) {
    recorder.receive(.scalars(run.scalars()))
    recorder.receive(.frame(run.frame(), isKey: false))
    recorder.receive(.event(Event(kind: .note, step: step, elapsed: 0, detail: "\(step)")))
    guard step % 5 == 0 else { return }
    let state: [UInt8]? = step == 5 ? [1, 2, 3] : nil
    recorder.receive(
      .checkpoint(Checkpoint(kind: .periodic, step: step, validation: nil, model: [9], trainingState: state)))
  }

  @Test func whatCameAfterTheCheckpointIsReplaced() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("run.lnnrun")
    var run = RandomRun(seed: 61)
    try record(path, &run)
    try RunLabels.add(RunLabel(.tag, "kept", at: Date(timeIntervalSince1970: 0)), path: path)
    let found = try #require(try RunReader(path: path).newestResumable())
    #expect(found.checkpoint.step == 5 && found.checkpoint.trainingState == [1, 2, 3])
    var options = RunRecorder.Options()
    options.frameInterval = 0
    let recorder = try RunRecorder(resuming: path, at: found.sequence, options: options)
    let meanwhile = try RunReader(path: path)
    #expect(meanwhile.state == .recording && meanwhile.outcome == nil)
    #expect(meanwhile.scalars().map(\.step) == [1, 2, 3, 4, 5] && meanwhile.events().count == 5)
    #expect(meanwhile.frames().count == 5 && meanwhile.fingerprint == "abc")
    #expect(throws: RunStoreError.beingRecorded(path: path)) {
      try RunRecorder(resuming: path, at: found.sequence)
    }
    var again = RandomRun(seed: 61)
    for _ in 1...5 { _ = (again.scalars(), again.frame()) }
    for step in 6...12 { send(step, &again, to: recorder) }
    recorder.receive(.finished(again.outcome()))
    try recorder.close()
    let reader = try RunReader(path: path)
    #expect(reader.scalars().map(\.step) == Array(1...12))
    #expect(reader.events().map(\.detail) == (1...12).map { "\($0)" })
    #expect(reader.frames().count == 12 && reader.outcome?.steps == 12)
    #expect(RunListing.summary(of: path).tags == ["kept"])
    #expect(try integrity(of: path) == "ok")
  }

  @Test func theEndOfARunThatGoesOnIsItsEndNoMore() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("run.lnnrun")
    var description = RandomRun(seed: 63).description
    let recorder = try RunRecorder(path: path, description: description)
    let end = Checkpoint(
      kind: .final, step: 10, validation: Validation(loss: 1, metric: 2), model: [1], trainingState: [2])
    recorder.receive(.checkpoint(end))
    try recorder.close()
    let found = try #require(try RunReader(path: path).newestResumable())
    description.plannedSteps = 1_010
    let resumed = try RunRecorder(resuming: path, at: found.sequence, description: description)
    resumed.receive(.checkpoint(Checkpoint(kind: .best, step: 12, validation: end.validation, model: [3])))
    try resumed.close()
    let reader = try RunReader(path: path)
    #expect(reader.checkpoints().map(\.kind) == [.best, .best])
    #expect(reader.finalModel() == [3] && reader.newestResumable()?.checkpoint.step == 10)
    #expect(reader.description.plannedSteps == description.plannedSteps)
  }

  @Test func whoComesSecondLeavesTheOthersRunAlone() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("run.lnnrun")
    var run = RandomRun(seed: 65)
    var first: RunRecorder?
    // Another process takes the name while this one still lays its file out.
    #expect(throws: RunStoreError.runExists(path: path)) {
      try RunFile.create(path, overwrite: false) { _ throws(RunStoreError) in
        let recorder = try RunRecorder(path: path, description: run.description)
        recorder.receive(.scalars(run.scalars()))
        recorder.commitNow()
        first = recorder
      }
    }
    first?.receive(.scalars(run.scalars()))
    try first?.close()
    #expect(try RunReader(path: path).scalars().map(\.step) == [1, 2])
    #expect(directory.contents == ["run.lnnrun"])
  }

  @Test func whatWentOnMeanwhileIsNotCutBack() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("run.lnnrun")
    var run = RandomRun(seed: 66)
    try record(path, &run)
    let found = try #require(try RunReader(path: path).newestResumable())
    let other = try RunRecorder(resuming: path, at: found.sequence)
    other.receive(
      .checkpoint(Checkpoint(kind: .periodic, step: 9, validation: nil, model: [1], trainingState: [4])))
    try other.close()
    #expect(throws: RunStoreError.self) { try RunRecorder(resuming: path, at: found.sequence) }
    #expect(try RunReader(path: path).newestResumable()?.checkpoint.step == 9)
  }

  @Test func aRunIsARunFromItsFirstMomentOn() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("run.lnnrun")
    let recorder = try RunRecorder(path: path, description: RandomRun(seed: 64).description)
    #expect(directory.contents.filter { $0.hasPrefix(".") }.isEmpty, "no draft is left")
    #expect(try RunReader(path: path).hasNotBegun)
    try recorder.close()
    let again = try RunRecorder(resuming: path, at: 0)
    again.receive(
      .scalars(StepScalars(step: 1, epoch: 1, elapsed: 0, loss: 1, learningRate: 1, gradientNorm: 1)))
    try again.close()
    #expect(throws: RunStoreError.self) { try RunRecorder(resuming: path, at: 0) }
    #expect(try !RunReader(path: path).hasNotBegun)
  }

  @Test func aKilledRunGoesOnAndALivingOneDoesNot() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("live.lnnrun")
    let writer = try WriterProcess("record", path)
    let reader = { try RunReader(path: path) }
    while writer.read().isEmpty == false, try reader().newestResumable() == nil {}
    let sequence = try #require(try reader().newestResumable()).sequence
    #expect(throws: RunStoreError.beingRecorded(path: path)) { try RunRecorder(resuming: path, at: sequence) }
    writer.kill()
    let newest = try #require(try reader().newestResumable())
    let recorder = try RunRecorder(resuming: path, at: newest.sequence)
    try recorder.close()
    #expect(try reader().scalars().map(\.step) == Array(1...newest.checkpoint.step))
    #expect(try integrity(of: path) == "ok")
  }

  @Test func onlyOneOfManyTakesARunOver() async throws {
    let directory = try TemporaryFolder()
    let path = directory.path("run.lnnrun")
    var run = RandomRun(seed: 62)
    try record(path, &run)
    let sequence = try #require(try RunReader(path: path).newestResumable()).sequence
    let recorders = await withTaskGroup(of: RunRecorder?.self, returning: [RunRecorder].self) { group in
      for _ in 0..<6 { group.addTask { try? RunRecorder(resuming: path, at: sequence) } }
      return await group.reduce(into: []) { all, recorder in if let recorder { all.append(recorder) } }
    }
    #expect(recorders.count == 1)
    try recorders.first?.close()
    #expect(try RunReader(path: path).scalars().count == 5)
    #expect(try integrity(of: path) == "ok")
  }

  @Test func damageIsNotBuiltUpon() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("run.lnnrun")
    var run = RandomRun(seed: 63)
    try record(path, &run)
    let sequence = try #require(try RunReader(path: path).newestResumable()).sequence
    let whole = bytes(of: path)
    try write(Array(whole.dropLast(4_096)), to: path)
    #expect(throws: RunStoreError.self) { try RunRecorder(resuming: path, at: sequence) }
    #expect(bytes(of: path) == Array(whole.dropLast(4_096)))
    #expect(throws: RunStoreError.cannotOpen(path: directory.path("x"), code: ENOENT)) {
      try RunRecorder(resuming: directory.path("x"), at: 1)
    }
  }
}
