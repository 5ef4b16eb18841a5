import Liquid

/// What the wiring tests count.
extension Wiring {
  func ids(_ layer: Layer) -> Set<Int> {
    Set(layers.indices.filter { layers[$0] == layer })
  }

  /// How many synapses run from each neuron of one layer to another layer.
  func fanOuts(from source: Layer, to target: Layer) -> [Int] {
    let (sources, targets) = (ids(source), ids(target))
    return sources.sorted().map { id in
      synapses.count { $0.source == id && targets.contains($0.target) }
    }
  }

  /// How many synapses reach each neuron of one layer from another layer.
  func fanIns(to target: Layer, from source: Layer) -> [Int] {
    let (sources, targets) = (ids(source), ids(target))
    return targets.sorted().map { id in
      synapses.count { $0.target == id && sources.contains($0.source) }
    }
  }

  /// Neurons that no synapse and no input reaches.
  var unreached: Set<Int> {
    Set(layers.indices).subtracting(synapses.map(\.target)).subtracting(sensorySynapses.map(\.target))
  }

  /// The share of synapses that excite, sensory ones included.
  var excitingShare: Double {
    let all = synapses + sensorySynapses
    return Double(all.count { $0.polarity == 1 }) / Double(all.count)
  }
}

extension NCPSizes {
  /// Sizes that always allow a wiring.
  static func drawn(_ generator: inout SeededGenerator) -> NCPSizes {
    let (inter, command) = (1 + generator.integer(below: 20), 1 + generator.integer(below: 12))
    return NCPSizes(
      inter: inter, command: command, motor: 1 + generator.integer(below: 6),
      sensoryFanout: 1 + generator.integer(below: inter),
      interFanout: 1 + generator.integer(below: command),
      recurrentCommandSynapses: generator.integer(below: command * command + 1),
      motorFanin: 1 + generator.integer(below: command))
  }
}
