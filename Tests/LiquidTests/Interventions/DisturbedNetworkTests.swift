import Foundation
import Liquid
import TestSupport
import Testing

@Suite struct DisturbedNetworkTests {
  @Test(arguments: NetworkVariant.all)
  func undisturbedItIsTheNetwork(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 21)
    let model = try variant.model(&generator)
    let batch = generator.batch(for: model.cell.wiring, loss: .meanSquaredError, count: 18, steps: 4)
    let engine = try GradientEngine(cell: model.cell, loss: .meanSquaredError)
    #expect(
      DisturbedNetwork(model: model).outputs(batch)
        == engine.outputs(uncheckedParameters: model.parameters, batch: batch))
  }

  @Test(arguments: NetworkVariant.all)
  func gradientsOfInputsAndStatesAreThoseOfDifferences(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 22)
    let model = try variant.model(&generator)
    let width = model.network.outputWidth
    let batch = generator.batch(for: model.cell.wiring, loss: .meanSquaredError, count: 1, steps: 3).whole
    let network = DisturbedNetwork(model: model)
    let counts = ReferenceStep(model: model)?.counts ?? 0..<0
    let start = (0..<network.stateCount).map {
      Float(generator.uniform(-0.3, 0.3)) + (counts.contains($0) ? 1 : 0)
    }
    let weights = (0..<3 * width).map { _ in Float(generator.uniform(-1, 1)) }
    let found = network.derivatives(batch, weights: weights, from: start)
    func sum(_ batch: SequenceBatch, _ states: [Float]) -> Double {
      zip(network.outputs(batch, from: states), weights).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    let step: Float = 1 / 64
    func check(_ gradient: [Float], except left: Range<Int> = 0..<0, _ moved: (Int, Float) -> Double) {
      let scale = gradient.reduce(1e-3) { max($0, abs($1)) }
      for index in gradient.indices where !left.contains(index) {
        let slope = (moved(index, step) - moved(index, -step)) / Double(2 * step)
        #expect(
          abs(slope - Double(gradient[index])) < 0.03 * Double(scale),
          "\(index): \(slope), \(gradient[index])")
      }
    }
    check(found.inputs) { index, change in
      var inputs = batch.inputs
      inputs[index] += change
      return sum(batch.with(inputs: inputs), start)
    }
    check(found.states, except: counts) { index, change in
      var states = start
      states[index] += change
      return sum(batch, states)
    }
  }

  @Test(arguments: NetworkVariant.all)
  func aTrajectoryHoldsAsClampsThatChangeWithEachStep(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 23)
    let model = try variant.model(&generator)
    let (neuron, steps, count) = (3, 5, 18)
    let batch = generator.batch(for: model.cell.wiring, loss: .meanSquaredError, count: count, steps: steps)
      .whole
    let held = (0..<count * steps).map { _ in Float(generator.uniform(-0.5, 0.5)) }
    let network = DisturbedNetwork(model: model)
    network.disturb([], trajectories: [HeldTrajectory(neuron: neuron, states: held, steps: steps)])
    let found = network.outputs(batch)
    let (width, inputs) = (model.network.outputWidth, model.cell.wiring.inputs)
    for sequence in [0, 7, 17] {
      let stream = NetworkStream(model: model)
      for step in 0..<steps {
        let row = sequence * steps + step
        try stream.intervene([.clamp(neuron, at: held[row])])
        try stream.step(Array(batch.inputs[row * inputs..<(row + 1) * inputs]), elapsed: batch.elapsed[row])
        for output in 0..<width {
          #expect(abs(stream.outputs[output] - found[row * width + output]) < 1e-5)
        }
      }
    }
    network.disturb([])
    #expect(network.outputs(batch) != found || variant.density < 0.1)
  }

  @Test(arguments: NetworkVariant.all)
  func statesCanBeTakenFromOneRunToTheNext(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 24)
    let model = try variant.model(&generator)
    let batch = generator.batch(for: model.cell.wiring, loss: .meanSquaredError, count: 3, steps: 6).whole
    let network = DisturbedNetwork(model: model)
    let all = network.outputs(batch)
    let states = network.statesAfter(batch.steps(0..<4))
    let rest = network.outputs(batch.steps(4..<6), from: states)
    let width = model.network.outputWidth
    for sequence in 0..<3 {
      for index in 0..<2 * width {
        #expect(rest[sequence * 2 * width + index] == all[(sequence * 6 + 4) * width + index])
      }
    }
  }
}

extension SequenceBatch {
  /// The same with every sequence as long as the longest.
  var whole: SequenceBatch {
    SequenceBatch(
      unchecked: count, steps: steps, inputWidth: inputWidth, targetWidth: targetWidth,
      lengths: Array(repeating: steps, count: count), inputs: inputs.map { $0.isFinite ? $0 : 0.3 },
      elapsed: elapsed.map { $0.isFinite ? $0 : 1 }, targets: targets, targetWeights: targetWeights)
  }

  func with(inputs: [Float]) -> SequenceBatch {
    SequenceBatch(
      unchecked: count, steps: steps, inputWidth: inputWidth, targetWidth: targetWidth, lengths: lengths,
      inputs: inputs, elapsed: elapsed, targets: targets, targetWeights: targetWeights)
  }

  /// Some steps of every sequence, without targets.
  func steps(_ range: Range<Int>) -> SequenceBatch {
    func cut(_ values: [Float], width: Int) -> [Float] {
      (0..<count).flatMap { sequence in
        values[(sequence * steps + range.lowerBound) * width..<(sequence * steps + range.upperBound) * width]
      }
    }
    return SequenceBatch(
      unchecked: count, steps: range.count, inputWidth: inputWidth, targetWidth: 0,
      lengths: Array(repeating: range.count, count: count), inputs: cut(inputs, width: inputWidth),
      elapsed: cut(elapsed, width: 1), targets: [], targetWeights: [])
  }
}
