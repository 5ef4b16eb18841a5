import Liquid
import TestSupport
import Testing

@Suite struct LTCInterventionTests {
  private let elapsed: [Float] = [1, 0.5, 200, 1, 0, 1, 3, 1]

  @Test
  func thatClampsANeuronHoldsItsStateExactlyWithAnInfiniteTimeConstant() throws {
    try withSeeds(10) { seed, generator in
      let model = try generator.model()
      let neuron = generator.integer(below: 8)
      let value = Float(generator.uniform(-1, 1))
      let inputs = (0..<3).map { _ in generator.sequence(steps: 8, width: 3) }
      let traces = model.traces(
        inputs: inputs, elapsed: elapsed, interventions: [.clamp(neuron, at: value)])
      for trace in traces {
        for step in 0..<8 {
          #expect(trace.states[step * 8 + neuron] == value, "seed \(seed), step \(step)")
          #expect(trace.timeConstants[step * 8 + neuron] == .infinity, "seed \(seed), step \(step)")
        }
      }
    }
  }

  @Test
  func thatClampsANeuronMovesTheNeuronsBehindItByTheValueItIsClampedTo() throws {
    let wiring = try Wiring(
      kind: "chain", inputs: 1, outputs: 1, layers: [.motor, .inter],
      synapses: [.init(source: 1, target: 0, polarity: 1)],
      sensorySynapses: [.init(source: 0, target: 1, polarity: 1)])
    let model = Model(cell: try LTC(wiring: wiring), seed: 3)
    let ends = [-1, 0, 1].map { value in
      model.traces(
        inputs: [Array(repeating: 0, count: 8)], elapsed: elapsed,
        interventions: [.clamp(1, at: Float(value))]
      ).flatMap(\.outputs).last ?? 0
    }
    #expect(ends[0] < ends[1] && ends[1] < ends[2])
  }

  @Test
  func thatSilencesAnOutputNeuronLeavesTheOutputsBiasAlsoBesideAClamp() throws {
    try withSeeds(5) { seed, generator in
      let model = try generator.model()
      let inputs = generator.sequence(steps: 8, width: 3)
      let trace = try #require(
        model.traces(
          inputs: [inputs], elapsed: elapsed,
          interventions: [.silence(1), .clamp(4, at: 0.5)]
        ).first)
      let bias = try #require(model[parameter: "output_b"].last)
      for step in 0..<8 {
        #expect(trace.outputs[step * 2 + 1] == bias, "seed \(seed), step \(step)")
        #expect(trace.states[step * 8 + 4] == 0.5, "seed \(seed), step \(step)")
      }
    }
  }

  @Test
  func thatSilencesANeuronLeavesTheOthersAsIfItsSynapsesWereNotThere() throws {
    try withSeeds(10) { seed, generator in
      let model = try generator.model()
      let wiring = model.cell.wiring
      let neuron = generator.integer(below: 8)
      let inputs = generator.sequence(steps: 8, width: 3)
      let silenced = try #require(
        model.traces(
          inputs: [inputs], elapsed: elapsed, interventions: [.silence(neuron)]
        ).first)
      let cut = try cutting(neuron, of: model)
      let expected = try #require(cut.traces(inputs: [inputs], elapsed: elapsed).first)
      for step in 0..<8 {
        for other in 0..<8 {
          let state = silenced.states[step * 8 + other]
          let exact = other == neuron ? 0 : expected.states[step * 8 + other]
          #expect(abs(state - exact) < 1e-6, "seed \(seed), step \(step), neuron \(other)")
        }
      }
      for (synapse, current) in zip(wiring.synapses, silenced.synapseCurrents)
      where synapse.source == neuron || synapse.target == neuron {
        #expect(current == 0, "seed \(seed), \(synapse)")
      }
    }
  }

  /// The same network on a wiring without the synapses of a neuron.
  private func cutting(_ neuron: Int, of model: Model) throws -> Model {
    let wiring = model.cell.wiring
    let kept = wiring.synapses.indices.filter {
      wiring.synapses[$0].source != neuron && wiring.synapses[$0].target != neuron
    }
    let smaller = try Wiring(
      kind: "cut", inputs: wiring.inputs, outputs: wiring.outputs, layers: wiring.layers,
      synapses: kept.map { wiring.synapses[$0] }, sensorySynapses: wiring.sensorySynapses)
    var cut = Model(cell: try LTC(wiring: smaller), seed: 0)
    for entry in model.cell.layout.entries {
      let values = Array(model[parameter: entry.name])
      let isRecurrent = ["w", "mu", "sigma", "erev"].contains(entry.name)
      cut[parameter: entry.name] = ArraySlice(isRecurrent ? kept.map { values[$0] } : values)
    }
    return cut
  }
}
