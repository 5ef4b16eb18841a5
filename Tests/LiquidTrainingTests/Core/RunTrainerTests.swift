import Foundation
import Liquid
import LiquidData
import LiquidTraining
import Telemetry
import TestSupport
import Testing

@Suite struct RunTrainerTests {
  /// A trainer on the sine task, its configuration changed.
  private func trainer(_ change: (inout TrainingConfiguration) -> Void) throws -> RunTrainer {
    var plan = try SineTask.plan(epochs: 4)
    change(&plan.configuration)
    return RunTrainer(
      provider: DatasetProvider(try SineTask.dataset(), plan.configuration), model: plan.model,
      configuration: plan.configuration)
  }

  static let optimizers: [OptimizerOptions] = [
    .init(.adam), .init(.adamW), .init(.sgd, momentum: 0.9), .init(.sgd, momentum: 0.9, isNesterov: true),
    .init(.rmsProp),
  ]

  @Test(arguments: optimizers)
  func theSameSeedGivesTheSameBitsForAnyNumberOfThreads(optimizer: OptimizerOptions) throws {
    let results = try [1, 3].map { threads in
      let trainer = try trainer {
        $0.threads = threads
        $0.optimizer = optimizer
        $0.schedule = LearningRateSchedule(unchecked: .cosine(finalFactor: 0.1), warmupSteps: 3)
      }
      let start = trainer.model.parameters
      while !trainer.isFinished { _ = trainer.makeStep() }
      #expect(trainer.model.parameters != start)
      return trainer.model.parameters.map(\.bitPattern)
    }
    #expect(results[0] == results[1])
  }

  @Test(arguments: optimizers)
  func everyOptimizerLearns(optimizer: OptimizerOptions) throws {
    let trainer = try trainer {
      $0.epochs = 40
      $0.optimizer = optimizer
      if optimizer.kind == .sgd { $0.learningRate = 0.05 }
    }
    let before = try #require(trainer.validate())
    while !trainer.isFinished { _ = trainer.makeStep() }
    let after = try #require(trainer.validate())
    #expect(after.loss < before.loss * 0.7, "\(optimizer): from \(before.loss) to \(after.loss)")
  }

  @Test(arguments: optimizers)
  func frozenTensorsStayAsTheyAreAndHaveNoPartInTheGradientsNorm(optimizer: OptimizerOptions) throws {
    func trainer(_ factors: [String: Double], clip: Double?) throws -> RunTrainer {
      try self.trainer {
        $0.optimizer = optimizer
        $0.rateFactors = factors
        $0.clip = clip
      }
    }
    let frozen = try trainer(["sigma": 0, "output_w": 0, "w": 0.5], clip: 1)
    let whole = try trainer([:], clip: 1)
    let start = frozen.model
    guard case .stepped(_, let norm, _) = frozen.makeStep(),
      case .stepped(_, let wholeNorm, _) = whole.makeStep()
    else {
      Issue.record("the first step diverged")
      return
    }
    #expect(norm < wholeNorm && norm > 0)
    while !frozen.isFinished { _ = frozen.makeStep() }
    for entry in frozen.model.cell.layout.entries where !entry.range.isEmpty {
      let isFrozen = entry.name == "sigma" || entry.name == "output_w"
      let (now, then) = (frozen.model[parameter: entry.name], start[parameter: entry.name])
      #expect((now.map(\.bitPattern) == then.map(\.bitPattern)) == isFrozen, "\(entry.name)")
    }
  }

  @Test func theScheduleMultipliesTheRateThatIsSet() throws {
    let trainer = try trainer {
      $0.steps = 12
      $0.learningRate = 0.02
      $0.schedule = LearningRateSchedule(unchecked: .step(every: 4, factor: 0.5), warmupSteps: 2)
    }
    var rates: [Double] = []
    while !trainer.isFinished {
      if trainer.step == 6 { trainer.learningRate = 0.04 }
      rates.append(trainer.scheduledRate)
      _ = trainer.makeStep()
    }
    let expected = [0.01, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.01, 0.01]
    #expect(rates == expected)
    // At the end it stays that of the last step.
    #expect(trainer.scheduledRate == 0.01)
  }

  @Test func aStepIsAsLongAsTheScheduleSays() throws {
    func firstStep(_ schedule: LearningRateSchedule, rate: Double) throws -> [Float] {
      let trainer = try trainer {
        $0.learningRate = rate
        $0.schedule = schedule
      }
      _ = trainer.makeStep()
      return trainer.model.parameters
    }
    let warm = try firstStep(LearningRateSchedule(unchecked: .constant, warmupSteps: 4), rate: 0.04)
    #expect(warm == (try firstStep(.constant, rate: 0.01)))
    #expect(warm != (try firstStep(.constant, rate: 0.04)))
  }

