import CLiquidKernels

/// What turns the states after a step into outputs: the output map, then the dense layer where there is one.
final class Readout {
  private let ports: NetworkPorts
  private let map: ChannelScaling
  private let dense: DenseLayer?
  /// After the map, `[slots, read]`; used only with a dense layer.
  private let mapped = LaneBuffer()
  private let mappedGradient = LaneBuffer()

  init(ports: NetworkPorts, layout: ParameterLayout) {
    self.ports = ports
    map = ChannelScaling("output", map: ports.outputMap, width: ports.read, layout: layout)
    dense = ports.projection.map { outputs in
      DenseLayer(
        outputs: outputs, parts: [.init(inputs: ports.read, weightStart: layout["readout_w"].lowerBound)],
        biasStart: layout["readout_b"].lowerBound)
    }
    mappedGradient.reserve(ports.read * LaneShard.lanes)
  }

  func load(_ parameters: [Float]) {
    map.load(parameters)
    dense?.load(parameters)
  }

  func reserve(slots: Int) {
    if dense != nil { mapped.reserve(slots * ports.read * LaneShard.lanes) }
  }

  func forward(slot: Int, states: UnsafePointer<Float>, to outputs: UnsafeMutablePointer<Float>) {
    guard let dense else {
      map.apply(states, to: outputs)
      return
    }
    let row = mapped.row(slot * ports.read)
    map.apply(states, to: row)
    dense.forward(row, to: outputs)
  }

  func zeroGradients() {
    map.zeroGradients()
  }

  /// Adds the gradient with respect to the states to `stateGradient`.
  func backward(
    states: UnsafePointer<Float>, outGradient: UnsafePointer<Float>,
    stateGradient: UnsafeMutablePointer<Float>
  ) {
    guard let dense else {
      map.backward(states, outGradient: outGradient, xGradient: stateGradient)
      return
    }
    dense.backward(outGradient, to: mappedGradient.row(0))
    map.backward(states, outGradient: mappedGradient.row(0), xGradient: stateGradient)
  }

  /// Adds the gradient of map and layer over the slots to a flat vector.
  ///
  /// - Parameter outGradient: of the steps in the slots, `[slots, outputs]`.
  func accumulateGradients(slots: Int, outGradient: UnsafePointer<Float>, into gradient: inout [Float]) {
    map.accumulateGradients(into: &gradient)
    dense?.accumulateGradients(
      steps: slots, outGradient: outGradient, x: mapped.row(0), stride: ports.read, into: &gradient)
  }
}
