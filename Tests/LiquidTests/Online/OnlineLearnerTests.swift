import Foundation
import Liquid
import TestSupport
import Testing

@Suite struct OnlineLearnerTests {
  @Test(arguments: CellRegistry.identifiers)
  func learnsAWaveWhileItRuns(_ name: String) throws {
    // Nothing pulls the states of a neural ODE back: they wander off.
    if name == NeuralODE.identifier { return }
    let type = try CellRegistry.type(named: name)
    let wiring = try type.traits.wiring.wiring(inputs: 1, units: 8, outputs: 1, seed: 1)
    let cell = try type.init(wiring: wiring, settings: CellSettings())
    let learner = try OnlineLearner(model: Model(cell: cell, seed: 1), learningRate: 0.005)
    let losses = try (0..<2000).map { step -> Float in
      _ = try learner.predict([sin(Float(step) * 0.3)], elapsed: 0.5)
      return try learner.learn([0.5 * sin(Float(step + 1) * 0.3)])
    }
    let (first, last) = (losses.prefix(100).reduce(0, +), losses.suffix(100).reduce(0, +))
    #expect(last < 0.7 * first)
    #expect(learner.refusedSteps == 0)
  }

  @Test(arguments: [0, 5])
  func learnsFromReplayedWindows(_ late: Int) throws {
    let wiring = try Wiring.fullyConnected(inputs: 1, units: 8, outputs: 1, seed: 1)
    let learner = try OnlineLearner(
      model: Model(cell: try LTC(wiring: wiring), seed: 1), method: .replay, learningRate: 0.005,
      history: late, replay: OnlineReplayOptions(share: 0.5))
    var losses: [Float] = []
    for step in 0..<2000 {
      _ = try learner.predict([sin(Float(step) * 0.3)], elapsed: 0.5)
      guard step >= late else { continue }
      losses.append(try learner.learn([0.5 * sin(Float(step - late + 1) * 0.3)], stepsBack: late))
    }
    let (first, last) = (losses.prefix(100).reduce(0, +), losses.suffix(100).reduce(0, +))
    #expect(last < 0.7 * first)
  }

  @Test
  func anOptimiserForgetsAsOneWithShorterMemory() throws {
    var generator = SeededGenerator(seed: 3)
    let model = try generator.model()
    let steps: [(inputs: [Float], elapsed: Float)] = generator.rows(steps: 30, inputs: 3)
    func learnt(_ options: OptimizerOptions, _ forgetting: Double) throws -> [Float] {
      let learner = try OnlineLearner(
        model: model, optimizer: options, learningRate: 0.01, forgetting: forgetting)
      for step in steps {
        _ = try learner.predict(step.inputs, elapsed: step.elapsed)
        try learner.learn([0.2, -0.1])
      }
      return learner.model.parameters
    }
    let half = try learnt(OptimizerOptions(.sgd, momentum: 0.8), 0.5)
    #expect(try learnt(OptimizerOptions(.sgd, momentum: 0.4), 0) == half)
    for kind in OptimizerOptions.Kind.allCases where kind != .sgd {
      #expect(try learnt(OptimizerOptions(kind), 0.05) != learnt(OptimizerOptions(kind), 0))
    }
    // Without any memory Adam goes by the sign alone, and no further than the rate.
    let learner = try OnlineLearner(model: model, learningRate: 0.01, clip: nil, forgetting: 1 - 1e-12)
    _ = try learner.predict([1, 2, 3])
    try learner.learn([5, 5])
    for (before, after) in zip(model.parameters, learner.model.parameters) where before != after {
      let moved: Float = abs(after - before)
      #expect(moved < 0.011)
    }
    #expect(throws: NetworkError.self) { try OnlineLearner(model: model, forgetting: 1) }
    #expect(throws: NetworkError.self) { try OnlineLearner(model: model, forgetting: .nan) }
  }

