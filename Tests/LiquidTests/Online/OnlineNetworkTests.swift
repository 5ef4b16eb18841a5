import Liquid
import TestSupport
import Testing

@Suite struct OnlineNetworkTests {
  @Test(arguments: NetworkVariant.all)
  func runsAsAStreamDoes(_ variant: NetworkVariant) throws {
    try withSeeds(3) { seed, generator in
      let model = try variant.model(&generator)
      let samples = generator.rows(steps: 12, inputs: 3)
      let stream = NetworkStream(model: model)
      let networks = OnlineMethod.allCases.map { OnlineNetwork(model: model, method: $0) }
      for row in samples {
        stream.step(unchecked: row.inputs, elapsed: row.elapsed)
        for network in networks {
          network.step(unchecked: row.inputs, elapsed: row.elapsed)
          let pairs = zip(network.outputs + network.states, stream.outputs + stream.states)
          #expect(pairs.allSatisfy { abs($0 - $1) < 1e-5 }, "seed \(seed), \(network.method)")
        }
      }
    }
  }

  @Test(arguments: NetworkVariant.all)
  func theSumOfItsGradientsIsThatOfBackpropagationThroughAllSteps(_ variant: NetworkVariant) throws {
    try withSeeds(3) { seed, generator in
      let model = try variant.model(&generator)
      let batch = try generator.batch(for: model.network, loss: .meanSquaredError, count: 1, steps: 20)
      let expected = try engineGradient(model, batch)
      let network = OnlineNetwork(model: model, method: .rtrl)
      let gradient = network.summedGradient(batch)
      let difference = relativeNorm(gradient, expected)
      #expect(difference < 2e-5, "seed \(seed): \(difference)")
    }
  }

  private func engineGradient(_ model: Model, _ batch: SequenceBatch) throws -> [Float] {
    let engine = try GradientEngine(cell: model.cell, loss: .meanSquaredError)
    _ = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch)
    return engine.gradient
  }
}

/// The norm of the difference of two vectors over that of the second.
func relativeNorm(_ a: [Float], _ b: [Float]) -> Double {
  func norm(_ values: some Sequence<Double>) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }
  return norm(zip(a, b).map { Double($0) - Double($1) }) / norm(b.map(Double.init))
}

extension OnlineNetwork {
  /// The gradient of the mean squared error of a batch of one sequence, each step's taken as it comes.
  func summedGradient(_ batch: SequenceBatch) -> [Float] {
    var gradient = [Double](repeating: 0, count: parameterCount)
    let width = batch.targetWidth
    let weight = batch.targetWeights.reduce(0, +)
    for step in 0..<batch.lengths[0] {
      let inputs = Array(batch.inputs[step * batch.inputWidth..<(step + 1) * batch.inputWidth])
      self.step(unchecked: inputs, elapsed: batch.elapsed[step])
      let slopes = (0..<width).map { channel -> Float in
        let target = step * width + channel
        guard batch.targetWeights[target] > 0 else { return 0 }
        return 2 * (outputs[channel] - batch.targets[target]) * batch.targetWeights[target] / weight
      }
      var part = [Float](repeating: 0, count: parameterCount)
      accumulateGradient(slopes, stepsBack: 0, into: &part)
      for index in part.indices { gradient[index] += Double(part[index]) }
    }
    return gradient.map { Float($0) }
  }
}

extension SeededGenerator {
  /// Random inputs with irregular times, some of them 0.
  mutating func rows(steps: Int, inputs: Int) -> [(inputs: [Float], elapsed: Float)] {
    (0..<steps).map { _ in
      (sequence(steps: 1, width: inputs), uniform() < 0.1 ? 0 : Float(uniform(0.05, 2)))
    }
  }
}
