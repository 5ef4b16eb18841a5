import Liquid
import LiquidData
import LiquidTraining
import Testing

@Suite struct TrainerTests {
  /// A trainer on the sine task, its configuration changed.
  private func trainer(_ change: (inout TrainingConfiguration) -> Void) throws -> Trainer {
    var plan = try SineTask.plan(epochs: 4)
    change(&plan.configuration)
    return Trainer(dataset: plan.dataset, model: plan.model, configuration: plan.configuration)
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
        $0.schedule = LearningRateSchedule(.cosine(finalFactor: 0.1), warmupSteps: 3)
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
    func trainer(_ factors: [String: Double], clip: Double?) throws -> Trainer {
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
      $0.schedule = LearningRateSchedule(.step(every: 4, factor: 0.5), warmupSteps: 2)
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
    let warm = try firstStep(LearningRateSchedule(.constant, warmupSteps: 4), rate: 0.04)
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
      if trainer.isAtEpochEnd { losses.append(try #require(trainer.validate()).loss) }
    }
    let best = try #require(losses.indices.min { losses[$0] < losses[$1] })
    #expect(losses.count == best + 1 + 3 && !trainer.isFinished)
    #expect(
      trainer.impatience
        == "validation has not improved for 3 epochs; best at step \((best + 1) * trainer.stepsPerEpoch)")
    #expect(trainer.best?.validation.loss == losses[best])
  }
}
