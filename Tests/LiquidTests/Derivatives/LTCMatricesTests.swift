import Foundation
import Liquid
import TestSupport
import Testing

/// The matrices of an LTC's equation, beside central differences of the equation in Double.
@Suite struct LTCMatricesTests {
  /// Those that have an equation: without a memory.
  private static let variants = NetworkVariant.all.filter {
    $0.name.hasPrefix("LTC") && !$0.name.contains("mixed memory")
  }

  private struct Case {
    let model: Model
    let form: LTCBilinearForm
    let reference: ReferenceLTC
    let states: [Float]
    let inputs: [Float]

    init(_ variant: NetworkVariant, _ generator: inout SeededGenerator) throws {
      model = try variant.model(&generator)
      form = try LTCBilinearForm(model: model)
      let cell = try #require(model.cell as? LTC)
      reference = ReferenceLTC(cell: cell, parameters: model.parameters.map(Double.init))
      states = (0..<7).map { _ in Float(generator.uniform(-1, 1)) }
      inputs = generator.sequence(steps: 1, width: 3)
    }

    /// The states, then the inputs.
    var point: [Double] { (states + inputs).map(Double.init) }

    func derivative(_ point: [Double]) -> [Double] {
      reference.derivative(Array(point[..<7]), inputs: Array(point[7...]))
    }

    /// d2F / (dx_a dx_b), `[neurons]`, of coordinates among states and inputs.
    func secondDifference(_ a: Int, _ b: Int) -> [Double] {
      centralDifferences(at: point, coordinate: a, step: 1e-3) { point in
        centralDifferences(at: point, coordinate: b, step: 1e-3, of: derivative)
      }
    }
  }

