extension LTC {
  static func layout(wiring: Wiring, options: Options) -> ParameterLayout {
    let explicit = options.constraints == .explicit
    let conductance: ParameterLayout.Constraint = explicit ? .nonNegative : .none
    let capacitance: ParameterLayout.Constraint = explicit ? .positive : .none
    var layout = ParameterLayout()
    layout.append("gleak", shape: [wiring.neurons], constraint: conductance)
    layout.append("vleak", shape: [wiring.neurons])
    layout.append("cm", shape: [wiring.neurons], constraint: capacitance)
    for (prefix, synapses) in [("", wiring.synapses), ("sensory_", wiring.sensorySynapses)] {
      layout.append(prefix + "w", shape: [synapses.count], constraint: conductance)
      layout.append(prefix + "mu", shape: [synapses.count])
      layout.append(prefix + "sigma", shape: [synapses.count])
      layout.append(prefix + "erev", shape: [synapses.count])
    }
    layout.append(ports(wiring: wiring, options: options))
    if options.mixedMemory { layout.appendMemory(inputs: wiring.inputs, neurons: wiring.neurons) }
    return layout
  }

  static func ports(wiring: Wiring, options: Options) -> NetworkPorts {
    NetworkPorts(
      inputs: wiring.inputs, read: wiring.outputs, inputMap: options.inputMap, outputMap: options.outputMap,
      projection: options.projection)
  }

  /// Random parameters, drawn from the ranges that the `ncps` package uses; reversal potentials are the wiring's
  /// polarities and the maps start as the identity.
  ///
  /// With implicit constraints the raw parameter is drawn from that range, before the softplus, as there.
  public func initialParameters(seed: UInt64) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    var parameters = [Float](repeating: 0, count: layout.count)
    for entry in layout.entries {
      switch entry.name {
      case "erev":
        for (index, synapse) in zip(entry.range, wiring.synapses) {
          parameters[index] = Float(synapse.polarity)
        }
      case "sensory_erev":
        for (index, synapse) in zip(entry.range, wiring.sensorySynapses) {
          parameters[index] = Float(synapse.polarity)
        }
      case "readout_w", "readout_b", MemoryTensor.inputWeight, MemoryTensor.inputBias,
        MemoryTensor.recurrentWeight:
        generator.initialise(&parameters, entry)
      default:
        let (lower, upper) = Self.initialRange(entry.name)
        for index in entry.range { parameters[index] = Float(generator.uniform(lower, upper)) }
      }
    }
    return parameters
  }

  private static func initialRange(_ name: String) -> (lower: Double, upper: Double) {
    switch name {
    case "gleak", "w", "sensory_w": (0.001, 1)
    case "vleak": (-0.2, 0.2)
    case "cm": (0.4, 0.6)
    case "mu", "sensory_mu": (0.3, 0.8)
    case "sigma", "sensory_sigma": (3, 8)
    case "input_w", "output_w": (1, 1)
    default: (0, 0)
    }
  }
}