  @Test(arguments: OptimizerOptions.Kind.allCases)
  func aStepIsTheOptimisersOwn(_ kind: OptimizerOptions.Kind) throws {
    var generator = SeededGenerator(seed: 3)
    var model = try generator.model(options: .init(constraints: .explicit))
    let learner = try OnlineLearner(
      model: model, optimizer: OptimizerOptions(kind), learningRate: 0.3, clip: nil)
    var optimizer = try Optimizer(OptimizerOptions(kind), layout: model.cell.layout)
    let network = OnlineNetwork(model: model, method: .rtrl)
    for row in generator.rows(steps: 20, inputs: 3) {
      let outputs = try learner.predict(row.inputs, elapsed: row.elapsed)
      network.step(unchecked: row.inputs, elapsed: row.elapsed)
      try learner.learn([0.2, -0.1])
      var gradient = [Float](repeating: 0, count: model.parameterCount)
      network.accumulateGradient([outputs[0] - 0.2, outputs[1] + 0.1], stepsBack: 0, into: &gradient)
      try optimizer.step(&model, gradient: gradient, learningRate: 0.3)
      network.load(parameters: model.parameters)
      #expect(learner.model.parameters == model.parameters)
    }
    #expect(model[parameter: "w"].allSatisfy { $0 >= 0 })
  }

  @Test
  func whatIsMissingCountsForNothing() throws {
    var generator = SeededGenerator(seed: 4)
    let model = try generator.model()
    let learner = try OnlineLearner(model: model, history: 2)
    #expect(try learner.learn([1, 1]).isNaN)
    _ = try learner.predict([1, 2, 3])
    #expect(try learner.learn([.nan, .nan]).isNaN)
    #expect(try learner.learn([1, 1], stepsBack: 1).isNaN)
    #expect(learner.model.parameters == model.parameters)
    let half = try learner.learn([.nan, 0.25])
    let output = try OnlineLearner(model: model).predict([1, 2, 3])[1]
    #expect(abs(half - (output - 0.25) * (output - 0.25)) < 1e-6)
    #expect(learner.model.parameters != model.parameters)
  }

  @Test
  func lateTargetsLearnFromThePredictionTheyBelongTo() throws {
    var generator = SeededGenerator(seed: 5)
    let model = try generator.model()
    let rows = generator.rows(steps: 9, inputs: 3)
    let (late, prompt) = (
      try OnlineLearner(model: model, learningRate: 0, history: 3),
      try OnlineLearner(model: model, learningRate: 0)
    )
    var losses: [Float] = []
    for (step, row) in rows.enumerated() {
      for learner in [late, prompt] { _ = try learner.predict(row.inputs, elapsed: row.elapsed) }
      losses.append(try prompt.learn([Float(step), 0]))
      guard step >= 3 else { continue }
      #expect(try late.learn([Float(step - 3), 0], stepsBack: 3) == losses[step - 3])
    }
    #expect(late.model.parameters == model.parameters)
  }

  @Test(arguments: OnlineMethod.allCases)
  func goesOnFromAKeptStateWithTheSameBits(_ method: OnlineMethod) throws {
    var generator = SeededGenerator(seed: 6)
    let model = try generator.model()
    let rows = generator.rows(steps: 30, inputs: 3)
    let learners = try (0..<2).map { _ in
      try OnlineLearner(
        model: model, method: method, history: 2,
        replay: OnlineReplayOptions(share: 0.7, steps: 4, capacity: 3))
    }
    func learn(_ learner: OnlineLearner, _ rows: ArraySlice<(inputs: [Float], elapsed: Float)>) throws {
      for row in rows {
        _ = try learner.predict(row.inputs, elapsed: row.elapsed)
        try learner.learn([row.inputs[0], .nan], stepsBack: 1)
      }
    }
    try learn(learners[0], rows[..<15])
    try learners[0].setLearningRate(0.01)
    let kept = try JSONDecoder().decode(
      OnlineLearner.State.self, from: JSONEncoder().encode(learners[0].state))
    try learners[1].restore(kept)
    for learner in learners { try learn(learner, rows[15...]) }
    #expect(learners[0].state == learners[1].state)
    #expect((learners[0].model.parameters != model.parameters) == (method != .off))
    let other = try OnlineLearner(model: model, method: method, history: 3)
    #expect(throws: NetworkError.self) { try other.restore(kept) }
    #expect(other.model.parameters == model.parameters)
  }

