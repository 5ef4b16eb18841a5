import Foundation
import Liquid
import TestSupport
import Testing

@Suite struct WindowReplayTests {
  private func replay(
    _ model: Model, _ options: OnlineReplayOptions, loss: Loss = .meanSquaredError, history: Int = 0
  ) -> WindowReplay {
    WindowReplay(model: model, loss: loss, options: options, history: history)
  }

  private func gradient(
    _ replay: WindowReplay, _ model: Model, stepsBack: Int = 0, countedOutputs: [Bool]? = nil,
    interventions: [NetworkIntervention] = []
  ) -> [Float] {
    var gradient = [Float](repeating: 0, count: model.parameterCount)
    _ = replay.accumulateGradient(
      model.parameters, stepsBack: stepsBack, countedOutputs: countedOutputs, interventions: interventions,
      into: &gradient)
    return gradient
  }

  @Test(
    "the newest window's gradient is that of its steps from its start states", arguments: NetworkVariant.all)
  func newestWindow(_ variant: NetworkVariant) throws {
    for late in [0, 2] {
      var generator = SeededGenerator(seed: 3)
      let model = try variant.model(&generator)
      let interventions: [NetworkIntervention] = late == 0 ? [] : [.clamp(3, at: 0.4), .silence(5)]
      let replay = replay(model, OnlineReplayOptions(steps: 6, burnIn: 0, windows: 1), history: late)
      let network = OnlineNetwork(model: model, method: .rtrl)
      try network.intervene(interventions)
      let target = network.outputs.map { _ in Float(0.3) }
      let steps = 11
      let rows = generator.rows(steps: steps, inputs: 3)
      var sum = [Float](repeating: 0, count: model.parameterCount)
      for (step, row) in rows.enumerated() {
        // The newest known target is that of step 10 - late; its window begins five steps before.
        if step == steps - 6 - late { network.forget() }
        replay.addStep(row.inputs, elapsed: row.elapsed, statesBefore: network.states)
        if step >= late { _ = replay.setTarget(target, stepsBack: late, weight: 1) }
        network.step(unchecked: row.inputs, elapsed: row.elapsed)
        guard (steps - 6 - late..<steps - late).contains(step) else { continue }
        let weight = Float(6 * target.count)
        network.accumulateGradient(
          network.outputs.map { 2 * ($0 - 0.3) / weight }, stepsBack: 0, into: &sum)
      }
      let found = gradient(replay, model, stepsBack: late, interventions: interventions)
      #expect(relativeNorm(found, sum) < 1e-4, "late by \(late)")
    }
  }

  @Test("keeps no more windows than its capacity, and draws the same for the same seed")
  func capacity() throws {
    var generator = SeededGenerator(seed: 4)
    let model = try generator.model()
    let options = OnlineReplayOptions(share: 1, steps: 3, burnIn: 1, windows: 4, capacity: 5)
    let replays = (0..<2).map { _ in replay(model, options) }
    #expect(gradient(replays[0], model).allSatisfy { $0 == 0 })
    for (step, row) in generator.rows(steps: 60, inputs: 3).enumerated() {
      for replay in replays {
        replay.addStep(row.inputs, elapsed: row.elapsed, statesBefore: Array(repeating: 0, count: 8))
        #expect(replay.setTarget([row.inputs[0], .nan], stepsBack: 0, weight: 1))
      }
      #expect(gradient(replays[0], model) == gradient(replays[1], model))
      #expect(replays[0].keptWindows == min(5, step / 3))
    }
  }

  @Test("a window without a target that counts is not kept and adds nothing")
  func missingTargets() throws {
    var generator = SeededGenerator(seed: 5)
    let model = try generator.model()
    let replay = replay(model, OnlineReplayOptions(steps: 4, burnIn: 2))
    for (step, row) in generator.rows(steps: 40, inputs: 3).enumerated() {
      replay.addStep(row.inputs, elapsed: row.elapsed, statesBefore: Array(repeating: 0, count: 8))
      // Of each window the first step's alone, which is of the burn-in.
      if step % 4 == 0 { _ = replay.setTarget([1, 1], stepsBack: 0, weight: 1) }
    }
    replay.cut()
    #expect(replay.keptWindows == 0)
    #expect(gradient(replay, model).allSatisfy { $0 == 0 })
    #expect(!replay.setTarget([1, 1], stepsBack: 0, weight: 1))
  }

