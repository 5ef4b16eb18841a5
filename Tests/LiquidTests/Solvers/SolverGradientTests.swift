import Liquid
import TestSupport
import Testing

@Suite struct SolverGradientTests {
  @Test(arguments: NetworkVariant.all.solved)
  func is0ForASequenceOnWhichNoTimePassesButForWhatReadsTheState(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 4)
    let network = try variant.model(&generator, inputs: 3, neurons: 7, outputs: 3)
    let cell = network.network
    let parameters = network.parameters
    let batch = SequenceBatch(
      unchecked: 1, steps: 5, inputWidth: 3, targetWidth: 3, lengths: [5],
      inputs: generator.sequence(steps: 5, width: 3), elapsed: Array(repeating: 0, count: 5),
      targets: generator.sequence(steps: 5, width: 3), targetWeights: Array(repeating: 1, count: 15))
    let engine = try GradientEngine(cell: cell, loss: .meanSquaredError, threads: 1)
    _ = engine.lossAndGradient(uncheckedParameters: parameters, batch: batch)
    for entry in cell.layout.entries {
      let moves = engine.gradient[entry.range].contains { $0 != 0 }
      let isBias = entry.name == "output_b" || entry.name == "readout_b"
      #expect(moves == isBias, "\(entry.name)")
    }
    let trace = try #require(
      Model(unchecked: cell, parameters: parameters)
        .traces(inputs: [batch.inputs], elapsed: batch.elapsed).first)
    let leftZero = trace.states.contains { $0 != 0 }
    #expect(!leftZero)
  }

  @Test(arguments: NetworkVariant.all.solved)
  func ofANetworkThatIsNotANumberIsNotANumberEitherAndNothingTraps(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 5)
    let network = try variant.model(&generator, inputs: 3, neurons: 7, outputs: 3)
    let cell = network.network
    var parameters = network.parameters
    for index in parameters.indices { parameters[index] = .nan }
    let batch = generator.batch(for: cell.wiring, loss: .meanSquaredError, count: 5, steps: 4)
    let engine = try GradientEngine(cell: cell, loss: .meanSquaredError, threads: 1)
    #expect(!engine.lossAndGradient(uncheckedParameters: parameters, batch: batch).isFinite)
    let model = Model(unchecked: cell, parameters: parameters)
    let inputs = generator.sequence(steps: 4, width: 3)
    let comparison = try #require(model.solverError(inputs: inputs, elapsed: [1, 1, 1, 1]))
    #expect(comparison.outcome != .reached)
  }
}
