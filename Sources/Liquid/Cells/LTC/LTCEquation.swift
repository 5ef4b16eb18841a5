import Foundation

/// The LTC's membrane equation in Double.
final class LTCEquation: StateEquation {
  private struct Synapse {
    let source: Int
    let target: Int
    let w: Double
    let mu: Double
    let sigma: Double
    let erev: Double
  }

  private let map: InputMap
  private let capacitance: [Double]
  private let leak: [Double]
  private let leakDrive: [Double]
  private let recurrent: [Synapse]
  private let sensory: [Synapse]
  /// Sums over leak and sensory synapses under the newest inputs, `[neurons]`, and over all.
  private var inputConductance: [Double]
  private var inputDrive: [Double]
  private var conductance: [Double]
  private var drive: [Double]

  var terms: Int { recurrent.count + capacitance.count }

  init(cell: LTC, parameters: [Float]) {
    var values = LTCValues(wiring: cell.wiring)
    values.load(parameters, cell: cell)
    map = InputMap(cell.ports, layout: cell.layout, parameters: parameters)
    capacitance = values.cm.map(Double.init)
    // As the network runs: a neuron on which nothing acts keeps its state.
    leak = values.gleak.map { $0 == 0 ? 0 : Double($0) + Double(LTC.epsilon) }
    leakDrive = zip(values.gleak, values.vleak).map { Double($0) * Double($1) }
    recurrent = Self.synapses(cell.wiring.synapses, values.recurrent)
    sensory = Self.synapses(cell.wiring.sensorySynapses, values.sensory)
    inputConductance = leak
    inputDrive = leakDrive
    conductance = leak
    drive = leakDrive
  }

  func begin(inputs: ArraySlice<Float>) {
    inputConductance = leak
    inputDrive = leakDrive
    Self.add(sensory, sources: map.apply(inputs), &inputConductance, &inputDrive)
  }

  func evaluate(_ states: [Double], into derivative: inout [Double]) {
    for neuron in states.indices {
      conductance[neuron] = inputConductance[neuron]
      drive[neuron] = inputDrive[neuron]
    }
    Self.add(recurrent, sources: states, &conductance, &drive)
    for neuron in states.indices {
      derivative[neuron] = (drive[neuron] - conductance[neuron] * states[neuron]) / capacitance[neuron]
    }
  }

  private static func add(
    _ synapses: [Synapse], sources: [Double], _ conductance: inout [Double], _ drive: inout [Double]
  ) {
    for synapse in synapses {
      let activation = 1 / (1 + exp(synapse.sigma * (synapse.mu - sources[synapse.source])))
      conductance[synapse.target] += synapse.w * activation
      drive[synapse.target] += synapse.w * activation * synapse.erev
    }
  }

  private static func synapses(_ wired: [Wiring.Synapse], _ values: SynapseValues) -> [Synapse] {
    wired.enumerated().map { index, synapse in
      Synapse(
        source: synapse.source, target: synapse.target, w: Double(values.w[index]),
        mu: Double(values.mu[index]), sigma: Double(values.sigma[index]), erev: Double(values.erev[index]))
    }
  }
}

extension LTC: DifferentialCell {
  func makeEquation(parameters: [Float]) -> (any StateEquation)? {
    options.mixedMemory ? nil : LTCEquation(cell: self, parameters: parameters)
  }
}
