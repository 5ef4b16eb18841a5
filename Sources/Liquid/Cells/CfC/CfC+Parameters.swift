extension CfC {
  /// The inputs and outputs of each dense layer of the backbone; empty where there is none.
  static func backbone(wiring: Wiring, options: Options) -> [(name: String, outputs: Int, inputs: Int)] {
    guard wiring.isComplete else { return [] }
    return (0..<options.backboneLayers).map { layer in
      let inputs = layer == 0 ? wiring.inputs + wiring.neurons : options.backboneUnits
      return ("backbone_\(layer)", options.backboneUnits, inputs)
    }
  }

  // The heads' weights lie side by side, and so do their biases: the kernels take each for one matrix and one
  // vector.
  static func layout(wiring: Wiring, options: Options) -> ParameterLayout {
    var layout = ParameterLayout()
    let backbone = backbone(wiring: wiring, options: options)
    for layer in backbone {
      layout.append(layer.name + "_w", shape: [layer.outputs, layer.inputs])
      layout.append(layer.name + "_b", shape: [layer.outputs])
    }
    for head in options.mode.heads {
      if wiring.isComplete {
        let features = backbone.last?.outputs ?? wiring.inputs + wiring.neurons
        layout.append(head + "_w", shape: [wiring.neurons, features])
      } else {
        let synapses = synapses(ofHead: head, wiring: wiring, mask: options.heads)
        layout.append(head + "_w", shape: [synapses.recurrent.count])
        layout.append(head + "_sensory_w", shape: [synapses.sensory.count])
      }
    }
    for head in options.mode.heads { layout.append(head + "_b", shape: [wiring.neurons]) }
    if options.mode == .pure {
      layout.append("w_tau", shape: [wiring.neurons])
      layout.append("A", shape: [wiring.neurons])
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

  /// Random parameters: Xavier-uniform weights, biases and w_tau 0, A 1; the maps start as the identity.
  ///
  /// A synapse's weight is drawn from +-sqrt(6 / (fan-in + fan-out)), with the synapses that reach its target
  /// and those that leave its source: for dense layers that is the usual rule.
  public func initialParameters(seed: UInt64) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    var parameters = [Float](repeating: 0, count: layout.count)
    let fans = SynapseFans(self)
    for entry in layout.entries {
      if entry.name == MemoryTensor.recurrentWeight || entry.name == MemoryTensor.inputBias {
        generator.initialise(&parameters, entry)
      } else if entry.shape.count == 2 {
        let bound = Self.xavierBound(entry.shape[0] + entry.shape[1])
        for index in entry.range { parameters[index] = Float(generator.uniform(-bound, bound)) }
      } else if let fans = wiring.isComplete ? nil : fans.sums(ofTensor: entry.name) {
        for (index, fan) in zip(entry.range, fans) {
          let bound = Self.xavierBound(fan)
          parameters[index] = Float(generator.uniform(-bound, bound))
        }
      } else if ["A", "input_w", "output_w"].contains(entry.name) {
        for index in entry.range { parameters[index] = 1 }
      }
    }
    return parameters
  }

  private static func xavierBound(_ fans: Int) -> Double {
    (6 / Double(fans)).squareRoot()
  }
}