  @Test(arguments: variants)
  func firstDerivativesAreThoseOfTheEquation(_ variant: NetworkVariant) throws {
    try withSeeds(5) { seed, generator in
      let test = try Case(variant, &generator)
      let matrices = try test.form.matrices(states: test.states, inputs: test.inputs)
      let exact = test.derivative(test.point)
      #expect(relativeError(matrices.derivative, exact) < 1e-5, "seed \(seed)")
      let columns = (0..<10).map {
        centralDifferences(at: test.point, coordinate: $0, of: test.derivative)
      }
      for neuron in 0..<7 {
        let found = Array(matrices.intrinsic.row(neuron) + matrices.inputs.row(neuron))
        let row = columns.map { $0[neuron] }
        let largest = row.reduce(0) { max($0, $1.magnitude) }
        #expect(
          zip(found, row).allSatisfy { ($0 - $1).magnitude <= 1e-4 * largest },
          "seed \(seed), neuron \(neuron): \(found), not \(row)")
      }
    }
  }

  @Test(arguments: variants)
  func inputsChangeOnlyANeuronsOwnLeak(_ variant: NetworkVariant) throws {
    try withSeeds(2) { seed, generator in
      let test = try Case(variant, &generator)
      let found = try test.form.matrices(states: test.states, inputs: test.inputs).modulation
      for channel in 0..<3 {
        let full = (0..<7).map { test.secondDifference(7 + channel, $0) }
        let largest = full.flatMap(\.self).reduce(0) { max($0, $1.magnitude) }
        for (source, row) in full.enumerated() {
          for (target, value) in row.enumerated() {
            let expected = source == target ? found[channel, target] : 0
            #expect(
              (value - expected).magnitude <= 1e-4 * max(largest, 1e-3),
              "seed \(seed), input \(channel), \(source) -> \(target): \(value), not \(expected)")
          }
        }
      }
    }
  }

  @Test(arguments: variants)
  func secondDerivativesAreThoseOfTheEquationAndTheOthersAreNone(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 4)
    let test = try Case(variant, &generator)
    let full = (0..<7).map { a in (0..<7).map { b in test.secondDifference(a, b) } }
    for neuron in 0..<7 {
      let found = try test.form.secondDerivatives(ofNeuron: neuron, states: test.states)
      var expected = Matrix(rows: 7, columns: 7)
      for term in found {
        #expect(term.first <= term.second)
        expected[term.first, term.second] = term.value
        expected[term.second, term.first] = term.value
      }
      let largest = max(expected.largestMagnitude, 1e-3)
      for a in 0..<7 {
        for b in 0..<7 {
          let difference = (full[a][b][neuron] - expected[a, b]).magnitude
          #expect(difference <= 1e-4 * largest, "neuron \(neuron), \(a), \(b): \(difference)")
        }
      }
    }
  }

  @Test(arguments: variants)
  func timeConstantsAlongASequenceAreThoseOfItsTrace(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 6)
    let model = try variant.model(&generator)
    let form = try LTCBilinearForm(model: model)
    let trajectory = try generator.trajectory(of: model, steps: 6, isRegular: false)
    let trace = model.traces(inputs: [trajectory.inputs], elapsed: trajectory.elapsed)[0]
    for step in 0..<6 {
      let matrices = try form.matrices(at: step, of: trajectory)
      let traced = try form.matrices(at: step, of: trace, inputs: trajectory.inputs)
      for neuron in 0..<7 {
        let shown = Double(trace.timeConstants[step * 7 + neuron])
        for tau in [matrices.timeConstants[neuron], traced.timeConstants[neuron]] where tau != shown {
          #expect((tau / shown - 1).magnitude < 1e-4, "step \(step), neuron \(neuron)")
        }
      }
    }
    #expect(throws: NetworkError.step(6, count: 6)) { try form.matrices(at: 6, of: trajectory) }
    #expect(throws: NetworkError.step(-1, count: 6)) {
      try form.matrices(at: -1, of: trace, inputs: trajectory.inputs)
    }
  }

  @Test
  func whereAndHowStronglyTheyActFollowsTheWiring() throws {
    var generator = SeededGenerator(seed: 1)
    let wiring = try generator.wiring(inputs: 3, neurons: 8, outputs: 2, density: 0.3)
    let model = Model(cell: try LTC(wiring: wiring), seed: 3)
    let matrices = try LTCBilinearForm(model: model).matrices(
      states: Array(repeating: 0.1, count: 8), inputs: [0.2, 0.4, 0.6])
    let joined = Set(wiring.synapses.map { [$0.target, $0.source] })
    let reached = Set(wiring.sensorySynapses.map { [$0.target, $0.source] })
    for target in 0..<8 {
      for source in 0..<8 where source != target {
        #expect((matrices.intrinsic[target, source] != 0) == joined.contains([target, source]))
      }
      for channel in 0..<3 {
        #expect((matrices.inputs[target, channel] != 0) == reached.contains([target, channel]))
        #expect((matrices.modulation[channel, target] < 0) == reached.contains([target, channel]))
      }
    }
  }

  @Test
  func otherNetworksAndOtherStatesAreRefused() throws {
    var generator = SeededGenerator(seed: 2)
    let memory = try generator.model(options: .init(mixedMemory: true))
    #expect(throws: DerivativeError.mixedMemory) { try LTCBilinearForm(model: memory) }
    let cfc = try generator.cfcModel(options: .init(), density: 1)
    #expect(throws: DerivativeError.noMembraneEquation(cell: "cfc")) { try LTCBilinearForm(model: cfc) }
    let form = try LTCBilinearForm(model: generator.model())
    let states = [Float](repeating: 0, count: 8)
    #expect(throws: NetworkError.states(count: 2, expected: 8)) {
      try form.matrices(states: [1, 2], inputs: [0, 0, 0])
    }
    #expect(throws: NetworkError.inputCount(1, expected: 3)) {
      try form.matrices(states: states, inputs: [0])
    }
    #expect(throws: NetworkError.inputNotFinite(channel: 2)) {
      try form.matrices(states: states, inputs: [0, 0, .nan])
    }
    #expect(throws: NetworkError.neuron(8, count: 8)) {
      try form.secondDerivatives(ofNeuron: 8, states: states)
    }
    #expect("\(DerivativeError.mixedMemory)".contains("derivatives of its steps"))
  }
}

extension LTCMatricesTests {
  @Test(.enabled(if: Measuring.isAsked))
  func whatTheMatricesOf32NeuronsCost() throws {
    let wiring = try Wiring.fullyConnected(inputs: 8, units: 32, outputs: 4, seed: 1)
    let model = Model(cell: try LTC(wiring: wiring), seed: 1)
    let (form, jacobians) = (try LTCBilinearForm(model: model), StepJacobians(model: model))
    let (states, inputs) = ([Float](repeating: 0.2, count: 32), [Float](repeating: 0.3, count: 8))
    func microseconds(_ body: () throws -> Void) rethrows -> Double {
      let start = Measuring.threadSeconds
      for _ in 0..<200 { try body() }
      return (Measuring.threadSeconds - start) * 1e6 / 200
    }
    let matrices = try microseconds { _ = try form.matrices(states: states, inputs: inputs) }
    let jacobian = try microseconds {
      _ = try jacobians.jacobian(states: states, inputs: inputs, elapsed: 1)
    }
    let step = try jacobians.jacobian(states: states, inputs: inputs, elapsed: 1)
    let eigenvalues = microseconds { _ = step.eigenvalues }
    print("32 neurons, 8 inputs: matrices \(matrices) us, J \(jacobian) us, eigenvalues \(eigenvalues) us")
  }
}
