import Liquid
import LiquidData
import LiquidTraining
import Telemetry
import TestSupport
import Testing

/// Which epoch's parameters are kept.
@Suite struct SelectionTests {
  /// Trains and tells each validation with the parameters it is of, and the final ones.
  private func course(
    _ selection: TrainingConfiguration.Selection, learningRate: Double
  ) throws -> (all: [(validation: Validation, parameters: [Float])], final: [Float]) {
    var plan = try SineTask.plan(epochs: 1)
    plan.dataset = try SineTask.dataset(classes: true)
    let wiring = try Wiring.fullyConnected(inputs: 2, neurons: 8, outputs: 2, seed: 1)
    let trainer = Trainer(
      dataset: plan.dataset, model: Model(cell: GRU(wiring: wiring), seed: 1),
      configuration: TrainingConfiguration(
        epochs: 15, batchSize: 16, learningRate: learningRate, selection: selection))
    var all: [(validation: Validation, parameters: [Float])] = []
    while !trainer.isFinished {
      _ = trainer.makeStep()
      guard trainer.isAtEpochEnd, let validation = trainer.validate() else { continue }
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
    let harder = try plan.dataset.tested(under: plan.conditions[1])
    let engine = GradientEngine(cell: final.cell, loss: harder.loss, threads: 1)
    let again = Evaluator(dataset: harder, engine: engine).evaluate(.test, parameters: final.parameters)
    #expect(conditions[1].result == again && again != outcome.test)
    #expect(outcome.bestStep.map { $0 % plan.description.stepsPerEpoch } == 0)
  }
}
