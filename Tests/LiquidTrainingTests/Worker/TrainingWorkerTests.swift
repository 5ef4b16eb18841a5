import Liquid
import LiquidTraining
import Telemetry
import TestSupport
import Testing

@Suite struct TrainingWorkerTests {
  /// Starts a worker on the sine task and leaves it when `body` is done.
  ///
  /// - Parameter commands: those that it finds when it starts, so that they act before the first step.
  private func withWorker(
    epochs: Int = 2, learningRate: Double = 0.01, threads: Int = 1, commands: [Command] = [],
    _ body: (TrainingWorker, MessageLog) throws -> Void
  ) throws -> [Message] {
    let log = MessageLog()
    let plan = try SineTask.plan(epochs: epochs, learningRate: learningRate, threads: threads)
    let worker = TrainingWorker(plan: plan, sinks: [log])
    for command in commands { worker.send(command) }
    worker.start()
    try body(worker, log)
    worker.send(.stop)
    #expect(worker.waitUntilLeft(timeout: patience))
    return log.messages
  }

  @Test func aRunTellsEveryStepAndEndsWithItsFinalModel() throws {
    let messages = try withWorker { _, log in
      #expect(log.wait { $0.outcome != nil })
    }
    let plan = try SineTask.plan(epochs: 2)
    #expect(messages.scalars.map(\.step) == Array(1...plan.plannedSteps))
    #expect(messages.scalars.filter { $0.validation != nil }.count == 2)
    #expect(messages.outcome?.state == .done)
    #expect(messages.outcome?.test != nil)
    let final = try #require(messages.checkpoints.last)
    #expect(final.kind == .final)
    let read = try ModelFile.read(final.model)
    #expect(read.metadata["note"] == "test")
    #expect(messages.frames.last?.state == .done)
    // What a recorder refuses, a replay cannot show.
    #expect(messages.frames.allSatisfy { $0.fits(plan.description) })
    #expect(messages.frames.allSatisfy { ($0.probe.nominal.solverError?.largest ?? -1) > 0 })
  }

  @Test func trainingLearns() throws {
    let messages = try withWorker(epochs: 60) { _, log in
      #expect(log.wait { $0.outcome != nil })
    }
    let validations = messages.scalars.compactMap(\.validation)
    let first = try #require(validations.first)
    let last = try #require(messages.outcome?.validation)
    #expect(last.loss < first.loss / 2)
  }

  @Test func theSameSeedGivesTheSameBytesForAnyNumberOfThreads() throws {
    let models = try [1, 2, 3].map { threads in
      try withWorker(threads: threads) { _, log in
        #expect(log.wait { $0.outcome != nil })
      }.checkpoints.last?.model
    }
    #expect(models[0] != nil)
    #expect(models[0] == models[1])
    #expect(models[0] == models[2])
  }

  @Test func aPausedWorkerStepsOnceWhenAskedAndGoesOn() throws {
    let messages = try withWorker(epochs: SineTask.endless, commands: [.pause]) { worker, log in
      #expect(log.wait { $0.frames.last?.state == .paused })
      let paused = try #require(log.messages.frames.last).step
      worker.send(.step)
      #expect(log.wait { $0.frames.last?.state == .stepped })
      #expect(log.messages.frames.last?.step == paused + 1)
      worker.send(.resume)
      #expect(log.wait { ($0.scalars.last?.step ?? 0) > paused + 3 })
    }
    #expect(messages.outcome?.state == .stopped)
    let transport: Set<Event.Kind> = [.paused, .resumed]
    let kinds = messages.events.map(\.kind).filter { transport.contains($0) }
    #expect(kinds == [.paused, .resumed])
  }

  @Test func aPerturbationShowsAtOnceThoughPausedAndGoesWhenCleared() throws {
    _ = try withWorker(epochs: SineTask.endless, commands: [.pause]) { worker, log in
      #expect(log.wait { $0.frames.last?.state == .paused })
      worker.send(.perturb(Perturbation(kind: .offset, channel: 0, magnitude: 2)))
      #expect(log.wait { $0.frames.last?.probe.perturbed != nil })
      let frame = try #require(log.messages.frames.last)
      let perturbed = try #require(frame.probe.perturbed)
      #expect(perturbed.outputs != frame.probe.nominal.outputs)
      #expect(perturbed.inputs != frame.probe.nominal.inputs)
      #expect(perturbed.targets == frame.probe.nominal.targets)
      worker.send(.clear)
      #expect(log.wait { $0.frames.last?.probe.perturbed == nil })
      #expect(log.messages.scalars.isEmpty)
    }
  }

