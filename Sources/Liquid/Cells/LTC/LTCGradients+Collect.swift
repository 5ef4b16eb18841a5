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
