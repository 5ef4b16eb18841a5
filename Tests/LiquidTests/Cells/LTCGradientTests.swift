import Liquid
import TestSupport
import Testing

@Suite struct LTCGradientTests {
  @Test
  func agreesWithFiniteDifferencesOfTheKernelsOwnLoss() throws {
    try withSeeds(2) { seed, generator in
      let wiring = try generator.wiring(inputs: 2, neurons: 5, outputs: 2, density: 0.6)
      let cell = try LTC(wiring: wiring)
      let parameters = generator.parameters(for: cell)
      let batch = generator.batch(for: wiring, loss: .meanSquaredError, count: 20, steps: 5)
      let engine = try GradientEngine(cell: cell, loss: .meanSquaredError, threads: 1)
      let estimate = parameters.indices.map { coordinate in
        finiteDifference(
          of: { engine.lossAndGradient(uncheckedParameters: $0.map(Float.init), batch: batch) },
          at: parameters.map(Double.init), coordinate: coordinate, step: 0.01)
      }
      _ = engine.lossAndGradient(uncheckedParameters: parameters, batch: batch)
      // Float rounding of the loss limits the estimate, so elements are held against the largest.
      let largest = estimate.reduce(0) { max($0, abs($1)) }
      for (index, value) in engine.gradient.enumerated() {
        #expect(abs(Double(value) - estimate[index]) < 2e-3 * largest, "seed \(seed), parameter \(index)")
      }
    }
  }
}
