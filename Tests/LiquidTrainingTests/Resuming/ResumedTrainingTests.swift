import Liquid
import LiquidTraining
import Synchronization
import Telemetry
import TestSupport
import Testing

/// A run that is stopped and resumed has the same result as one that never stopped.
@Suite struct ResumedTrainingTests {
  /// What a run told that must not depend on when it was stopped.
  private struct Course: Equatable {
    var scalars: [StepScalars]
    var model: [UInt8]?
    var validation: Validation?
    var test: Validation?
    var explanation: String?
    var bestStep: Int?
    var conditions: [ConditionResult]?
  }

  /// Steps by itself each time it is read, and posts a command at one of its readings.
  private final class Clock: Sendable {
    private let readings = Atomic(0)
    private let moment: Int?
    private let worker = Mutex<TrainingWorker?>(nil)

    init(stopAt moment: Int?) { self.moment = moment }

    func setWorker(_ worker: TrainingWorker?) { self.worker.withLock { $0 = worker } }

    var now: @Sendable () -> Double {
      { [self] in
        let reading = readings.add(1, ordering: .relaxed).newValue
        if reading == moment { worker.withLock { $0?.send(.stop) } }
        return Double(reading) * 1e-3
      }
    }
  }

  /// Runs a plan to its end, or to a reading of its clock.
  private func messages(
    _ plan: TrainingPlan, commands: [Command] = [], stopAt moment: Int? = nil
  ) throws -> [Message] {
    let log = MessageLog()
    let clock = Clock(stopAt: moment)
    let worker = TrainingWorker(plan: plan, sinks: [log], now: clock.now)
    clock.setWorker(worker)
    for command in commands { worker.send(command) }
    worker.start()
    #expect(log.wait { $0.outcome != nil })
    worker.send(.stop)
    #expect(worker.waitUntilLeft(timeout: patience))
    clock.setWorker(nil)
    return log.messages
  }

  private func course(_ messages: [Message], after earlier: [Message] = []) -> Course {
    var scalars = earlier.scalars + messages.scalars
    for index in scalars.indices { scalars[index].elapsed = 0 }
    return Course(
      scalars: scalars, model: messages.checkpoints.last?.model, validation: messages.outcome?.validation,
      test: messages.outcome?.test, explanation: messages.outcome?.explanation,
      bestStep: messages.outcome?.bestStep, conditions: messages.outcome?.conditions)
  }

  /// The messages that a recorder keeps of a run that is resumed at a checkpoint: those before it.
  private func kept(_ messages: [Message], upTo checkpoint: Checkpoint) -> [Message] {
    Array(messages.prefix { if case .checkpoint(checkpoint) = $0 { false } else { true } })
  }

  @Test(arguments: TrainingVariant.all)
  func aStoppedRunGoesOnAsIfItHadNotBeenStopped(variant: TrainingVariant) throws {
    let epochs = variant.batchSize > 100 ? 12 : 4
    let commands: [Command] =
      variant.perturbations.map { .perturb($0) }
      + (variant.perturbations.isEmpty ? [] : [.perturbTraining(true)])
      + [
        .setLearningRate(variant.learningRate * 0.9), .intervene(Intervention.clamp(neuron: 2, value: 0.25)),
      ]
    let plan = try variant.plan(epochs: epochs)
    let whole = try messages(plan, commands: commands)
    #expect(whole.outcome?.state == .done && whole.scalars.count > 5)
    var generator = SeededGenerator(seed: UInt64(epochs) + variant.learningRate.bitPattern)
    for _ in 0..<3 {
      // Every step reads the clock a few times: some of these moments are within a validation.
      let moment = 10 + generator.integer(below: 4 * whole.scalars.count)
      let first = try messages(plan, commands: commands, stopAt: moment)
      guard first.outcome?.state == .stopped else { continue }
      let final = try #require(first.checkpoints.last)
      var rest = try variant.plan(epochs: epochs, threads: 2)
      rest.resumed = try SavedTraining(try #require(final.trainingState), plan: rest)
      let second = try messages(rest)
      #expect(
        course(second, after: kept(first, upTo: final)) == course(whole), "stopped at reading \(moment)")
      #expect(second.events.first?.kind == .resumed)
      #expect(second.events.first?.detail == "resumed at step \(final.step)")
      #expect(try #require(second.events.first).elapsed >= #require(first.scalars.last).elapsed)
      let frame = try #require(second.frames.first)
      #expect(frame.perturbations == variant.perturbations && frame.interventions.count == 1)
    }
  }

