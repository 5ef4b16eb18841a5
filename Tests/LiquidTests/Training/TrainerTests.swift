import Foundation
import Liquid
import TestSupport
import Testing

@Suite struct TrainerTests {
  /// Sines of several phases; the target is the next value.
  private func waves(_ count: Int, steps: Int = 30) throws -> SequenceBatch {
    let sines = (0..<count).map { phase in (0...steps).map { [sin(Float($0) / 3 + Float(phase))] } }
    return try SequenceBatch(
      inputs: sines.map { Array($0.dropLast()) }, targets: sines.map { Array($0.dropFirst()) })
  }

  private func model(seed: UInt64 = 1) throws -> Model {
    Model(cell: try LTC(wiring: .autoNCP(inputs: 1, units: 10, outputs: 1, seed: 1)), seed: seed)
  }

  @Test
  func makesTheStepsThatEngineClippingAndOptimizerMake() throws {
    let batch = try waves(20)
    let options = OptimizerOptions(.adamW, weightDecay: 0.01)
    let trainer = try Trainer(
      model: try model(), optimizer: options, learningRate: 0.05,
      schedule: LearningRateSchedule(.step(every: 2, factor: 0.5), warmupSteps: 3), clip: 0.1,
      rateFactors: ["erev": 0, "cm": 0.5], threads: 2)
    var byHand = try model()
    let engine = try GradientEngine(cell: byHand.cell, loss: .meanSquaredError)
    var optimizer = try Optimizer(options, layout: byHand.cell.layout, rateFactors: ["erev": 0, "cm": 0.5])
    for factor in [1.0 / 3, 2.0 / 3, 1, 1, 1, 0.5, 0.5, 0.25] {
      let step = try trainer.step(batch)
      let loss = try engine.lossAndGradient(parameters: byHand.parameters, batch: batch)
      var gradient = engine.gradient
      for index in byHand.cell.layout["erev"] { gradient[index] = 0 }
      #expect(step.loss == loss && !step.isDiverged)
      #expect(step.gradientNorm == clipGlobalNorm(&gradient, to: 0.1))
      #expect((step.learningRate - 0.05 * factor).magnitude < 1e-12)
      try optimizer.step(&byHand, gradient: gradient, learningRate: step.learningRate)
    }
    #expect(trainer.model.parameters == byHand.parameters && trainer.stepCount == 8)
    #expect(trainer.model[parameter: "erev"] == (try model())[parameter: "erev"])
  }

  @Test
  func fitsInPassesAndTellsHowItGoes() async throws {
    let (batch, heldOut) = (try waves(21), try waves(5, steps: 12))
    let trainer = try Trainer(model: try model())
    var told: [TrainingProgress] = []
    let run = try trainer.fit(
      batch, epochs: 12, batchSize: 8, validation: heldOut, reports: .every(steps: 2), seed: 3)
    for await progress in run { told.append(progress) }
    let last = try #require(told.last)
    #expect(told.map(\.step) == (1...36).filter { $0 % 2 == 0 || $0 % 3 == 0 })
    #expect(told.map(\.epoch) == told.map { ($0.step - 1) / 3 + 1 })
    #expect(told.dropLast().allSatisfy { $0.ending == nil } && last.ending == .completed)
    #expect(told.allSatisfy { ($0.validationLoss != nil) == ($0.step % 3 == 0) })
    #expect(last.loss < told[0].loss)
    let best = try #require(told.compactMap(\.validationLoss).min())
    let engine = try GradientEngine(cell: trainer.model.cell, loss: .meanSquaredError)
    let kept = try #require(trainer.bestModel)
    #expect(try (engine.loss(parameters: kept.parameters, batch: heldOut) - best).magnitude < 1e-9)
    #expect(try trainer.loss(on: heldOut) == told.last?.validationLoss)
  }

  @Test
  func givesTheSameBitsForTheSameSeedAndAnyNumberOfThreads() async throws {
    func trained(threads: Int, seed: UInt64) async throws -> [Float] {
      let trainer = try Trainer(model: try model(), threads: threads)
      for await _ in try trainer.fit(try waves(40), epochs: 3, batchSize: 20, seed: seed) {}
      return trainer.model.parameters
    }
    let one = try await trained(threads: 1, seed: 1)
    #expect(try await trained(threads: 2, seed: 1) == one)
    #expect(try await trained(threads: 2, seed: 2) != one)
  }

