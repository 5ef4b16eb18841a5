import Liquid
import LiquidTraining
import Telemetry
import TestSupport
import Testing

/// A worker with followers, all of them threads.
@Suite struct TrainingFollowerTests {
  /// Trains in `size` processes and returns what the first one told.
  ///
  /// - Parameter body: acts while the worker trains, and returns when it is to be stopped.
  private func train(
    _ size: Int, _ plan: @escaping @Sendable () throws -> TrainingPlan, commands: [Command] = [],
    _ body: @escaping @Sendable (TrainingWorker, MessageLog) -> Bool = { _, log in
      log.wait { $0.outcome != nil }
    }
  ) throws -> [Message] {
    let told = try ThreadExchange.run(size) { exchange in
      var plan = try plan()
      plan.processes = size == 1 ? nil : exchange
      guard exchange.rank == 0 else {
        TrainingFollower(plan: plan).run()
        return [Message]()
      }
      let log = MessageLog()
      let worker = TrainingWorker(plan: plan, sinks: [log])
      for command in commands { worker.send(command) }
      worker.start()
      #expect(body(worker, log))
      worker.send(.stop)
      #expect(worker.waitUntilLeft(timeout: patience))
      if size > 1 { exchange.dismissFollowers() }
      return log.messages
    }
    return told[0]
  }

  /// What a training did, without the times.
  private func course(_ messages: [Message]) -> [StepScalars] {
    messages.scalars.map { scalars in
      var scalars = scalars
      scalars.elapsed = 0
      return scalars
    }
  }

  @Test("Followers make the steps, validations and tests of one process", arguments: TrainingVariant.all)
  func sameCourse(_ variant: TrainingVariant) throws {
    let alone = try train(1) { try variant.plan(epochs: 3) }
    #expect(alone.outcome?.state == .done)
    for size in [2, 3] {
      let shared = try train(size) { try variant.plan(epochs: 3) }
      #expect(course(shared) == course(alone))
      #expect(shared.checkpoints.last?.model == alone.checkpoints.last?.model)
      #expect(shared.outcome?.test == alone.outcome?.test && shared.outcome?.state == .done)
      #expect(shared.outcome?.conditions == alone.outcome?.conditions)
      #expect(shared.outcome?.figures == alone.outcome?.figures)
    }
  }

  @Test("What is changed by hand reaches every process between two steps")
  func commands() throws {
    let changes: [Command] = [
      .setLearningRate(0.05), .perturb(Perturbation(kind: .noise, channel: 0, magnitude: 0.5)),
      .perturbTraining(true),
    ]
    let alone = try train(1, { try SineTask.plan(epochs: 2) }, commands: changes)
    let shared = try train(3, { try SineTask.plan(epochs: 2) }, commands: changes)
    let plain = try train(1) { try SineTask.plan(epochs: 2) }
    #expect(course(shared) == course(alone) && course(plain) != course(alone))
    #expect(shared.checkpoints.last?.model == alone.checkpoints.last?.model)
  }

  @Test("A pause and a stop of the first process leave none waiting, and another number of them goes on")
  func stopped() throws {
    let plan: @Sendable () throws -> TrainingPlan = { try SineTask.plan(epochs: 6) }
    let stopped = try train(3, plan, commands: [.pause]) { worker, log in
      guard log.wait(until: { $0.frames.last?.state == .paused }) else { return false }
      return (0..<4).allSatisfy { _ in
        let steps = log.messages.scalars.count
        worker.send(.step)
        return log.wait { $0.scalars.count > steps && $0.frames.last?.state == .stepped }
      }
    }
    #expect(stopped.outcome?.state == .stopped)
    let state = try #require(stopped.checkpoints.last?.trainingState)
    let whole = try train(1, plan)
    let rest = try train(2) {
      var plan = try plan()
      plan.resumed = try SavedTraining(state, plan: plan)
      return plan
    }
    #expect(rest.checkpoints.last?.model == whole.checkpoints.last?.model)
    #expect(course(stopped) + course(rest) == course(whole))
  }

  @Test("A training that diverges ends in every process")
  func diverged() throws {
    let plan: @Sendable () throws -> TrainingPlan = {
      try SineTask.plan(epochs: 40, learningRate: 1e6, clip: nil)
    }
    let (alone, shared) = (try train(1, plan), try train(3, plan))
    #expect(alone.outcome?.state == .diverged && shared.outcome?.state == .diverged)
    #expect(course(shared).count == course(alone).count)
    #expect(shared.checkpoints.last?.model == alone.checkpoints.last?.model)
  }

  @Test("Processes whose weights are not the same end with words")
  func otherWeights() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try ThreadExchange.run(2) { exchange in
        var plan = try SineTask.plan(epochs: 1)
        plan.processes = exchange
        if exchange.rank == 1 { plan.model.parameters[0] += 1e-3 }
        if exchange.rank == 1 { return TrainingFollower(plan: plan).run() }
        let trainer = RunTrainer(
          provider: plan.provider, model: plan.model, configuration: plan.configuration,
          processes: exchange)
        _ = trainer.makeStep()
        _ = trainer.validate()
      }
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("process 1 computed other weights than process 0 by step 1"), "\(text)")
  }
}