  @Test func patienceCountsEpochsSinceTheBestOne() throws {
    // Steps of this size make every epoch worse than the one before, or a little better by chance.
    let trainer = try trainer {
      $0.epochs = 200
      $0.learningRate = 0.3
      $0.patience = 3
    }
    var losses: [Double] = []
    while trainer.impatience == nil, !trainer.isFinished {
      _ = trainer.makeStep()
      if trainer.isValidationDue { losses.append(try #require(trainer.validate()).loss) }
    }
    let best = try #require(losses.indices.min { losses[$0] < losses[$1] })
    let stepsPerEpoch = try #require(try SineTask.plan(epochs: 1).description.stepsPerEpoch)
    #expect(losses.count == best + 1 + 3 && !trainer.isFinished)
    #expect(
      trainer.impatience
        == "validation has not improved for 3 epochs; best at step \((best + 1) * stepsPerEpoch)")
    #expect(trainer.best?.validation.loss == losses[best])
  }
}

/// What counts as an explosion.
@Suite struct ExplosionTests {
  /// A trainer on a wave whose validation and test parts lie elsewhere.
  private func trainer(target: Double, input: Double, learningRate: Double = 0.01) throws -> RunTrainer {
    var text = "x,y\n"
    for row in 0..<200 {
      let isShifted = row >= 150
      text += "\(sin(Double(row) * 0.3) + (isShifted ? input : 0)),"
      text += "\(sin(Double(row) * 0.3 + 0.2) + (isShifted ? target : 0))\n"
    }
    let folder = try TemporaryFolder()
    let dataset = try Dataset(
      table: Table.read(path: folder.write(text, to: "wave.csv")),
      task: TaskDefinition(name: "wave", window: 16))
    let configuration = TrainingConfiguration(epochs: 10, learningRate: learningRate)
    let wiring = try Wiring.fullyConnected(inputs: 1, units: 8, outputs: 1, seed: 1)
    return RunTrainer(
      provider: DatasetProvider(dataset, configuration), model: Model(cell: try GRU(wiring: wiring), seed: 1),
      configuration: configuration)
  }

  @Test(arguments: [(1_000.0, 0.0), (0, 1e5), (1e6, 1e5), (-1e5, 0)])
  func validationFarFromTrainingIsNone(target: Double, input: Double) throws {
    let trainer = try trainer(target: target, input: input)
    var losses: [Double] = []
    while !trainer.isFinished {
      guard case .stepped(let loss, _, _) = trainer.makeStep() else {
        Issue.record("a step diverged")
        return
      }
      losses.append(loss)
      let validation = trainer.isValidationDue ? trainer.validate() : nil
      #expect(trainer.checkNewestStep(validation) == nil)
    }
    #expect(trainer.best != nil && losses[losses.count - 1] < losses[0])
  }

  @Test func parametersThatExplodedAreFoundAndNeverTheBest() throws {
    let trainer = try trainer(target: 1_000, input: 0, learningRate: 1e30)
    _ = trainer.makeStep()
    let validation = try #require(trainer.validate())
    #expect(trainer.best == nil)
    #expect(trainer.checkNewestStep(validation) != nil)
    #expect(trainer.model.parameters.allSatisfy { abs($0) < 100 })
  }
}

/// Which epoch's parameters are kept.
@Suite struct SelectionTests {
  /// Trains and tells each validation with the parameters it is of, and the final ones.
  private func course(
    _ selection: TrainingConfiguration.Selection, learningRate: Double
  ) throws -> (all: [(validation: Validation, parameters: [Float])], final: [Float]) {
    let configuration = TrainingConfiguration(
      epochs: 15, batchSize: 16, learningRate: learningRate, selection: selection)
    let wiring = try Wiring.fullyConnected(inputs: 2, units: 8, outputs: 2, seed: 1)
    let trainer = RunTrainer(
      provider: DatasetProvider(try SineTask.dataset(classes: true), configuration),
      model: Model(cell: try GRU(wiring: wiring), seed: 1), configuration: configuration)
    var all: [(validation: Validation, parameters: [Float])] = []
    while !trainer.isFinished {
      _ = trainer.makeStep()
      guard trainer.isValidationDue, let validation = trainer.validate() else { continue }
      all.append((validation, trainer.model.parameters))
    }
    return (all, trainer.finalModel.parameters)
  }

  @Test(arguments: [0.03, 0.1, 0.3]) func theBestByLossAndTheBestByMetricAreKept(rate: Double) throws {
    let byLoss = try course(.loss, learningRate: rate)
    let lowest = byLoss.all.map(\.validation.loss).min()
    #expect(byLoss.final == byLoss.all.first { $0.validation.loss == lowest }?.parameters)
    let byMetric = try course(.metric, learningRate: rate)
    let highest = byMetric.all.map(\.validation.metric).max()
    #expect(byMetric.final == byMetric.all.first { $0.validation.metric == highest }?.parameters)
    // Selection changes what is kept, not what is trained.
    #expect(byLoss.all.map(\.parameters) == byMetric.all.map(\.parameters))
  }

  @Test func conditionsAreTestedOnceTrainingIsDone() throws {
    var plan = try SineTask.plan(epochs: 2)
    plan.conditions = [TestCondition(.drop, level: 0.5), TestCondition(.noise, level: 1)]
    let log = MessageLog()
    let worker = TrainingWorker(plan: plan, sinks: [log])
    worker.start()
    #expect(log.wait { $0.outcome != nil })
    worker.send(.stop)
    #expect(worker.waitUntilLeft(timeout: patience))
    let outcome = try #require(log.messages.outcome)
    let conditions = try #require(outcome.conditions)
    #expect(conditions.map(\.kind) == ["drop", "noise"] && conditions.map(\.level) == [0.5, 1])
    let final = try ModelFile.read(try #require(log.messages.checkpoints.last).model).model
    let harder = try SineTask.dataset().tested(under: plan.conditions[1])
    let engine = try GradientEngine(cell: final.cell, loss: harder.loss, threads: 1)
    let again = Evaluator(schema: harder.schema, engine: engine)
      .evaluate(harder.sequencesByLength(of: .test), parameters: final.parameters)
    #expect(conditions[1].result == again && again != outcome.test)
    #expect(outcome.bestStep.map { $0 % (plan.description.stepsPerEpoch ?? 1) } == 0)
  }
}