  @Test func aSilencedNeuronStaysAtZero() throws {
    _ = try withWorker(epochs: SineTask.endless) { worker, log in
      worker.send(.intervene(Intervention.silence(neuron: 0)))
      #expect(log.wait { $0.frames.last?.probe.perturbed != nil })
      let probe = try #require(log.messages.frames.last?.probe)
      let silenced = probe.perturbed?.channel(0, of: \.states) ?? []
      #expect(silenced.allSatisfy { $0 == 0 } && !silenced.isEmpty)
      #expect(probe.nominal.channel(0, of: \.states).contains { $0 != 0 })
    }
  }

  @Test func commandsThatMakeNoSenseAreIgnored() throws {
    let messages = try withWorker(epochs: SineTask.endless) { worker, log in
      worker.send(.perturb(Perturbation(kind: .noise, channel: 99, magnitude: 1)))
      worker.send(.perturb(Perturbation(kind: .noise, channel: 0, magnitude: .nan)))
      worker.send(.intervene(Intervention.silence(neuron: -1)))
      worker.send(.setLearningRate(-1))
      worker.send(.selectProbe(9999))
      worker.send(.seek(0.5))
      worker.send(.setLearningRate(0.002))
      #expect(log.wait { $0.frames.last?.learningRate == 0.002 })
    }
    let transport: Set<Event.Kind> = [.started, .stopped, .checkpoint]
    let others = messages.events.map(\.kind).filter { !transport.contains($0) }
    #expect(others == [.learningRate])
  }

  @Test func aRunThatIsStoppedIsTestedToo() throws {
    let messages = try withWorker(epochs: SineTask.endless) { worker, log in
      #expect(log.wait { $0.scalars.count > 3 })
      worker.send(.stop)
      #expect(log.wait { $0.outcome != nil })
    }
    let outcome = try #require(messages.outcome)
    let test = try #require(outcome.test)
    let final = try ModelFile.read(try #require(messages.checkpoints.last).model).model
    let dataset = try SineTask.dataset()
    let engine = try GradientEngine(cell: final.cell, loss: dataset.loss, threads: 1)
    let again = Evaluator(schema: dataset.schema, engine: engine)
      .evaluate(dataset.sequencesByLength(of: .test), parameters: final.parameters)
    #expect(outcome.state == .stopped && test == again)
  }

  @Test func anExplosionEndsTheRunWithTheLastGoodParameters() throws {
    let messages = try withWorker(epochs: SineTask.endless, learningRate: 1e30) { _, log in
      #expect(log.wait { $0.outcome != nil })
    }
    let outcome = try #require(messages.outcome)
    #expect(outcome.state == .diverged)
    #expect(outcome.explanation?.contains("step") == true)
    #expect(messages.frames.last?.state == .diverged)
    let final = try #require(messages.checkpoints.last)
    let model = try ModelFile.read(final.model).model
    // Those of the beginning: the first step already leads far away.
    #expect(model.parameters.allSatisfy { abs($0) < 100 })
  }

  @Test func impatienceEndsTheRunWithItsBestModelAndSaysWhy() throws {
    let log = MessageLog()
    let plan = try SineTask.plan(epochs: SineTask.endless, learningRate: 0.3, patience: 2)
    let worker = TrainingWorker(plan: plan, sinks: [log])
    worker.start()
    #expect(log.wait { $0.outcome != nil })
    worker.send(.stop)
    #expect(worker.waitUntilLeft(timeout: patience))
    let outcome = try #require(log.messages.outcome)
    let validated = log.messages.scalars.filter { $0.validation != nil }
    let best = try #require(validated.min { ($0.validation?.loss ?? 0) < ($1.validation?.loss ?? 0) })
    #expect(outcome.state == .done && outcome.steps < plan.plannedSteps)
    #expect(
      outcome.explanation == "validation has not improved for 2 epochs; best at step \(best.step)")
    #expect(outcome.validation == best.validation && outcome.test != nil)
    #expect(log.messages.events.last?.detail == outcome.explanation)
    #expect(log.messages.frames.last?.state == .done)
  }

