import CLiquidKernels

// Shapes, in rows of 16 floats, one lane per sequence: N neurons, E synapses, F sensory synapses
//   subDrive, subConductance [N]    of the current sub-step
//   stepDrive, stepConductance [N]  summed over the sub-steps of the current step
//   drive, conductance, capacitance [N], recurrent [E], sensory [F]  summed over all steps of the shard

/// The sums of the backward pass of an LTC, lane by lane, over one shard.
final class LTCGradients {
  /// With respect to the drive and (negated) conductance of each neuron: of the current sub-step, summed over the
  /// current step, and summed over all, `[neurons]`.
  let subDrive = LaneBuffer()
  let subConductance = LaneBuffer()
  let stepDrive = LaneBuffer()
  let stepConductance = LaneBuffer()
  let drive = LaneBuffer()
  let conductance = LaneBuffer()
  let capacitance = LaneBuffer()
  /// One row of sums per synapse, in the order of the tables grouped by source.
  let recurrent = LaneBuffer()
  let sensory = LaneBuffer()

  /// The buffers that sum over the whole shard, with their sizes.
  private let sums: [(buffer: LaneBuffer, count: Int)]

  init(wiring: Wiring) {
    let lanes = LaneShard.lanes
    let rows = [
      (drive, wiring.neurons), (conductance, wiring.neurons),
      (capacitance, wiring.neurons), (recurrent, wiring.synapses.count),
      (sensory, wiring.sensorySynapses.count),
    ]
    sums = rows.map { ($0, $1 * lanes) }
    for (buffer, count) in sums { buffer.reserve(count) }
    for buffer in [subDrive, subConductance, stepDrive, stepConductance] {
      buffer.reserve(wiring.neurons * lanes)
    }
  }

  /// Sets all sums to zero.
  func clear() {
    for (buffer, count) in sums { buffer.clear(count) }
  }

  /// Adds the sums over a step to those over all.
  ///
  /// The sensory synapses act alike in all sub-steps of a step, so their gradient is taken once, from the sums. The
  /// gradient with respect to the inputs is added to `inputGradient`.
  func addStep(
    _ network: LTCNetwork, inputs: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>
  ) {
    withUnsafePointer(to: network.sensoryBySource.list) { list in
      liquid_synapse_gradient(
        list, inputs, stepDrive.row(0), stepConductance.row(0), inputGradient, sensory.row(0))
    }
    let neurons = Int32(network.cell.wiring.neurons)
    liquid_add(neurons, stepDrive.row(0), drive.row(0))
    liquid_add(neurons, stepConductance.row(0), conductance.row(0))
  }
}

extension LTCGradients {
  /// Adds the gradient with respect to every parameter but the maps' to a flat vector.
  func add(to gradient: inout [Float], network: LTCNetwork) {
    addNeurons(to: &gradient, network: network)
    addSynapses(
      to: &gradient, prefix: "", sums: recurrent, order: network.recurrentBySource.order,
      values: network.values.recurrent, network: network)
    addSynapses(
      to: &gradient, prefix: "sensory_", sums: sensory, order: network.sensoryBySource.order,
      values: network.values.sensory, network: network)
  }

  private func addNeurons(to gradient: inout [Float], network: LTCNetwork) {
    let (layout, values, slopes) = (network.cell.layout, network.values, network.slopes)
    let (gleak, vleak, cm) = (
      layout["gleak"].lowerBound, layout["vleak"].lowerBound, layout["cm"].lowerBound
    )
    for neuron in values.gleak.indices {
      let drive = drive.rowSum(neuron)
      let leak = values.vleak[neuron] * drive - conductance.rowSum(neuron)
      gradient[gleak + neuron] += leak * slopes[gleak + neuron]
      gradient[vleak + neuron] += values.gleak[neuron] * drive
      gradient[cm + neuron] += capacitance.rowSum(neuron) * slopes[cm + neuron]
    }
  }

  private func addSynapses(
    to gradient: inout [Float], prefix: String, sums: LaneBuffer, order: [Int], values: SynapseValues,
    network: LTCNetwork
  ) {
    let (layout, slopes) = (network.cell.layout, network.slopes)
    let w = layout[prefix + "w"].lowerBound
    let mu = layout[prefix + "mu"].lowerBound
    let sigma = layout[prefix + "sigma"].lowerBound
    let erev = layout[prefix + "erev"].lowerBound
    for (place, index) in order.enumerated() {
      // Of q s, h s, h s (1 - s) and h s (1 - s) x; see `liquid_synapse_gradient`.
      let sum = sums.fourSums(place)
      let (weight, slope, middle) = (values.w[index], values.sigma[index], values.mu[index])
      gradient[w + index] += sum.y * slopes[w + index]
      gradient[mu + index] -= weight * slope * sum.z
      gradient[sigma + index] += weight * (sum.w - middle * sum.z)
      gradient[erev + index] += weight * sum.x
    }
  }
}
