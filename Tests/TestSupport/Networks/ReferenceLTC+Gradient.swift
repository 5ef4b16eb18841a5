import Liquid

extension ReferenceLTC {
  /// The gradient with respect to every parameter, by backpropagation through time over one sequence.
  ///
  /// - Parameter outputGradient: the loss's gradient with respect to the outputs, `[steps][outputs]`.
  package func gradient(
    _ run: Run, inputs: [[Double]], elapsed: [Double], outputGradient: [[Double]]
  ) -> [Double] {
    let unfolds = cell.options.unfolds
    var sums = GradientSums(layout: cell.layout)
    var adjoint = [Double](repeating: 0, count: cell.wiring.neurons)
    for step in inputs.indices.reversed() {
      addOutputs(outputGradient[step], state: run.states[(step + 1) * unfolds], to: &adjoint, &sums)
      var mappedAdjoint = [Double](repeating: 0, count: cell.wiring.inputs)
      for index in (step * unfolds..<(step + 1) * unfolds).reversed() {
        subStepGradient(
          before: run.states[index], mapped: run.mapped[step], length: elapsed[step] / Double(unfolds),
          adjoint: &adjoint, mappedAdjoint: &mappedAdjoint, &sums)
      }
      for (place, value) in mappedAdjoint.enumerated() {
        if cell.options.inputMap != .none { sums.add(value * inputs[step][place], "input_w", place) }
        if cell.options.inputMap == .affine { sums.add(value, "input_b", place) }
      }
    }
    return sums.gradient
  }

  private func addOutputs(
    _ gradient: [Double], state: [Double], to adjoint: inout [Double], _ sums: inout GradientSums
  ) {
    for (place, value) in gradient.enumerated() {
      let map = cell.options.outputMap
      adjoint[place] += map == .none ? value : value * self.value("output_w", place)
      if map != .none { sums.add(value * state[place], "output_w", place) }
      if map == .affine { sums.add(value, "output_b", place) }
    }
  }

  // With v' = (cm v + D drive) / (cm + D conductance) =: n / d, a quantity x that enters both has
  // dv'/dx = (dn/dx - v' dd/dx) / d.
  private func subStepGradient(
    before v: [Double], mapped: [Double], length: Double, adjoint: inout [Double],
    mappedAdjoint: inout [Double], _ sums: inout GradientSums
  ) {
    let (conductance, drive) = self.sums(v, mapped: mapped)
    var next = [Double](repeating: 0, count: v.count)
    var driveAdjoint = next
    var before = next
    for j in v.indices {
      let cm = value("cm", j)
      let divisor = cm + length * (conductance[j] + 1e-8)
      next[j] = (cm * v[j] + length * drive[j]) / divisor
      driveAdjoint[j] = adjoint[j] * length / divisor
      before[j] = adjoint[j] * cm / divisor
      sums.add(adjoint[j] * (v[j] - next[j]) / divisor * slope("cm", j), "cm", j)
      sums.add(driveAdjoint[j] * (value("vleak", j) - next[j]) * slope("gleak", j), "gleak", j)
      sums.add(driveAdjoint[j] * value("gleak", j), "vleak", j)
    }
    for group in synapseGroups(v, mapped: mapped) {
      let adjoints = synapseGradient(group, next: next, driveAdjoint: driveAdjoint, &sums)
      for (source, value) in adjoints.enumerated() {
        if group.prefix.isEmpty { before[source] += value } else { mappedAdjoint[source] += value }
      }
    }
    adjoint = before
  }

  /// Adds the synapses' gradients and returns what reaches their sources.
  private func synapseGradient(
    _ group: SynapseGroup, next: [Double], driveAdjoint: [Double], _ sums: inout GradientSums
  ) -> [Double] {
    var sourceAdjoint = [Double](repeating: 0, count: group.sources.count)
    for (index, synapse) in group.synapses.enumerated() {
      let w = value(group.prefix + "w", index)
      let mu = value(group.prefix + "mu", index)
      let sigma = value(group.prefix + "sigma", index)
      let erev = value(group.prefix + "erev", index)
      let s = activation(group, index)
      let q = driveAdjoint[synapse.target]
      let activationAdjoint = q * (erev - next[synapse.target]) * w
      let x = activationAdjoint * s * (1 - s)
      sums.add(
        q * s * (erev - next[synapse.target]) * slope(group.prefix + "w", index), group.prefix + "w", index)
      sums.add(q * s * w, group.prefix + "erev", index)
      sums.add(x * (group.sources[synapse.source] - mu), group.prefix + "sigma", index)
      sums.add(-x * sigma, group.prefix + "mu", index)
      sourceAdjoint[synapse.source] += x * sigma
    }
    return sourceAdjoint
  }
}

/// A gradient that is being summed, by tensor name.
struct GradientSums {
  let layout: ParameterLayout
  private(set) var gradient: [Double]

  init(layout: ParameterLayout) {
    self.layout = layout
    gradient = Array(repeating: 0, count: layout.count)
  }

  mutating func add(_ value: Double, _ name: String, _ place: Int) {
    gradient[layout[name].lowerBound + place] += value
  }
}