  @Test
  func leavesAUsableModelAfterACancellationAtAnyMoment() async throws {
    let batch = try waves(20)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for seed in 0..<24 {
        group.addTask {
          var generator = SeededGenerator(seed: UInt64(seed))
          let trainer = try Trainer(model: try model(), threads: 2)
          let run = try trainer.fit(batch, epochs: 1_000_000, batchSize: 4, reports: .every(steps: 1))
          let limit = 1 + generator.integer(below: 20)
          // Cancelled by the loop's own task, or from outside after as many steps.
          let task = Task {
            var steps = 0
            for await progress in run {
              steps = progress.step
              if seed % 2 == 0, steps == limit { withUnsafeCurrentTask { $0?.cancel() } }
            }
            return steps
          }
          if seed % 2 == 1 {
            while trainer.stepCount < limit { await Task.yield() }
            task.cancel()
          }
          let steps = await task.value
          let model = trainer.model
          #expect(steps >= (seed % 2 == 0 ? limit : 0) && trainer.stepCount <= steps + 1, "seed \(seed)")
          #expect(model.parameters.allSatisfy { $0.isFinite })
          #expect(try ModelFile.read(ModelFile.write(model)).model.parameters == model.parameters)
          // And it goes on from there.
          try trainer.step(batch)
          for await _ in try trainer.fit(batch, epochs: 1) {}
          #expect(trainer.model.parameters != model.parameters)
        }
      }
      try await group.waitForAll()
    }
  }

  @Test
  func choosesTheBestModelAnewInEachRunAndFromASetThatAsksForTheModel() async throws {
    let trainer = try Trainer(model: try model())
    let (easy, batch) = (try waves(4), try waves(8))
    for await _ in try trainer.fit(batch, epochs: 30, validation: easy) {}
    let first = try #require(trainer.bestModel)
    // Far from what was learnt: each loss is larger than the best one before.
    let shifted = try SequenceBatch(inputs: [[[5], [5]]], targets: [[[9], [9]]])
    let curriculum = SequenceSet(count: 8) { indices in
      trainer.stepCount < 10_000 ? batch.selecting(indices) : easy
    }
    var improved = false
    for await progress in try trainer.fit(curriculum, epochs: 2, validation: SequenceSet(shifted)) {
      improved = improved || progress.isBest
    }
    #expect(improved && trainer.bestModel?.parameters != first.parameters)
  }

  @Test
  func trainsNoFurtherOnceTheLoopIsLeft() async throws {
    let trainer = try Trainer(model: try model())
    for await progress in try trainer.fit(try waves(8), epochs: 100, batchSize: 2) where progress.epoch == 3 {
      break
    }
    #expect(trainer.stepCount == 12)
  }

  @Test
  func endsWhereItDivergesRunsOutOfPatienceOrFails() async throws {
    func ending(_ trainer: Trainer, _ run: TrainingRun) async -> TrainingProgress? {
      var last: TrainingProgress?
      for await progress in run { last = progress }
      return last
    }
    let (batch, other) = (try waves(8), try waves(4))
    // A step that leaves no finite loss.
    let wild = try Trainer(
      model: try model(), optimizer: OptimizerOptions(.sgd), learningRate: 1e30, clip: nil)
    let diverged = try #require(await ending(wild, try wild.fit(batch, epochs: 50)))
    #expect(diverged.ending == .diverged)
    // Nothing moves, so the first validation stays the best.
    let still = try Trainer(model: try model(), learningRate: 0)
    let patient = try still.fit(batch, epochs: 50, validation: other, patience: 4)
    let outOfPatience = try #require(await ending(still, patient))
    #expect(outOfPatience.ending == .outOfPatience && outOfPatience.epoch == 5)
    // Batches that happen to have no target are left out; an epoch of nothing else is not.
    let sparse = try SequenceBatch(
      inputs: (0..<10).map { [[Float($0)]] }, targets: (0..<10).map { [[$0 == 7 ? 1 : .nan]] })
    let lucky = try Trainer(model: try model())
    let done = try #require(await ending(lucky, try lucky.fit(sparse, epochs: 3, batchSize: 2)))
    #expect(done.ending == .completed && done.step == 15 && lucky.stepCount == 3)
    let unlabelled = SequenceSet(count: 10) { [sparse] in sparse.selecting($0.map { _ in 0 }) }
    let none = try #require(await ending(lucky, try lucky.fit(unlabelled, epochs: 3, batchSize: 2)))
    #expect(none.ending == .failed(.noTarget) && none.epoch == 1)
    let blind = try #require(
      await ending(lucky, try lucky.fit(sparse, epochs: 3, validation: sparse.selecting([0]))))
    #expect(blind.ending == .failed(.noTarget))
    // Sequences that are others than the first said.
    let wide = try SequenceBatch(inputs: [[[1, 2]]], targets: [[[1]]])
    let mixed = SequenceSet(count: 2) { indices in
      indices == [0] ? batch.selecting([0]) : wide.selecting(indices.map { _ in 0 })
    }
    let failing = try Trainer(model: try model())
    let failed = try #require(await ending(failing, try failing.fit(mixed, epochs: 2)))
    #expect(failed.ending == .failed(.inputCount(2, expected: 1)))
  }
}
