import Liquid
import TestSupport
import Testing

@Suite struct SolverComparisonTests {
  private let elapsed: [Float] = [1, 0.5, 0, 2, 1, 1]

  @Test
  func findsWhatTheDefinitionSaysOnALeakThatIsKnownInClosedForm() throws {
    // dx/dt = -x / tau + tanh(b) from 0: x(t) = tau tanh(b) (1 - e^(-t / tau)).
    let wiring = try Wiring(
      kind: "full", inputs: 1, outputs: 1, layers: [.motor],
      synapses: [.init(source: 0, target: 0, polarity: 1)],
      sensorySynapses: [.init(source: 0, target: 0, polarity: 1)])
    var model = Model(cell: try CTRNN(wiring: wiring, options: .init(unfolds: 1, solver: .euler)), seed: 1)
    model[parameter: "w"] = [0]
    model[parameter: "u"] = [0]
    model[parameter: "b"] = [20]
    model[parameter: "tau"] = [2]
    let comparison = try #require(model.solverError(inputs: [0, 0], elapsed: [1, 1]))
    // Euler: 0, 1, 1.5; exact: 2 (1 - e^(-1/2)) = 0.786939, 2 (1 - e^-1) = 1.264241, which is also the range.
    let (first, second) = ((1 - 0.7869387) / 1.2642411, (1.5 - 1.2642411) / 1.2642411)
    #expect(abs(comparison.largest - second) < 1e-5)
    #expect(abs(comparison.rootMeanSquare - ((first * first + second * second) / 2).squareRoot()) < 1e-5)
    #expect(comparison.outcome == .reached && comparison.steps == 2)
  }

  @Test
  func isOfTheOrderOfSomePerCentForAnLTCAsItComesAndFarLessWithRK4() throws {
    try withSeeds(3) { seed, generator in
      let wiring = try Wiring.autoNCP(inputs: 3, units: 20, outputs: 2, seed: seed)
      let inputs = generator.sequence(steps: 6, width: 3)
      let errors = try [Solver.fused, .rk4].map { solver in
        let model = Model(
          cell: try LTC(wiring: wiring, options: .init(unfolds: 8, solver: solver)), seed: seed)
        return try #require(model.solverError(inputs: inputs, elapsed: elapsed)).largest
      }
      #expect((0.005...0.2).contains(errors[0]), "seed \(seed): \(errors)")
      #expect(errors[1] < errors[0] / 5, "seed \(seed): \(errors)")
    }
  }

  @Test
  func stopsAtItsLimitAndSaysHowFarItCame() throws {
    var generator = SeededGenerator(seed: 2)
    let model = try generator.model()
    let inputs = generator.sequence(steps: 6, width: 3)
    let whole = try #require(model.solverError(inputs: inputs, elapsed: elapsed))
    #expect(whole.steps == 6)
    let part = try #require(model.solverError(inputs: inputs, elapsed: elapsed, termLimit: 20_000))
    #expect((1..<6).contains(part.steps), "\(part)")
    #expect(part.outcome != .reached && part.largest > 0)
    let none = try #require(model.solverError(inputs: inputs, elapsed: elapsed, termLimit: 0))
    #expect(none.steps == 0)
  }

  @Test
  func isNotFiniteWhereTheNetworksOwnSolverBlowsUp() throws {
    var generator = SeededGenerator(seed: 2)
    let plain = try generator.model()
    let cell = try LTC(wiring: plain.cell.wiring, options: .init(unfolds: 1, solver: .euler))
    let model = try Model(cell: cell, parameters: plain.parameters)
    let inputs = generator.sequence(steps: 200, width: 3)
    let elapsed = [Float](repeating: 3, count: 200)
    let comparison = try #require(model.solverError(inputs: inputs, elapsed: elapsed))
    #expect(comparison.outcome == .reached && !comparison.largest.isFinite)
    let batch = SequenceBatch(
      unchecked: 1, steps: 200, inputWidth: 3, targetWidth: 2, lengths: [200], inputs: inputs,
      elapsed: elapsed,
      targets: Array(repeating: 0, count: 400), targetWeights: Array(repeating: 1, count: 400))
    let engine = try GradientEngine(cell: cell, loss: .meanSquaredError, threads: 1)
    #expect(!engine.lossAndGradient(uncheckedParameters: model.parameters, batch: batch).isFinite)
  }

  @Test
  func doesNotExistWhereSomethingElseMovesTheStates() throws {
    var generator = SeededGenerator(seed: 2)
    let memory = try generator.model(options: .init(mixedMemory: true))
    #expect(memory.solverError(inputs: [0, 0, 0], elapsed: [1]) == nil)
    let cfc = try generator.cfcModel(options: .init(), density: 1)
    #expect(cfc.solverError(inputs: [0, 0, 0], elapsed: [1]) == nil)
  }
}