  @Test(arguments: TrainingVariant.all)
  func aKilledRunGoesOnFromItsLastSavedStateAsIfItHadNotBeenKilled(variant: TrainingVariant) throws {
    let plan = try variant.plan(epochs: 2)
    let whole = try messages(plan)
    // The first checkpoint is that of step 0.
    let first = try #require(whole.checkpoints.first)
    #expect(first.step == 0)
    var rest = plan
    rest.resumed = try SavedTraining(try #require(first.trainingState), plan: rest)
    #expect(course(try messages(rest), after: kept(whole, upTo: first)) == course(whole))
  }

  /// The trainer alone, saved and read again at random steps.
  @Test(arguments: TrainingVariant.all)
  func aTrainerGoesOnFromItsBytesWithTheSameBits(variant: TrainingVariant) throws {
    let plan = try variant.plan(epochs: 3)
    var generator = SeededGenerator(seed: 11)
    func trainer(_ state: TrainerState?, threads: Int) throws -> RunTrainer {
      let plan = try variant.plan(epochs: 3, threads: threads)
      return RunTrainer(
        provider: plan.provider, model: plan.model, configuration: plan.configuration, state: state)
    }
    let whole = try trainer(nil, threads: 1)
    var parts = try trainer(nil, threads: 2)
    for trainer in [whole, parts] { trainer.disturbance.perturbations = variant.perturbations }
    while !whole.isFinished {
      #expect(whole.makeStep() == parts.makeStep())
      if whole.isValidationDue { #expect(whole.validate() == parts.validate()) }
      guard generator.integer(below: 5) == 0 else { continue }
      var disturbances = Disturbances()
      for perturbation in variant.perturbations { disturbances.add(perturbation) }
      disturbances.reachTraining = true
      let saved = SavedTraining(
        trainer: parts.state, disturbances: disturbances, lastValidation: Validation(loss: 0.1, metric: .nan),
        unvalidated: nil, elapsed: generator.uniform() * 1e5, dataFingerprint: plan.provider.fingerprint)
      let read = try SavedTraining(try #require(saved.bytes), plan: plan)
      #expect(read.trainer == parts.state && read.elapsed == saved.elapsed)
      #expect(read.bytes == saved.bytes)
      parts = try trainer(read.trainer, threads: 1 + generator.integer(below: 3))
    }
    #expect(whole.state == parts.state)
    #expect(whole.finalModel.parameters.map(\.bitPattern) == parts.finalModel.parameters.map(\.bitPattern))
  }

  @Test func aRunThatIsLengthenedIsTheOneThatWasPlannedSoLong() throws {
    let variant = TrainingVariant(network: .ltc, optimizer: .init(.adam))
    let short = try messages(try variant.plan(epochs: 2))
    let long = try variant.plan(epochs: 5)
    var rest = try variant.plan(epochs: 2)
    let final = try #require(short.checkpoints.last)
    var saved = try SavedTraining(try #require(final.trainingState), plan: rest)
    saved.replan(steps: long.plannedSteps, patience: nil)
    rest.resumed = saved
    let second = try messages(rest)
    #expect(course(second, after: kept(short, upTo: final)) == course(try messages(long)))
  }

  @Test func aScheduleStaysAsItWasLaidOutAndPatienceBeginsAnew() throws {
    let variant = TrainingVariant(
      network: .gru, optimizer: .init(.sgd),
      schedule: .init(unchecked: .cosine(finalFactor: 0.5), warmupSteps: 0), patience: 2,
      learningRate: 0.01)
    var plan = try variant.plan(epochs: 2)
    let planned = plan.plannedSteps
    let final = try #require(try messages(plan).checkpoints.last)
    var saved = try SavedTraining(try #require(final.trainingState), plan: plan)
    saved.trainer.validationsSinceBest = 2
    saved.replan(steps: planned + 3, patience: 2)
    #expect(saved.scheduleSteps == planned && saved.trainer.validationsSinceBest == 0)
    plan.resumed = saved
    let rates = try messages(plan).scalars.map(\.learningRate)
    #expect(rates == [0.005, 0.005, 0.005])
  }

  @Test func aRunStoppedRightAtItsEndEndsWhenItIsResumed() throws {
    let variant = TrainingVariant(network: .gru, optimizer: .init(.adam))
    let plan = try variant.plan(epochs: 1)
    let whole = try messages(plan)
    let steps = plan.plannedSteps
    // Steps by hand, and a stop right behind the last one.
    let paused = [.pause] + Array(repeating: Command.step, count: steps - 1)
    let first = try messages(plan, commands: paused + [.stop])
    var rest = plan
    rest.resumed = try SavedTraining(try #require(first.checkpoints.last?.trainingState), plan: plan)
    let second = try messages(rest)
    #expect(course(second, after: first) == course(whole))
    // The same where the run had nothing left to do.
    var done = plan
    done.resumed = try SavedTraining(try #require(whole.checkpoints.last?.trainingState), plan: plan)
    let third = try messages(done)
    #expect(third.scalars.isEmpty && third.outcome?.state == .done)
    #expect(third.checkpoints.last?.model == whole.checkpoints.last?.model)
  }

  @Test func aDivergedRunSavesNothingAtItsEnd() throws {
    let plan = try SineTask.plan(epochs: 100, learningRate: 1e30)
    let messages = try messages(plan)
    #expect(messages.outcome?.state == .diverged)
    #expect(messages.checkpoints.last?.kind == .final && messages.checkpoints.last?.trainingState == nil)
  }
}
