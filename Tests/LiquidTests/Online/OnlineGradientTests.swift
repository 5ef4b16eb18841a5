import Foundation
import Liquid
import TestSupport
import Testing

/// Gradients that are carried forward, beside those of backpropagation and beside their definition in Double.
@Suite struct OnlineGradientTests {
  @Test(arguments: NetworkVariant.all)
  func theSumOfItsGradientsIsThatOfBackpropagationThroughAllSteps(_ variant: NetworkVariant) throws {
    try withSeeds(4) { seed, generator in
      let model = try variant.model(&generator)
      let batch = try generator.batch(for: model.network, loss: .meanSquaredError, count: 1, steps: 20)
      let network = OnlineNetwork(model: model, method: .rtrl)
      let difference = relativeNorm(network.summedGradient(batch), try engineGradient(model, batch))
      #expect(difference < 2e-5, "seed \(seed): \(difference)")
    }
  }

  @Test(
    arguments: NetworkVariant.all.filter {
      ["LTC, sparse", "CfC default, sparse, linear output map"].contains($0.name)
    })
  func staysThatOfBackpropagationOverTenThousandSteps(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 8)
    let model = try variant.model(&generator, neurons: 9)
    let batch = try generator.batch(for: model.network, loss: .meanSquaredError, count: 1, steps: 10_000)
    let parameters = model.parameters.map(Double.init)
    let backward = try #require(variant.reference(model.network, parameters))
      .gradient(.meanSquaredError, batch)

    var recursion = try #require(
      try ForwardRecursion(cell: model.network, parameters: parameters, furtherSteps: nil))
    let exact = batch.summedGradient { inputs, elapsed, slopes in
      recursion.step(inputs.map(Double.init), elapsed: Double(elapsed))
      return recursion.gradient(slopes(recursion.outputs))
    }
    #expect(relativeNorm(exact, backward) < 1e-9)
    let network = OnlineNetwork(model: model, method: .rtrl)
    #expect(relativeNorm(network.summedGradient(batch), backward) < 1e-3)
  }

  /// Those whose step is written for a tape: without explicit solvers and without the heads of ncps.
  private static let defined = NetworkVariant.all.filter { variant in
    !["LTC, Euler", "LTC, RK4", "CT-RNN", "neural ODE"].contains { variant.name.hasPrefix($0) }
      && !variant.name.hasSuffix("ncps")
  }

  @Test(arguments: defined, [nil, 0, 1])
  func keepsWhatTheDefinitionSays(_ variant: NetworkVariant, furtherSteps: Int?) throws {
    try withSeeds(3) { seed, generator in
      let model = try variant.model(&generator)
      let parameters = model.parameters.map(Double.init)
      var expected = try #require(
        try ForwardRecursion(cell: model.network, parameters: parameters, furtherSteps: furtherSteps))
      let method: OnlineMethod = [0: .snap1, 1: .snap2][furtherSteps] ?? .rtrl
      let network = OnlineNetwork(model: model, method: method)
      for row in generator.rows(steps: 8, inputs: 3) {
        network.step(unchecked: row.inputs, elapsed: row.elapsed)
        expected.step(row.inputs.map(Double.init), elapsed: Double(row.elapsed))
        for output in network.outputs.indices {
          let exact = expected.gradient(network.outputs.indices.map { $0 == output ? 1 : 0 })
          let largest = exact.reduce(1) { max($0, abs($1)) }
          let worst =
            zip(network.gradient(ofOutput: output), exact).map { abs(Double($0) - $1) }.max() ?? .nan
          #expect(worst < 2e-5 * largest, "seed \(seed), \(method)")
        }
      }
    }
  }

  @Test(arguments: NetworkVariant.all)
  func anApproximationNeverKeepsMoreAndIsExactInTheFirstStepWhereNothingIsDropped(_ variant: NetworkVariant)
    throws
  {
    var generator = SeededGenerator(seed: 12)
    let model = try variant.model(&generator)
    let counts = [OnlineMethod.off, .snap1, .snap2, .rtrl].map {
      OnlineNetwork(model: model, method: $0).sensitivityCount
    }
    #expect(counts[0] == 0 && counts[1] <= counts[2])
    // One step from zero derivatives has direct terms alone in all cells but those with sub-steps of their own.
    guard !(model.network is LTC) else { return }
    let (exact, kept) = (
      OnlineNetwork(model: model, method: .rtrl), OnlineNetwork(model: model, method: .snap1)
    )
    for network in [exact, kept] { network.step(unchecked: [0.4, -0.2, 0.7], elapsed: 0.6) }
    for output in exact.outputs.indices {
      #expect(exact.gradient(ofOutput: output) == kept.gradient(ofOutput: output))
    }
  }

  private func engineGradient(_ model: Model, _ batch: SequenceBatch) throws -> [Float] {
    let engine = try GradientEngine(cell: model.cell, loss: .meanSquaredError)
    _ = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch)
    return engine.gradient
  }
}

/// The norm of the difference of two vectors over that of the second.
func relativeNorm(_ a: [some BinaryFloatingPoint], _ b: [some BinaryFloatingPoint]) -> Double {
  func norm(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }
  let b = b.map { Double($0) }
  return norm(zip(a, b).map { Double($0) - $1 }) / norm(b)
}

extension OnlineNetwork {
  /// The derivatives of an output with respect to all parameters.
  func gradient(ofOutput output: Int, stepsBack: Int = 0) -> [Float] {
    var (unit, gradient) = (outputs.map { _ in Float(0) }, [Float](repeating: 0, count: parameterCount))
    unit[output] = 1
    accumulateGradient(unit, stepsBack: stepsBack, into: &gradient)
    return gradient
  }

  /// The gradient of the mean squared error of a batch of one sequence, each step's taken as it comes.
  func summedGradient(_ batch: SequenceBatch) -> [Double] {
    batch.summedGradient { inputs, elapsed, slopes in
      step(unchecked: inputs, elapsed: elapsed)
      var gradient = [Float](repeating: 0, count: parameterCount)
      let slopes = slopes(outputs.map { Double($0) }).map { Float($0) }
      accumulateGradient(slopes, stepsBack: 0, into: &gradient)
      return gradient.map { Double($0) }
    }
  }
}

extension SequenceBatch {
  /// Sums the gradients of a network at each step of the only sequence.
  ///
  /// - Parameter step: runs a step with its inputs and elapsed time, and returns its gradient; its last argument gives
  ///   the slopes of the mean squared error at the outputs that it is called with.
  fileprivate func summedGradient(
    step: (_ inputs: [Float], _ elapsed: Float, _ slopes: ([Double]) -> [Double]) -> [Double]
  ) -> [Double] {
    let total = targetWeights.reduce(0) { $0 + Double($1) }
    var sum: [Double] = []
    for time in 0..<lengths[0] {
      let part = step(Array(inputs[time * inputWidth..<(time + 1) * inputWidth]), elapsed[time]) { outputs in
        outputs.enumerated().map { channel, output in
          let place = time * targetWidth + channel
          let weight = Double(targetWeights[place])
          return weight > 0 ? 2 * (output - Double(targets[place])) * weight / total : 0
        }
      }
      sum = sum.isEmpty ? part : zip(sum, part).map(+)
    }
    return sum
  }
}
