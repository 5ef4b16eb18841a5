import Foundation
import Liquid
import TestSupport
import Testing

/// What holds for liquid-resistance liquid-capacitance cells alone.
@Suite struct LRCTests {
  @Test func initialParametersLieInTheRangesOfThePapersCode() throws {
    try withSeeds(3) { seed, generator in
      let wiring = try generator.wiring(inputs: 5, neurons: 20, outputs: 4, density: 0.7)
      let model = Model(
        cell: try LRC(wiring: wiring, options: .init(elastance: .symmetric)), seed: seed)
      let bound = Float((6.0 / 45).squareRoot())
      let ranges: [(String, ClosedRange<Float>)] = [
        ("gleak", 0.001...1), ("vleak", -0.2...0.2), ("w", 0.001...1), ("mu", 0.3...0.8), ("sigma", 3...8),
        ("sensory_w", 0.001...1), ("sensory_mu", 0.3...0.8), ("sensory_sigma", 3...8),
        ("elastance_w", -bound...bound), ("elastance_b", 0...0), ("elastance_shift", 1...1),
        ("input_w", 1...1), ("input_b", 0...0), ("output_w", 1...1), ("output_b", 0...0),
      ]
      for (name, range) in ranges {
        #expect(model[parameter: name].allSatisfy(range.contains), "seed \(seed), \(name)")
      }
      #expect(model[parameter: "kleak"] == model[parameter: "gleak"])
      for (weight, synapse) in zip(model[parameter: "k"], wiring.synapses) {
        #expect(weight * Float(synapse.polarity) > 0, "seed \(seed)")
      }
    }
  }

  @Test(arguments: [(3, 8), (11, 8)])
  func onAFullWiringTheWeightsOfTheDriveStartAsOrthogonalMatrices(inputs: Int, neurons: Int) throws {
    let wiring = try Wiring.fullyConnected(inputs: inputs, units: neurons, outputs: 2, seed: 1)
    let model = Model(cell: try LRC(wiring: wiring), seed: 2)
    func checkColumns(_ tensor: String, sources: Int) {
      // By target; of the shorter side each vector is orthogonal to the others.
      let values = Array(model[parameter: tensor])
      let vectors =
        sources >= neurons
        ? (0..<neurons).map { target in (0..<sources).map { values[target * sources + $0] } }
        : (0..<sources).map { source in (0..<neurons).map { values[$0 * sources + source] } }
      for (first, one) in vectors.enumerated() {
        for (second, other) in vectors.enumerated() {
          let product = zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
          #expect((product - (first == second ? 1 : 0)).magnitude < 1e-5, "\(tensor)")
        }
      }
    }
    checkColumns("k", sources: neurons)
    checkColumns("sensory_k", sources: inputs)
  }

  @Test func initialParametersOfTheDiagonalFormAreUniform() throws {
    let wiring = try Wiring.diagonal(inputs: 6, units: 16, outputs: 2, seed: 1)
    let model = Model(cell: try LRCSSM(wiring: wiring, options: .init(elastance: .symmetric)), seed: 3)
    for entry in model.cell.layout.entries where !entry.name.hasPrefix("readout") {
      let lower: Float = entry.name == "elastance_shift" ? 0 : -0.25
      #expect(model[parameter: entry.name].allSatisfy { (lower...0.25).contains($0) }, "\(entry.name)")
      #expect(Set(model[parameter: entry.name]).count > 1, "\(entry.name)")
    }
    #expect(model[parameter: "kleak"] == model[parameter: "gleak"])
  }

  @Test func theDiagonalFormHasAsManyParametersAsItsEquationsSay() throws {
    let wiring = try Wiring.diagonal(inputs: 6, units: 16, outputs: 2, seed: 1)
    let cell = try LRCSSM(wiring: wiring)
    // Of a neuron: two weights an input, nine of its own; of an input: a middle and a slope; the readout.
    #expect(cell.layout.count == 16 * (2 * 6 + 9) + 2 * 6 + 2 * 16 + 2)
  }

