import Liquid
import TestSupport
import Testing

/// The variants of an LTC that are all held against the reference.
struct LTCVariant: Sendable, CustomTestStringConvertible {
  let options: LTC.Options
  let loss: Loss

  static let all: [LTCVariant] = [
    LTCVariant(options: .init(), loss: .meanSquaredError),
    LTCVariant(options: .init(unfolds: 2, constraints: .explicit, outputMap: .linear), loss: .crossEntropy),
    LTCVariant(
      options: .init(unfolds: 1, constraints: .explicit, inputMap: .none, outputMap: .none),
      loss: .meanSquaredError),
    LTCVariant(options: .init(unfolds: 3, inputMap: .linear), loss: .crossEntropy),
  ]

  var testDescription: String {
    "\(options.unfolds) sub-steps, \(options.constraints), \(options.inputMap) -> \(options.outputMap), \(loss)"
  }
}

@Suite("The gradient of an LTC")
struct LTCGradientTests {
  @Test("in the reference agrees with finite differences to 1e-6", arguments: LTCVariant.all)
  func reference(_ variant: LTCVariant) throws {
    try withSeeds(2) { seed, generator in
      let wiring = try generator.wiring(inputs: 3, neurons: 6, outputs: 2, density: 0.5)
      let cell = LTC(wiring: wiring, options: variant.options)
      let point = generator.parameters(for: cell).map(Double.init)
      let batch = generator.batch(for: wiring, loss: variant.loss, count: 3, steps: 4)
      let exact = ReferenceLTC(cell: cell, parameters: point).gradient(variant.loss, batch)
      let coordinates = sampledCoordinates(of: cell.layout)
      let estimate = coordinates.map { coordinate in
        finiteDifference(
          of: { ReferenceLTC(cell: cell, parameters: $0).loss(variant.loss, batch) }, at: point,
          coordinate: coordinate)
      }
      #expect(relativeError(coordinates.map { exact[$0] }, estimate) < 1e-6, "seed \(seed)")
    }
  }

  @Test("in the kernels agrees with the reference to 1e-3, every parameter", arguments: LTCVariant.all)
  func kernels(_ variant: LTCVariant) throws {
    try withSeeds(6) { seed, generator in
      let density = generator.uniform(0.1, 1)
      let wiring = try generator.wiring(inputs: 3, neurons: 9, outputs: 3, density: density)
      let cell = LTC(wiring: wiring, options: variant.options)
      let parameters = generator.parameters(for: cell)
      let count = 1 + generator.integer(below: 40)
      let batch = generator.batch(for: wiring, loss: variant.loss, count: count, steps: 7)
      let engine = GradientEngine(cell: cell, loss: variant.loss, threads: 2)
      let loss = engine.lossAndGradient(parameters: parameters, batch: batch)
      let reference = ReferenceLTC(cell: cell, parameters: parameters.map(Double.init))
      let expected = reference.loss(variant.loss, batch)
      #expect(abs(loss - expected) < 1e-5 * max(1, expected), "seed \(seed)")
      let error = relativeError(engine.gradient.map(Double.init), reference.gradient(variant.loss, batch))
      #expect(error < 1e-3, "seed \(seed)")
    }
  }

  @Test("agrees with finite differences of the kernels' own loss")
  func kernelsByThemselves() throws {
    try withSeeds(2) { seed, generator in
      let wiring = try generator.wiring(inputs: 2, neurons: 5, outputs: 2, density: 0.6)
      let cell = LTC(wiring: wiring)
      let parameters = generator.parameters(for: cell)
      let batch = generator.batch(for: wiring, loss: .meanSquaredError, count: 20, steps: 5)
      let engine = GradientEngine(cell: cell, loss: .meanSquaredError, threads: 1)
      let estimate = parameters.indices.map { coordinate in
        finiteDifference(
          of: { engine.lossAndGradient(parameters: $0.map(Float.init), batch: batch) },
          at: parameters.map(Double.init), coordinate: coordinate, step: 0.01)
      }
      _ = engine.lossAndGradient(parameters: parameters, batch: batch)
      // Float rounding of the loss limits the estimate, so elements are held against the largest.
      let largest = estimate.reduce(0) { max($0, abs($1)) }
      for (index, value) in engine.gradient.enumerated() {
        #expect(abs(Double(value) - estimate[index]) < 2e-3 * largest, "seed \(seed), parameter \(index)")
      }
    }
  }
}
