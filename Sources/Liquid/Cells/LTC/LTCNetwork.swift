import CLiquidKernels

/// An LTC's parameters laid out for the kernels.
final class LTCNetwork {
  let cell: LTC
  private(set) var values: LTCValues
  let recurrentByTarget: SynapseTable
  let recurrentBySource: SynapseTable
  let sensoryByTarget: SynapseTable
  let sensoryBySource: SynapseTable

  /// The derivative of each value with respect to its parameter, `[layout.count]`.
  private(set) var slopes: [Float]

  private var leak: [Float]
  private var leakDrive: [Float]

  init(cell: LTC) {
    let wiring = cell.wiring
    self.cell = cell
    values = LTCValues(wiring: wiring)
    recurrentByTarget = SynapseTable(wiring.synapses, groups: wiring.neurons, grouping: .byTarget)
    recurrentBySource = SynapseTable(wiring.synapses, groups: wiring.neurons, grouping: .bySource)
    sensoryByTarget = SynapseTable(wiring.sensorySynapses, groups: wiring.neurons, grouping: .byTarget)
    sensoryBySource = SynapseTable(wiring.sensorySynapses, groups: wiring.inputs, grouping: .bySource)
    leak = Array(repeating: 0, count: wiring.neurons)
    leakDrive = leak
    slopes = Array(repeating: 1, count: cell.layout.count)
  }

  /// Takes over a flat parameter vector.
  func load(parameters: [Float]) {
    precondition(
      parameters.count == cell.layout.count, "\(parameters.count) parameters, not \(cell.layout.count)")
    values.load(parameters, cell: cell)
    if cell.options.constraints == .implicit { loadSlopes(parameters) }
    refresh()
  }

  /// A clamped neuron loses its leak and its incoming synapses, so nothing moves it within a step; a silenced one
  /// loses its outgoing synapses too.
  func hold(_ interventions: [NetworkIntervention]) {
    for intervention in interventions {
      let (neuron, silent) = (intervention.neuron, intervention.kind == .silence)
      edit { values in
        values.gleak[neuron] = 0
        for (index, synapse) in cell.wiring.synapses.enumerated()
        where synapse.target == neuron || (silent && synapse.source == neuron) {
          values.recurrent.w[index] = 0
        }
        for (index, synapse) in cell.wiring.sensorySynapses.enumerated() where synapse.target == neuron {
          values.sensory.w[index] = 0
        }
      }
    }
  }

  /// Calls a kernel with the neurons' parameters.
  func withNeurons(_ body: (UnsafePointer<liquid_neurons>) -> Void) {
    values.cm.withUnsafeBufferPointer { cm in
      leak.withUnsafeBufferPointer { leak in
        leakDrive.withUnsafeBufferPointer { drive in
          var neurons = liquid_neurons(
            capacitance: cm.baseAddress, leak: leak.baseAddress, leak_drive: drive.baseAddress)
          body(&neurons)
        }
      }
    }
  }

  /// Changes the values that the network runs with.
  private func edit(_ change: (inout LTCValues) -> Void) {
    change(&values)
    refresh()
  }

  private func loadSlopes(_ parameters: [Float]) {
    for entry in cell.layout.entries where LTCValues.isConstrained(entry.name) {
      for index in entry.range { slopes[index] = softplusSlope(parameters[index]) }
    }
  }

  private func refresh() {
    for neuron in leak.indices {
      leak[neuron] = values.leak(neuron)
      leakDrive[neuron] = values.leakDrive(neuron)
    }
    recurrentByTarget.load(values.recurrent)
    recurrentBySource.load(values.recurrent)
    sensoryByTarget.load(values.sensory)
    sensoryBySource.load(values.sensory)
  }
}
