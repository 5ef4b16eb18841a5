import Liquid
import TestSupport
import Testing

@Suite struct WindowReplayTests {
  @Test(arguments: NetworkVariant.all)
  func theGradientOfTheNewestWindowIsThatOfItsStepsFromItsStartStates(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 3)
    let model = try variant.model(&generator)
    let options = WindowReplay.Options(steps: 6, burnIn: 0, capacity: 4, windows: 1)
    let replay = WindowReplay(model: model, loss: .meanSquaredError, options: options)
    let network = OnlineNetwork(model: model, method: .rtrl)
    let target = network.outputs.map { _ in Float(0.3) }
    var sum = [Float](repeating: 0, count: model.parameterCount)
    for (step, row) in generator.rows(steps: 10, inputs: 3).enumerated() {
      if step == 6 { network.forget() }
      replay.add(row.inputs, elapsed: row.elapsed, target: target, statesBefore: network.states)
      network.step(unchecked: row.inputs, elapsed: row.elapsed)
      guard step >= 6 else { continue }
      let weight = Float(4 * target.count)
      network.accumulateGradient(
        network.outputs.map { 2 * ($0 - 0.3) / weight }, stepsBack: 0, into: &sum)
    }
    #expect(replay.windowCount == 2)
    #expect(relativeNorm(replay.gradient(model.parameters), sum) < 1e-4)
  }

  @Test
  func keepsNoMoreThanItsCapacityAndDrawsTheSameForTheSameSeed() throws {
    var generator = SeededGenerator(seed: 4)
    let model = try generator.model()
    let options = WindowReplay.Options(steps: 3, burnIn: 1, capacity: 5, windows: 4)
    let replays = (0..<2).map { _ in WindowReplay(model: model, loss: .meanSquaredError, options: options) }
    #expect(replays[0].gradient(model.parameters).allSatisfy { $0 == 0 })
    for row in generator.rows(steps: 60, inputs: 3) {
      for replay in replays {
        replay.add(
          row.inputs, elapsed: row.elapsed, target: [row.inputs[0], .nan],
          statesBefore: Array(repeating: 0, count: 8))
      }
      #expect(replays[0].gradient(model.parameters) == replays[1].gradient(model.parameters))
      #expect(replays[0].windowCount <= 6)
    }
    #expect(replays[0].windowCount == 6)
  }
}