  @Test func scalarsAndFramesShowTheRateInForceAndACommandChangesTheBaseRate() throws {
    let log = MessageLog()
    let schedule = LearningRateSchedule(unchecked: .step(every: 1_000_000, factor: 0.5), warmupSteps: 4)
    let plan = try SineTask.plan(epochs: SineTask.endless, learningRate: 0.01, schedule: schedule)
    let worker = TrainingWorker(plan: plan, sinks: [log])
    worker.send(.pause)
    worker.send(.step)
    worker.start()
    #expect(log.wait { $0.frames.last?.state == .stepped })
    // The next step is the second of four of the warm-up.
    #expect(log.messages.frames.last?.learningRate == 0.005)
    worker.send(.setLearningRate(0.04))
    #expect(log.wait { $0.frames.last?.learningRate == 0.02 })
    worker.send(.resume)
    #expect(log.wait { $0.scalars.count > 6 })
    worker.send(.stop)
    #expect(worker.waitUntilLeft(timeout: patience))
    #expect(log.messages.scalars.prefix(5).map(\.learningRate) == [0.0025, 0.02, 0.03, 0.04, 0.04])
    let event = log.messages.events.first { $0.kind == .learningRate }
    #expect(event?.detail == "learning rate 0.04, times 0.5 by the schedule")
  }

  @Test func anExplosionInTheLastStepIsNoticedToo() throws {
    let log = MessageLog()
    let plan = try SineTask.plan(epochs: 1, steps: 1, learningRate: 1000, clip: nil)
    let worker = TrainingWorker(plan: plan, sinks: [log])
    worker.start()
    worker.send(.stop)
    #expect(worker.waitUntilLeft(timeout: patience))
    let kept = try #require(log.messages.checkpoints.last)
    #expect(try ModelFile.read(kept.model).model.parameters.allSatisfy { abs($0) < 100 })
  }
}

/// Notes, and perturbing the training inputs, as the worker takes them.
@Suite struct NotesAndPerturbedTrainingTests {
  private func messages(_ commands: [Command]) throws -> [Message] {
    let log = MessageLog()
    let worker = TrainingWorker(plan: try SineTask.plan(epochs: SineTask.endless), sinks: [log])
    for command in [.pause] + commands + [.step, .selectProbe(1)] { worker.send(command) }
    worker.start()
    #expect(log.wait { $0.frames.contains { $0.probe.index == 1 } })
    worker.send(.stop)
    #expect(worker.waitUntilLeft(timeout: patience))
    return log.messages
  }

  private static let noise = Perturbation(kind: .noise, channel: 0, magnitude: 3)

  @Test func aNoteIsRecordedWithoutWhatWouldHarmATerminal() throws {
    let events = try messages([.note(" rate\u{1B}[31m too\nhigh\u{202E} "), .note(" \u{7} ")]).events
    let notes = events.filter { $0.kind == .note }
    #expect(notes.map(\.detail) == ["rate [31m too high"])
    #expect(notes.first?.step == 0)
  }

  @Test func trainingIsPerturbedWhileThePersonWantsIt() throws {
    let plain = try messages([.perturb(Self.noise)])
    let both = try messages([.perturb(Self.noise), .perturbTraining(true), .perturbTraining(true)])
    let back = try messages([.perturb(Self.noise), .perturbTraining(true), .perturbTraining(false)])
    #expect(plain.scalars.first?.loss != both.scalars.first?.loss)
    #expect(plain.scalars.first == back.scalars.first.map { same($0, plain.scalars.first) })
    let told = both.events.filter { $0.detail == "training sees perturbed inputs" }
    #expect(told.count == 1, "what changes nothing is no event")
    #expect(both.frames.last?.perturbsTraining == true && plain.frames.last?.perturbsTraining == false)
  }

  /// The scalars with another's clock, which no two runs share.
  private func same(_ scalars: StepScalars, _ other: StepScalars?) -> StepScalars {
    var scalars = scalars
    scalars.elapsed = other?.elapsed ?? scalars.elapsed
    return scalars
  }
}
