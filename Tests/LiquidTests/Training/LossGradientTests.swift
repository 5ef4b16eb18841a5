import Liquid
import TestSupport
import Testing

@Suite struct LossGradientTests {
  @Test(arguments: LossTests.losses)
  func agreesWithFiniteDifferencesOfItsValueForRaggedWeightedAndMaskedTargets(_ loss: Loss) throws {
    try withSeeds(20) { seed, generator in
      let wiring = try generator.wiring(inputs: 2, neurons: 4, outputs: 3, density: 0.5)
      let batch = generator.batch(for: wiring, loss: loss, count: 4, steps: 5)
      let step: Float = 1.0 / 64
      let outputs = (0..<4 * 5 * 3).map { index -> Float in
        let output = Float(generator.normal()) * 2
        // A difference across a kink says nothing.
        let target = loss == .crossEntropy ? .nan : batch.targets[index]
        let isAtKink = [0, 0.3, 1].contains { abs(abs(output - target) - $0) < 4 * step }
        return isAtKink ? output + 0.5 : output
      }
      let gradient = loss.gradient(outputs: outputs, width: 3, batch: batch)
      let estimate = outputs.indices.map { index in
        func value(_ offset: Float) -> Double {
          var moved = outputs
          moved[index] += offset * step
          return loss.total(outputs: moved, width: 3, batch: batch).sum
        }
        return (8 * (value(1) - value(-1)) - (value(2) - value(-2))) / (12 * Double(step))
      }
      for (value, expected) in zip(gradient, estimate) {
        #expect(abs(Double(value) - expected) < 2e-4, "seed \(seed)")
      }
      #expect(gradient.contains { $0 != 0 }, "seed \(seed)")
    }
  }

  @Test(arguments: LossTests.losses)
  func inTheReferenceAgreesWithFiniteDifferencesTo1e6(_ loss: Loss) throws {
    try withSeeds(2) { seed, generator in
      let wiring = try generator.wiring(inputs: 3, neurons: 6, outputs: 2, density: 0.5)
      let cell = try LTC(wiring: wiring)
      let point = generator.parameters(for: cell).map(Double.init)
      let batch = generator.batch(for: wiring, loss: loss, count: 3, steps: 4)
      let exact = ReferenceLTC(cell: cell, parameters: point).gradient(loss, batch)
      let coordinates = sampledCoordinates(of: cell.layout)
      let estimate = coordinates.map { coordinate in
        finiteDifference(
          of: { ReferenceLTC(cell: cell, parameters: $0).loss(loss, batch) }, at: point,
          coordinate: coordinate)
      }
      #expect(relativeError(coordinates.map { exact[$0] }, estimate) < 1e-6, "seed \(seed)")
    }
  }

  @Test(arguments: LossTests.losses)
  func throughANetworkAgreesWithTheReferenceTo1e3EveryParameter(_ loss: Loss) throws {
    try withSeeds(2) { seed, generator in
      let wiring = try generator.wiring(inputs: 3, neurons: 9, outputs: 3, density: 0.5)
      let cell = try LTC(wiring: wiring)
      let parameters = generator.parameters(for: cell)
      let batch = generator.batch(for: wiring, loss: loss, count: 25, steps: 7)
      let engine = try GradientEngine(cell: cell, loss: loss, threads: 2)
      let value = engine.lossAndGradient(uncheckedParameters: parameters, batch: batch)
      let reference = ReferenceLTC(cell: cell, parameters: parameters.map(Double.init))
      let expected = reference.loss(loss, batch)
      #expect(abs(value - expected) < 1e-5 * max(1, expected), "seed \(seed)")
      let error = relativeError(engine.gradient.map(Double.init), reference.gradient(loss, batch))
      #expect(error < 1e-3, "seed \(seed)")
    }
  }
}
