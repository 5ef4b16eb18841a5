extension Model {
  /// The same network without some of its synapses.
  ///
  /// Where the cell can be built on any wiring the synapses are gone from it, and training on does not bring them back.
  /// Where it cannot their weights are 0.
  /// - Parameters:
  ///   - synapses: as `NetworkIntervention.cut` counts them.
  ///   - activations: what every synapse passes on, on average, `[synapses]`, see `meanActivations`: the targets get it for
  ///     good, as a larger leak or bias. Nil: nothing takes the synapses' place.
  /// - Throws: where there is no such synapse, or none of this cell can be cut.
  package func without(
    synapses: Set<Int>, replacedBy activations: [Double]? = nil
  ) throws(NetworkError) -> Model {
    try network.check(synapses.sorted().map { .cut($0) })
    guard let tensors = network.synapseTensors else {
      return Model(unchecked: network, parameters: parameters(without: synapses, replacedBy: activations))
    }
    var changed = parameters
    if let activations { network.fold(synapses, activations: activations, into: &changed) }
    return rewired(without: synapses, changed, tensors, of: network)
  }

  /// The parameters of the same network with some synapses cut; see `without(synapses:replacedBy:)`. All can be cut.
  package func parameters(without synapses: Set<Int>, replacedBy activations: [Double]? = nil) -> [Float] {
    var changed = parameters
    if let activations { network.fold(synapses, activations: activations, into: &changed) }
    return network.parameters(changed, under: synapses.map { .cut($0) })
  }

  private func rewired<Cell: NetworkCell>(
    without synapses: Set<Int>, _ parameters: [Float], _ tensors: SynapseTensors, of cell: Cell
  ) -> Model {
    let wiring = cell.wiring
    let recurrent = wiring.synapses.indices.filter { !synapses.contains($0) }
    let sensory = wiring.sensorySynapses.indices.filter { !synapses.contains(wiring.synapses.count + $0) }
    guard
      let left = try? Wiring(
        kind: wiring.kind, inputs: wiring.inputs, outputs: wiring.outputs, layers: wiring.layers,
        synapses: recurrent.map { wiring.synapses[$0] },
        sensorySynapses: sensory.map { wiring.sensorySynapses[$0] }, names: wiring.names),
      let pruned = try? Cell(wiring: left, options: cell.options)
    else { fail("a wiring without some of its synapses is refused") }
    let kept = cell.layout.entries.flatMap { entry -> [Float] in
      let values = Array(parameters[entry.range])
      if tensors.recurrent.contains(entry.name) { return recurrent.map { values[$0] } }
      if tensors.sensory.contains(entry.name) { return sensory.map { values[$0] } }
      return values
    }
    return Model(unchecked: pruned, parameters: kept)
  }

  /// What each synapse passes on, before its weight, on average over some sequences: an LTC's is its sigmoid, all others'
  /// the state or the input that it sees.
  ///
  /// - Parameter traces: of each sequence.
  /// - Returns: `[synapses]`, those of the wiring, then its sensory synapses; 0 where there is no step. Nil for a network with
  ///   a mixed memory, or with layers that are normalised, whose synapses see what no trace has.
  package func meanActivations(_ batch: SequenceBatch, traces: [NetworkTrace]) -> [Double]? {
    guard network.synapsesSeeStates else { return nil }
    let activation = network.synapseActivations(parameters: parameters)
    let (wiring, map) = (network.wiring, inputScaling)
    let steps = traces.reduce(0) { $0 + $1.steps }
    return (0..<wiring.synapseCount).map { index in
      let (synapse, isSensory) = network.synapse(index)
      let (source, isBefore) = (synapse.source, !isSensory && network.seesStateBefore(synapse))
      var sum = 0.0
      for (sequence, trace) in traces.enumerated() {
        for step in 0..<trace.steps {
          let seen: Float
          if isSensory {
            let input = batch.inputs[(sequence * batch.steps + step) * wiring.inputs + source]
            seen = map.weight[source] * input + map.bias[source]
          } else {
            let place = isBefore ? step - 1 : step
            seen = place < 0 ? 0 : trace.states[place * wiring.neurons + source]
          }
          sum += Double(activation(index, seen))
        }
      }
      return steps > 0 ? sum / Double(steps) : 0
    }
  }

  /// How inputs are scaled before synapses see them.
  private var inputScaling: ChannelMapValues {
    guard let cell = network as? any SteppedCell else { fail("a cell that is not run step by step") }
    var values = ChannelMapValues(
      "input", map: cell.ports.inputMap, width: cell.ports.inputs, layout: cell.layout)
    values.load(parameters)
    return values
  }
}

extension NetworkCell {
  /// The neurons whose states outputs are read from: the first ones.
  package var readNeurons: Int { (self as? any SteppedCell)?.ports.read ?? wiring.outputs }
}
