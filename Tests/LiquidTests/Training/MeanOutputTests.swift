import Liquid
import TestSupport
import Testing

@Suite struct MeanOutputTests {
  private func batch(
    of sequences: SequenceBatch, averages: Bool, width: Int
  ) -> SequenceBatch {
    var weights = [Float](repeating: 0, count: sequences.targetWeights.count)
    for (sequence, length) in sequences.lengths.enumerated() {
      let last = (sequence * sequences.steps + length - 1) * sequences.targetWidth
      for target in 0..<sequences.targetWidth { weights[last + target] = 1 }
    }
    return SequenceBatch(
      unchecked: sequences.count, steps: sequences.steps, inputWidth: sequences.inputWidth,
      targetWidth: sequences.targetWidth, lengths: sequences.lengths, inputs: sequences.inputs,
      elapsed: sequences.elapsed, targets: sequences.targets.map { $0.isNaN ? 0 : $0 },
      targetWeights: weights,
      averagesOutputs: averages)
  }

  @Test("The last step's outputs are the means of all steps, sequence by sequence")
  func means() throws {
    try withSeeds(6) { seed, generator in
      let model = try generator.model()
      let random = generator.batch(for: model.cell.wiring, loss: .meanSquaredError, count: 19, steps: 7)
      let width = model.cell.outputWidth
      let engine = try GradientEngine(cell: model.cell, loss: .meanSquaredError, threads: 2)
      let plain = engine.outputs(
        uncheckedParameters: model.parameters, batch: batch(of: random, averages: false, width: width))
      let averaged = engine.outputs(
        uncheckedParameters: model.parameters, batch: batch(of: random, averages: true, width: width))
      for (sequence, length) in random.lengths.enumerated() {
        let first = sequence * random.steps
        for output in 0..<width {
          let own = (0..<length).map { Double(plain[(first + $0) * width + output]) }
          let mean = own.reduce(0, +) / Double(length)
          let value = Double(averaged[(first + length - 1) * width + output])
          #expect(abs(value - mean) < 1e-5 * max(1, abs(mean)), "seed \(seed)")
        }
        #expect(plain[first * width] == averaged[first * width] || length == 1, "seed \(seed)")
      }
    }
  }

  @Test("The gradient is the slope of the loss", arguments: Loss.allCases)
  func gradient(loss: Loss) throws {
    try withSeeds(4) { seed, generator in
      let model = try generator.model()
      let random = generator.batch(for: model.cell.wiring, loss: loss, count: 21, steps: 6)
      let batch = batch(of: random, averages: true, width: model.cell.outputWidth)
      let engine = try GradientEngine(cell: model.cell, loss: loss, threads: 2)
      _ = engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch)
      let gradient = engine.gradient
      let norm = gradient.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      guard norm > 0 else {
        Issue.record("seed \(seed): no gradient")
        return
      }
      func value(_ distance: Double) -> Double {
        let moved = zip(model.parameters, gradient).map { $0 + $1 * Float(distance / norm) }
        return engine.lossAndGradient(uncheckedParameters: moved, batch: batch)
      }
      let step = 0.01
      let slope = (8 * (value(step) - value(-step)) - (value(2 * step) - value(-2 * step))) / (12 * step)
      #expect(abs(slope - norm) < 0.01 * norm + 1e-4, "seed \(seed): \(slope) and \(norm)")
    }
  }
}
