import Foundation
import Liquid
import TestSupport
import Testing

@Suite struct LTCTracesTests {
  private let elapsed: [Float] = [1, 0.5, 2, 1, 0, 1, 3, 1]

  @Test
  func showsTheSameOutputsAsTheGradientEngineWhateverRunsBesideIt() throws {
    try withSeeds(5) { seed, generator in
      let model = try generator.model()
      let inputs = (0..<20).map { _ in generator.sequence(steps: 8, width: 3) }
      let together = model.traces(inputs: inputs, elapsed: elapsed)
      #expect(together.count == 20, "seed \(seed)")
      for index in [0, 7, 15, 16, 19] {
        #expect(model.traces(inputs: [inputs[index]], elapsed: elapsed) == [together[index]], "seed \(seed)")
      }
      let batch = SequenceBatch(
        unchecked: 20, steps: 8, inputWidth: 3, targetWidth: 0, lengths: Array(repeating: 8, count: 20),
        inputs: inputs.flatMap { $0 }, elapsed: (0..<20).flatMap { _ in elapsed }, targets: [],
        targetWeights: [])
      let engine = try GradientEngine(cell: model.cell, loss: .meanSquaredError, threads: 2)
      #expect(
        engine.outputs(uncheckedParameters: model.parameters, batch: batch) == together.flatMap(\.outputs),
        "seed \(seed)")
    }
  }

  @Test
  func hasTimeConstantsAndSynapticCurrentsAsTheEquationsSay() throws {
    try withSeeds(5) { seed, generator in
      let wiring = try generator.wiring(inputs: 3, neurons: 8, outputs: 2, density: 0.5)
      let cell = try LTC(wiring: wiring)
      let model = try Model(cell: cell, parameters: generator.parameters(for: cell))
      let reference = ReferenceLTC(cell: cell, parameters: model.parameters.map(Double.init))
      let inputs = generator.sequence(steps: 8, width: 3)
      let trace = try #require(model.traces(inputs: [inputs], elapsed: elapsed).first)
      let run = reference.run(
        inputs: (0..<8).map { step in inputs[step * 3..<step * 3 + 3].map(Double.init) },
        elapsed: elapsed.map(Double.init))
      for step in 0..<8 {
        let taus = reference.timeConstants(run.states[(step + 1) * 6], mapped: run.mapped[step])
        for (neuron, tau) in taus.enumerated() {
          let shown = Double(trace.timeConstants[step * 8 + neuron])
          #expect(abs(shown - tau) < 1e-4 * tau, "seed \(seed), step \(step), neuron \(neuron)")
        }
      }
      let (weights, currents) = reference.synapses(run.states[48], mapped: run.mapped[7])
      #expect(relativeError(trace.synapseWeights.map(Double.init), weights) < 1e-4, "seed \(seed)")
      #expect(relativeError(trace.synapseCurrents.map(Double.init), currents) < 1e-3, "seed \(seed)")
    }
  }

  @Test
  func keepsTimeConstantsBetweenCmGleakPlusSumWAndCmGleak() throws {
    try withSeeds(20) { seed, generator in
      let model = try generator.model(options: .init(constraints: .explicit))
      let wiring = model.cell.wiring
      let inputs = generator.sequence(steps: 8, width: 3).map { $0 * 10 }
      let trace = try #require(model.traces(inputs: [inputs], elapsed: elapsed).first)
      let (gleak, cm) = (Array(model[parameter: "gleak"]), Array(model[parameter: "cm"]))
      var most = gleak
      for (synapse, w) in zip(wiring.synapses, model[parameter: "w"]) { most[synapse.target] += w }
      for (synapse, w) in zip(wiring.sensorySynapses, model[parameter: "sensory_w"]) {
        most[synapse.target] += w
      }
      for (index, tau) in trace.timeConstants.enumerated() {
        let neuron = index % wiring.neurons
        #expect(tau >= cm[neuron] / most[neuron] * 0.99999, "seed \(seed), neuron \(neuron)")
        #expect(tau <= cm[neuron] / gleak[neuron] * 1.00001, "seed \(seed), neuron \(neuron)")
      }
    }
  }
}
