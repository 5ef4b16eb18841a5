import Foundation
import Liquid
import TestSupport
import Testing

/// What the readout of a stack reads.
@Suite struct StackPoolingTests {
  /// Of different lengths.
  private static let lengths = [9, 1, 4, 9, 6]

  private func batch(_ generator: inout SeededGenerator, inputs: Int) throws -> SequenceBatch {
    try SequenceBatch(
      inputs: Self.lengths.map { length in
        (0..<length).map { _ in generator.sequence(steps: 1, width: inputs) }
      },
      elapsed: Self.lengths.map { length in (0..<length).map { _ in Float(generator.uniform(0.1, 2)) } })
  }

  /// What is read after each step, in Double, from the values of the steps so far.
  private func pooled(_ values: [[Double]], _ pooling: Pooling, query: [Double]) -> [[Double]] {
    values.indices.map { last in
      let seen = Array(values[...last])
      let scores = seen.map { step in zip(step, query).reduce(0) { $0 + $1.0 * $1.1 } }
      let shares = scores.map { score in 1 / scores.reduce(0) { $0 + exp($1 - score) } }
      return values[last].indices.map { channel in
        switch pooling {
        case .last: seen[last][channel]
        case .mean: seen.reduce(0) { $0 + $1[channel] } / Double(seen.count)
        case .max: seen.map { $0[channel] }.max() ?? .nan
        case .attention: zip(seen, shares).reduce(0) { $0 + $1.0[channel] * $1.1 }
        }
      }
    }
  }

  @Test(arguments: Pooling.allCases)
  func theOutputsAreThoseOfThePooledStatesInSequencesOfDifferentLengths(_ pooling: Pooling) throws {
    try withSeeds(4) { seed, generator in
      let last = try LTC.full(4, 6, outputs: 3)
      let cell = try Stack(layers: [GRU.full(2, 4), last], options: .init(pooling: pooling))
      let model = Model.random(cell, seed: seed)
      let query = pooling == .attention ? model[parameter: "pool_query"].map(Double.init) : [0, 0, 0]
      let (scale, shift) = (Array(model[parameter: "output_w"]), Array(model[parameter: "output_b"]))
      let batch = try batch(&generator, inputs: 2)
      let (outputs, traces) = (try model.outputs(batch), try model.traces(batch))
      for (sequence, trace) in traces.enumerated() {
        // The last layer's neurons come first, and the motor neurons among them.
        let read = (0..<trace.steps).map { trace.state(at: $0).prefix(3).map(Double.init) }
        for (step, expected) in pooled(read, pooling, query: query).enumerated() {
          for channel in 0..<3 {
            let output = Double(outputs[sequence][step][channel])
            let exact = expected[channel] * Double(scale[channel]) + Double(shift[channel])
            #expect(abs(output - exact) < 1e-5, "seed \(seed), sequence \(sequence), step \(step)")
          }
        }
      }
    }
  }

  /// With a dense layer the readout reads what the last layer gives: normalised, with what it has seen added.
  @Test func aDenseReadoutReadsWhatTheLastLayerGives() throws {
    var generator = SeededGenerator(seed: 3)
    let cell = try Stack(
      layers: [GRU.full(4, 4, outputs: 2)], options: .init(normalizesLayers: true, isResidual: true))
    let model = Model.random(cell)
    let batch = try batch(&generator, inputs: 4)
    let (outputs, traces) = (try model.outputs(batch), try model.traces(batch))
    func tensor(_ name: String) -> [Double] { model[parameter: name].map(Double.init) }
    let (w, b) = (tensor("readout_w"), tensor("readout_b"))
    let (scale, shift) = (tensor("layer1.norm_w"), tensor("layer1.norm_b"))
    for (sequence, trace) in traces.enumerated() {
      for step in 0..<trace.steps {
        let state = trace.state(at: step).map(Double.init)
        let mean = state.reduce(0, +) / 4
        let variance = state.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4
        let given = (0..<4).map { place in
          (state[place] - mean) / (variance + 1e-5).squareRoot() * scale[place] + shift[place]
            + Double(batch.inputs[(sequence * batch.steps + step) * 4 + place])
        }
        for output in 0..<2 {
          let exact = (0..<4).reduce(b[output]) { $0 + w[output * 4 + $1] * given[$1] }
          #expect(abs(Double(outputs[sequence][step][output]) - exact) < 1e-4)
        }
      }
    }
  }

