import Foundation
import Liquid
import LiquidTraining
import RunStore
import Telemetry
import TestSupport
import Testing

@Suite struct BatchOrderTests {
  @Test(arguments: [(1, 1), (7, 3), (32, 32), (33, 32), (5, 8)])
  func everySequenceComesOnceAnEpoch(sequences: Int, batchSize: Int) {
    var order = BatchOrder(sequences: sequences, batchSize: batchSize, seed: 3)
    let steps = TrainingConfiguration(batchSize: batchSize).stepsPerEpoch(sequences: sequences)
    for _ in 0..<3 {
      let epoch = (0..<steps).flatMap { _ in order.next() }
      #expect(epoch.sorted() == Array(0..<sequences))
    }
  }

  @Test func theSameSeedGivesTheSameOrder() {
    var first = BatchOrder(sequences: 100, batchSize: 7, seed: 5)
    var second = BatchOrder(sequences: 100, batchSize: 7, seed: 5)
    var other = BatchOrder(sequences: 100, batchSize: 7, seed: 6)
    let taken = (0..<40).map { _ in first.next() }
    #expect(taken == (0..<40).map { _ in second.next() })
    #expect(taken != (0..<40).map { _ in other.next() })
  }
}

/// A stream without end in the place of a data set.
@Suite struct EndlessTrainingTests {
  private func plan(_ arrivals: SineStream.Arrivals) throws -> TrainingPlan {
    var plan = try SineTask.plan(epochs: 1)
    plan.provider = SineStream(schema: plan.provider.schema, arrivals: arrivals)
    plan.description.plannedSteps = nil
    plan.description.stepsPerEpoch = nil
    return plan
  }

  /// Starts a worker on a plan, and stops it when `body` is done.
  private func messages(
    _ plan: TrainingPlan, recorder: RunRecorder? = nil, commands: [Command] = [],
    _ body: (TrainingWorker, MessageLog) throws -> Void
  ) throws -> [Message] {
    let log = MessageLog()
    let worker = TrainingWorker(plan: plan, sinks: [log] + (recorder.map { [$0] } ?? []))
    for command in commands { worker.send(command) }
    worker.start()
    try body(worker, log)
    worker.send(.stop)
    #expect(worker.waitUntilLeft(timeout: patience))
    return log.messages
  }

  /// Over windows that the stream began with.
  private func loss(of model: Model) throws -> Double {
    let stream = SineStream(schema: try SineTask.plan(epochs: 1).provider.schema)
    let engine = try GradientEngine(cell: model.cell, loss: stream.schema.loss, threads: 1)
    let evaluator = Evaluator(schema: stream.schema, engine: engine)
    return try #require(evaluator.evaluate(stream.windows(0..<40), parameters: model.parameters)).loss
  }

  @Test func aStreamTrainsWhileWindowsArriveAndWaitsWhereNoneDo() throws {
    let arrivals = SineStream.Arrivals()
    let plan = try plan(arrivals)
    let messages = try messages(plan) { _, log in
      arrivals.arrive(40)
      #expect(log.wait { $0.scalars.count == 10 })
      arrivals.arrive(3)
      arrivals.arrive(401)
      #expect(log.wait { $0.scalars.count == 111 })
    }
    #expect(messages.scalars.map(\.step) == Array(1...111))
    #expect(messages.scalars.allSatisfy { $0.epoch == 1 })
    #expect(messages.outcome?.state == .stopped && messages.outcome?.test == nil)
    let validations = messages.scalars.compactMap(\.validation)
    // None after the tenth step, when no window was left to test on, and none after the last ones.
    #expect(validations.count >= 20)
    let final = try ModelFile.read(try #require(messages.checkpoints.last).model).model
    #expect(try loss(of: final) < loss(of: plan.model))
    #expect(messages.frames.allSatisfy { $0.remaining == nil && $0.probe.count <= 8 })
  }

  @Test func aWaitingStreamIsProbedPerturbedPausedAndStopped() throws {
    let arrivals = SineStream.Arrivals()
    let messages = try messages(plan(arrivals)) { worker, log in
      arrivals.arrive(20)
      #expect(log.wait { $0.scalars.count == 5 })
      worker.send(.perturb(Perturbation(kind: .offset, channel: 0, magnitude: 2)))
      #expect(log.wait { $0.frames.last?.probe.perturbed != nil })
      worker.send(.selectProbe(3))
      #expect(log.wait { $0.frames.last?.probe.index == 3 })
      worker.send(.pause)
      #expect(log.wait { $0.frames.last?.state == .paused })
      arrivals.arrive(8)
      worker.send(.step)
      #expect(log.wait { $0.scalars.count == 6 && $0.frames.last?.state == .stepped })
      worker.send(.resume)
      #expect(log.wait { $0.scalars.count == 7 })
    }
    #expect(messages.outcome?.steps == 7)
    #expect(messages.checkpoints.last?.kind == .final && messages.checkpoints.last?.trainingState != nil)
  }

  @Test func aStreamThatEndsIsDone() throws {
    let arrivals = SineStream.Arrivals()
    arrivals.arrive(20, isLast: true)
    let messages = try messages(plan(arrivals)) { _, log in
      #expect(log.wait { $0.outcome != nil })
    }
    #expect(messages.outcome?.state == .done && messages.outcome?.explanation == "the data have ended")
    #expect(messages.scalars.count == 5)
  }

  @Test func aStreamIsResumedWhereItStood() throws {
    let arrivals = SineStream.Arrivals()
    arrivals.arrive(96)
    func model(_ messages: [Message]) throws -> [Float] {
      let periodic = try #require(messages.checkpoints.last?.trainingState)
      return try SavedTraining(periodic, plan: plan(arrivals)).trainer.parameters
    }
    let whole = try messages(plan(arrivals)) { _, log in #expect(log.wait { $0.scalars.count == 24 }) }
    let seven = [.pause] + Array(repeating: Command.step, count: 7)
    let first = try messages(plan(arrivals), commands: seven) { _, log in
      #expect(log.wait { $0.scalars.count == 7 })
    }
    var rest = try plan(arrivals)
    rest.resumed = try SavedTraining(try #require(first.checkpoints.last?.trainingState), plan: rest)
    let remaining = 24 - first.scalars.count
    let second = try messages(rest) { _, log in #expect(log.wait { $0.scalars.count == remaining }) }
    #expect(second.scalars.first?.step == first.scalars.count + 1)
    #expect(try model(second) == model(whole))
    #expect(second.outcome?.validation == whole.outcome?.validation)
    // A finite run's state is not a stream's.
    let finite = try SineTask.plan(epochs: 1)
    #expect(throws: SavedTrainingError.self) {
      try SavedTraining(try #require(first.checkpoints.last?.trainingState), plan: finite)
    }
  }

  @Test func aStreamIsRecordedAndReplayed() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("stream.lnnrun")
    let arrivals = SineStream.Arrivals()
    let plan = try plan(arrivals)
    let recorder = try RunRecorder(path: path, description: plan.description)
    let messages = try messages(plan, recorder: recorder) { _, log in
      arrivals.arrive(60)
      #expect(log.wait { $0.scalars.count == 15 })
    }
    try recorder.close()
    let reader = try RunReader(path: path)
    #expect(reader.damage == nil && reader.description == plan.description && reader.scalars().count == 15)
    #expect(reader.outcome == messages.outcome)
    let replayed = ReplaySource(reader: reader, isPlaying: false).drain()
    #expect(replayed.frame != nil)
    let resumable = try #require(reader.newestResumable()?.checkpoint.trainingState)
    #expect(try SavedTraining(resumable, plan: plan).step == 15)
  }
}