  @Test(arguments: [Solver.euler, .fused], LRC.Elastance.allCases)
  func statesStayWithinTwiceTheirTargets(_ solver: Solver, _ elastance: LRC.Elastance) throws {
    try withSeeds(4) { seed, generator in
      let wiring = try generator.wiring(inputs: 3, neurons: 9, outputs: 2, density: 0.6)
      let cell = try LRC(wiring: wiring, options: .init(solver: solver, elastance: elastance))
      let model = Model(cell: cell, seed: seed)
      // No weight in f is negative: s(f) is at least 1/2. An explicit step is sure up to the length 1.
      let longest = solver == .euler ? 1.0 : 1000
      let elapsed = (0..<40).map { _ in Float(generator.uniform(0, longest)) }
      let inputs = generator.sequence(steps: 40, width: 3).map { 5 * $0 }
      let trace = try #require(model.traces(inputs: [inputs], elapsed: elapsed).first)
      let targets = Array(model[parameter: "vleak"])
      for (place, state) in trace.states.enumerated() {
        #expect(state.magnitude <= 2 * targets[place % 9].magnitude + 1e-6, "seed \(seed)")
      }
    }
  }

  @Test(arguments: LRC.Elastance.allCases)
  func timeConstantsAreThoseOfTheStateAndItsSynapsesGains(_ elastance: LRC.Elastance) throws {
    try withSeeds(3) { seed, generator in
      let wiring = try generator.wiring(inputs: 3, neurons: 8, outputs: 2, density: 0.5)
      let cell = try LRC(
        wiring: wiring, options: .init(elastance: elastance, inputMap: .none, outputMap: .none))
      let model = try Model(cell: cell, parameters: generator.parameters(for: cell))
      try check(model, &generator, seed)
      let diagonal = try Wiring.diagonal(inputs: 3, units: 8, outputs: 2, seed: seed)
      let state = try LRCSSM(wiring: diagonal, options: .init(elastance: elastance))
      try check(try Model(cell: state, parameters: generator.parameters(for: state)), &generator, seed)
    }
  }

  private func check(_ model: Model, _ generator: inout SeededGenerator, _ seed: UInt64) throws {
    let inputs = generator.sequence(steps: 4, width: 3)
    let trace = try #require(model.traces(inputs: [inputs], elapsed: [1, 0.5, 0, 0.8]).first)
    let units = ReferenceUnits(model)
    let (states, seen) = (trace.state(at: 3).map(Double.init), inputs[9...].map(Double.init))
    for (neuron, rate) in units.rates(states, seen).enumerated() {
      let tau = Double(trace.timeConstants[24 + neuron])
      #expect((tau * rate - 1).magnitude < 1e-4, "seed \(seed), neuron \(neuron)")
    }
    // The gain of a synapse is how far its target's derivative moves when it alone sees another source.
    let wiring = model.cell.wiring
    let all = wiring.synapses.map { ($0, false) } + wiring.sensorySynapses.map { ($0, true) }
    for (index, (synapse, isSensory)) in all.enumerated() {
      let source = isSensory ? seen[synapse.source] : states[synapse.source]
      let gain = finiteDifference(
        of: { units.derivative(synapse.target, states, seen, synapse: index, seeing: $0[0]) }, at: [source],
        coordinate: 0, step: 1e-4)
      #expect((Double(trace.synapseWeights[index]) - gain).magnitude < 1e-4, "seed \(seed), \(index)")
      #expect(
        (Double(trace.synapseCurrents[index]) - gain * source).magnitude < 1e-4, "seed \(seed), \(index)")
    }
  }

  @Test func noNeuronOfTheDiagonalFormMovesAnother() throws {
    let wiring = try Wiring.diagonal(inputs: 3, units: 9, outputs: 2, seed: 4)
    let model = Model(cell: try LRCSSM(wiring: wiring, options: .init(unfolds: 2)), seed: 5)
    var generator = SeededGenerator(seed: 6)
    let trajectory = try StateTrajectory(
      model: model, inputs: generator.sequence(steps: 3, width: 3), elapsed: [1, 0.4, 1])
    let jacobian = try StepJacobians(model: model).jacobian(at: 2, of: trajectory)
    for target in 0..<9 {
      for source in 0..<9 {
        #expect((jacobian.states[target, source] != 0) == (target == source))
      }
      #expect(jacobian.inputs.row(target).allSatisfy { $0 != 0 })
    }
  }

  @Test func theDiagonalFormRefusesOtherWiringsInOneClearLine() throws {
    let full = try Wiring.fullyConnected(inputs: 3, units: 5, outputs: 2, seed: 1)
    let error = #expect(throws: ArchitectureError.self) { try LRCSSM(wiring: full) }
    #expect(
      error?.description
        == "the cell lrc-ssm needs a wiring in which each neuron sees itself, all inputs and nothing else, such as diagonal"
    )
  }

  @Test func optionsThatAFileDoesNotNameHaveTheirDefaults() throws {
    #expect(LRC.Options(CellSettings()) == .init() && LRCSSM.Options(CellSettings()) == .init())
    let few = Data(#"{"unfolds": 2, "elastance": "symmetric"}"#.utf8)
    #expect(
      try JSONDecoder().decode(LRC.Options.self, from: few) == .init(unfolds: 2, elastance: .symmetric))
    #expect(
      try JSONDecoder().decode(LRCSSM.Options.self, from: few) == .init(unfolds: 2, elastance: .symmetric))
    var settings = CellSettings()
    settings.variant = "lrc-symmetric"
    (settings.unfolds, settings.solver) = (4, .fused)
    #expect(LRC.Options(settings) == .init(unfolds: 4, solver: .fused, elastance: .symmetric))
    settings.variant = "lrc-ssm-symmetric"
    #expect(LRCSSM.Options(settings) == .init(unfolds: 4, solver: .fused, elastance: .symmetric))
    #expect(throws: ArchitectureError.self) { try LRC.Options(unfolds: 0).validate() }
    #expect(throws: ArchitectureError.self) { try LRCSSM.Options(unfolds: 1001).validate() }
  }
}