  /// Of one channel the variance is 0, and it gives its shift whatever it is.
  @Test func aLayerOfOneUnitNormalisesToItsShift() throws {
    var generator = SeededGenerator(seed: 5)
    let cell = try Stack(
      layers: [GRU.full(2, 1), GRU.full(1, 3, outputs: 1)], options: .init(normalizesLayers: true))
    var model = Model.random(cell)
    let batch = try SequenceBatch(
      inputs: [(0..<6).map { _ in generator.sequence(steps: 1, width: 2) }],
      targets: [Array(repeating: [0.5], count: 6)])
    let before = try model.outputs(batch)
    let (_, gradient) = try model.gradient(batch)
    #expect(gradient.allSatisfy { $0.isFinite })
    let largest = gradient.reduce(0) { max($0, abs($1)) }
    for entry in cell.layout.entries where entry.name.hasPrefix("layer1.") && entry.name != "layer1.norm_b" {
      #expect(gradient[entry.range].allSatisfy { abs($0) < 1e-4 * largest }, "\(entry.name)")
    }
    #expect(gradient[cell.layout["layer1.norm_b"]].allSatisfy { $0 != 0 })
    model[parameter: "layer1.weight_ih"] = model[parameter: "layer1.weight_ih"].map { $0 + 1 }[...]
    #expect(try model.outputs(batch) == before)
  }

  /// Weights that are far below another's count for nothing, and nothing overflows.
  @Test(arguments: [Float(200), -200])
  func scoresThatAreFarApartGiveNumbers(_ size: Float) throws {
    let cell = try Stack(layers: [GRU.full(1, 2, outputs: 1)], options: .init(pooling: .attention))
    var model = Model(cell: cell, seed: 1)
    for entry in cell.layout.entries { model[parameter: entry.name] = entry.range.map { _ in Float(0) }[...] }
    // The states follow the input: z = sigmoid(-30), n = tanh(30 u).
    model[parameter: "layer1.bias_ih"] = [0, 0, -30, -30, 0, 0]
    model[parameter: "layer1.weight_ih"] = [0, 0, 0, 0, 30, 3]
    model[parameter: "pool_query"] = [size, 0]
    model[parameter: "readout_w"] = [0, 1]
    let inputs: [Float] = [-1, 1, 0.05, -1, 1, -1]
    let targets: [[Float]] = inputs.map { _ in [0.2] }
    let batch = try SequenceBatch(inputs: [inputs.map { [$0] }], targets: [targets])
    let outputs = try model.outputs(batch)[0].map { $0[0] }
    let values = inputs.map { [tanh(30 * Double($0)), tanh(3 * Double($0))] }
    let expected = pooled(values, .attention, query: [Double(size), 0]).map { $0[1] }
    for (output, exact) in zip(outputs, expected) { #expect(abs(Double(output) - exact) < 1e-4) }
    let (loss, gradient) = try model.gradient(batch)
    #expect(loss.isFinite && gradient.allSatisfy { $0.isFinite } && gradient.contains { $0 != 0 })
  }

  /// Targets at the last step alone see all steps through the pool.
  @Test func theMaximumPassesItsGradientToTheStepThatIsLargest() throws {
    let cell = try Stack(layers: [GRU.full(1, 1, outputs: 1)], options: .init(pooling: .max))
    var model = Model(cell: cell, seed: 1)
    for entry in cell.layout.entries { model[parameter: entry.name] = entry.range.map { _ in Float(0) }[...] }
    model[parameter: "layer1.bias_ih"] = [0, -30, 0]
    model[parameter: "layer1.weight_ih"] = [0, 0, 1]
    model[parameter: "readout_w"] = [1]
    let inputs: [Float] = [-0.5, 0.2, 0.9, 0.1]
    let batch = SequenceBatch(
      unchecked: 1, steps: 4, inputWidth: 1, targetWidth: 0, lengths: [4], inputs: inputs,
      elapsed: [1, 1, 1, 1], targets: [], targetWeights: [])
    let found = DisturbedNetwork(model: model).derivatives(batch, weights: [0, 0, 0, 1])
    #expect(found.inputs[0] == 0 && found.inputs[1] == 0 && found.inputs[3] == 0)
    let slope = 1 / pow(cosh(0.9), 2)
    #expect(abs(Double(found.inputs[2]) - slope) < 1e-4)
    #expect(abs(found.outputs[0] - tanh(-0.5)) < 1e-4, "below 0 in the first step too")
  }
}