  @Test(
    "at a cut the rest of a sequence is kept, where a known target counts",
    arguments: [0, 3])
  func shortSequences(_ late: Int) throws {
    var generator = SeededGenerator(seed: 9)
    let model = try generator.model()
    let options = OnlineReplayOptions(steps: 8, burnIn: 2, windows: 4, capacity: 5)
    let kept = replay(model, options, history: late)
    for length in [1, 2, 3, 7, 8, 9, 30] {
      kept.clear()
      for (step, row) in generator.rows(steps: length, inputs: 3).enumerated() {
        kept.addStep(row.inputs, elapsed: row.elapsed, statesBefore: Array(repeating: 0, count: 8))
        if step >= late { _ = kept.setTarget([1, .nan], stepsBack: late, weight: 1) }
      }
      kept.cut()
      // The windows' first two steps do not count, and the last steps' targets are not known.
      let windows = stride(from: 0, to: length, by: 8).count { $0 + 2 < min($0 + 8, length - late) }
      #expect(kept.keptWindows == windows, "\(length) rows")
      kept.cut()
      #expect(kept.keptWindows == windows, "\(length) rows")
    }
  }

  @Test("the gradient of a kept short window is that of its steps")
  func shortWindow() throws {
    var generator = SeededGenerator(seed: 10)
    let model = try generator.model()
    let rows = generator.rows(steps: 8, inputs: 3)
    let options = OnlineReplayOptions(share: 1, steps: 16, burnIn: 0, windows: 2)
    func run(_ rows: ArraySlice<(inputs: [Float], elapsed: Float)>, _ replay: WindowReplay) {
      for row in rows {
        replay.addStep(row.inputs, elapsed: row.elapsed, statesBefore: Array(repeating: 0.1, count: 8))
        _ = replay.setTarget([0.3, -0.2], stepsBack: 0, weight: 1)
      }
    }
    let (first, second, both) = (replay(model, options), replay(model, options), replay(model, options))
    run(rows[..<5], first)
    run(rows[5...], second)
    run(rows[..<5], both)
    both.cut()
    run(rows[5...], both)
    let mean = zip(gradient(first, model), gradient(second, model)).map { (5 * $0 + 3 * $1) / 8 }
    #expect(relativeNorm(gradient(both, model), mean) < 1e-4)
  }

  @Test("its share says after how many targets a gradient is made", arguments: [1, 0.5, 0.3, 0.25, 0.01])
  func share(_ share: Double) throws {
    var generator = SeededGenerator(seed: 6)
    let replay = replay(try generator.model(), OnlineReplayOptions(share: share))
    var made = 0
    for _ in 0..<400 {
      replay.addStep([0, 0, 0], elapsed: 1, statesBefore: Array(repeating: 0, count: 8))
      if replay.setTarget([0, 0], stepsBack: 0, weight: 1) { made += 1 }
    }
    let expected = 400 * share
    #expect((Double(made) - expected).magnitude <= 1)
  }

  @Test("outputs of classes that are not known have no gradient in any window")
  func mask() throws {
    var generator = SeededGenerator(seed: 7)
    let model = try generator.model(options: .init(inputMap: .none, outputMap: .linear))
    let replay = replay(
      model, OnlineReplayOptions(steps: 3, burnIn: 0, windows: 4), loss: .crossEntropy)
    for row in generator.rows(steps: 20, inputs: 3) {
      replay.addStep(row.inputs, elapsed: row.elapsed, statesBefore: Array(repeating: 0, count: 8))
      _ = replay.setTarget([0], stepsBack: 0, weight: 1)
    }
    // A class alone has the probability 1, whatever the network says.
    #expect(gradient(replay, model, countedOutputs: [true, false]).allSatisfy { $0 == 0 })
    #expect(gradient(replay, model, countedOutputs: [true, true]).contains { $0 != 0 })
  }

  @Test("options outside of what is allowed are errors")
  func mistakes() throws {
    var generator = SeededGenerator(seed: 8)
    let model = try generator.model()
    for options in [
      OnlineReplayOptions(share: 0), OnlineReplayOptions(share: 1.1), OnlineReplayOptions(share: .nan),
      OnlineReplayOptions(steps: 0),
      OnlineReplayOptions(steps: 4, burnIn: 4), OnlineReplayOptions(windows: 17),
      OnlineReplayOptions(capacity: -1),
    ] {
      #expect(throws: NetworkError.self) {
        try OnlineLearner(model: model, method: .replay, replay: options)
      }
    }
  }
}