/// The derivative of a neuron as the equations read, in Double, with one synapse that sees what it is told.
private struct ReferenceUnits {
  let model: Model
  let isDiagonal: Bool
  let isSymmetric: Bool

  init(_ model: Model) {
    self.model = model
    isDiagonal = model.network is LRCSSM
    isSymmetric = model.cell.layout.entries.contains { $0.name == "elastance_shift" }
  }

  private func tensor(_ name: String, _ place: Int) -> Double {
    Double(model.parameters[model.cell.layout[name].lowerBound + place])
  }

  private func sums(
    _ neuron: Int, _ states: [Double], _ inputs: [Double], synapse: Int? = nil, seeing: Double = 0
  ) -> (f: Double, z: Double) {
    var (f, z) = (tensor("gleak", neuron), tensor("kleak", neuron))
    let wiring = model.cell.wiring
    func add(_ prefix: String, _ index: Int, _ middle: Int, _ source: Double) {
      let open = sigmoid(tensor(prefix + "sigma", middle) * (source - tensor(prefix + "mu", middle)))
      f += tensor(prefix + "w", index) * open
      z += tensor(prefix + "k", index) * open
    }
    for (index, own) in wiring.synapses.enumerated() where own.target == neuron {
      add("", index, index, synapse == index ? seeing : states[own.source])
    }
    for (index, own) in wiring.sensorySynapses.enumerated() where own.target == neuron {
      add(
        "sensory_", index, isDiagonal ? own.source : index,
        synapse == wiring.synapses.count + index ? seeing : inputs[own.source])
    }
    return (f, z)
  }

  private func elastance(_ neuron: Int, _ state: Double) -> Double {
    let argument = tensor("elastance_w", neuron) * state + tensor("elastance_b", neuron)
    guard isSymmetric else { return sigmoid(argument) }
    let shift = tensor("elastance_shift", neuron)
    return sigmoid(argument + shift) - sigmoid(argument - shift)
  }

  /// e s(f) of every neuron.
  func rates(_ states: [Double], _ inputs: [Double]) -> [Double] {
    states.indices.map { elastance($0, states[$0]) * sigmoid(sums($0, states, inputs).f) }
  }

  func derivative(
    _ neuron: Int, _ states: [Double], _ inputs: [Double], synapse: Int, seeing source: Double
  ) -> Double {
    let (f, z) = sums(neuron, states, inputs, synapse: synapse, seeing: source)
    return elastance(neuron, states[neuron])
      * (tensor("vleak", neuron) * tanh(z) - sigmoid(f) * states[neuron])
  }
}