  @Test(arguments: [OnlineMethod.rtrl, .replay])
  func aGradientThatIsNotFiniteIsRefusedAndTheNetworkGoesOn(_ method: OnlineMethod) throws {
    var generator = SeededGenerator(seed: 7)
    let model = try generator.model(options: .init(outputMap: .linear))
    let learner = try OnlineLearner(model: model, method: method, replay: OnlineReplayOptions(share: 1))
    _ = try learner.predict([1, 1, 1])
    try learner.learn([.greatestFiniteMagnitude, 0])
    #expect(learner.refusedSteps == 1)
    #expect(learner.model.parameters == model.parameters)
    _ = try learner.predict([1, 1, 1])
    try learner.learn([0.1, 0])
    #expect(learner.refusedSteps == 1)
    #expect(learner.model.parameters != model.parameters)
  }

  @Test(arguments: Loss.allCases)
  func theLossAndItsGradientAreThoseOfABatch(_ loss: Loss) throws {
    try withSeeds(10) { seed, generator in
      let wiring = try generator.wiring(inputs: 1, neurons: 4, outputs: 4, density: 1)
      let batch = generator.batch(for: wiring, loss: loss, count: 1, steps: 1)
      let outputs = generator.sequence(steps: 1, width: 4)
      let flat = SequenceBatch(
        unchecked: 1, steps: 1, inputWidth: 1, targetWidth: batch.targetWidth, lengths: [1], inputs: [0],
        elapsed: [1], targets: batch.targets.map { $0.isNaN ? 0 : $0 },
        targetWeights: batch.targets.map { $0.isNaN ? 0 : 1 })
      var gradient = outputs
      let value = loss.differentiate(outputs: outputs, target: batch.targets, into: &gradient)
      let total = loss.total(outputs: outputs, width: 4, batch: flat)
      guard total.weight > 0 else {
        #expect(value.isNaN && gradient.allSatisfy { $0 == 0 }, "seed \(seed)")
        return
      }
      #expect(abs(Double(value) - total.sum / total.weight) < 1e-5, "seed \(seed)")
      for (own, whole) in zip(gradient, loss.gradient(outputs: outputs, width: 4, batch: flat)) {
        #expect(abs(own - whole / Float(total.weight)) < 1e-5, "seed \(seed)")
      }
    }
  }

  @Test
  func outputsThatDoNotCountAreNotThereForTheSoftmax() {
    var (gradient, smaller): ([Float], [Float]) = ([9, 9, 9, 9], [9, 9])
    let value = Loss.crossEntropy.differentiate(
      outputs: [1, 5, -1, 3], target: [2], countedOutputs: [true, false, false, false], into: &gradient)
    let expected = Loss.crossEntropy.differentiate(outputs: [1, -1], target: [1], into: &smaller)
    #expect(value == expected)
    #expect(gradient == [smaller[0], 0, smaller[1], 0])
  }

  @Test
  func misuseIsAnErrorAndChangesNothing() throws {
    var generator = SeededGenerator(seed: 8)
    let model = try generator.model()
    #expect(throws: NetworkError.self) { try OnlineLearner(model: model, history: -1) }
    #expect(throws: OptimizerError.self) { try OnlineLearner(model: model, learningRate: .nan) }
    #expect(throws: OptimizerError.self) { try OnlineLearner(model: model, clip: 0) }
    let learner = try OnlineLearner(model: model, loss: .crossEntropy)
    _ = try learner.predict([0, 0, 0])
    let state = learner.state
    #expect(throws: NetworkError.inputCount(2, expected: 3)) { try learner.predict([0, 0]) }
    #expect(throws: NetworkError.inputNotFinite(channel: 1)) { try learner.predict([0, .nan, 0]) }
    #expect(throws: NetworkError.elapsedTime(-1)) { try learner.predict([0, 0, 0], elapsed: -1) }
    #expect(throws: NetworkError.self) { try learner.learn([2]) }
    #expect(throws: NetworkError.self) { try learner.learn([0.5]) }
    #expect(throws: NetworkError.self) { try learner.learn([0, 1]) }
    #expect(throws: NetworkError.self) { try learner.learn([0], stepsBack: 1) }
    #expect(throws: NetworkError.self) { try learner.learn([0], weight: -1) }
    #expect(throws: NetworkError.self) { try learner.intervene([.silence(8)]) }
    #expect(learner.state == state)
  }
}
