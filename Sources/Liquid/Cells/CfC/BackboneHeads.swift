import CLiquidKernels

/// Heads that see all inputs and states, through a backbone of dense layers.
final class BackboneHeads: CfCHeads {
  private let wiring: Wiring
  private let layout: StepRows
  private let activation: liquid_activation
  private let layers: [DenseLayer]
  private let heads: DenseLayer
  /// Before each layer's activation, `[slots, units]`; the backward pass writes the gradient over it.
  private let sums: [LaneBuffer]
  /// After it.
  private let units: [LaneBuffer]
  /// The gradient with respect to a layer's inputs in the current step.
  private let featureGradient = LaneBuffer()

  init(cell: CfC) {
    wiring = cell.wiring
    self.layout = StepRows(inputs: cell.wiring.inputs, states: cell.wiring.neurons)
    activation = cell.options.activation.kernel
    let layout = cell.layout
    layers = CfC.backbone(wiring: cell.wiring, options: cell.options).map { layer in
      DenseLayer(
        outputs: layer.outputs,
        parts: [.init(inputs: layer.inputs, weightStart: layout[layer.name + "_w"].lowerBound)],
        biasStart: layout[layer.name + "_b"].lowerBound)
    }
    heads = DenseLayer(
      outputs: cell.options.mode.heads.count * cell.wiring.neurons,
      parts: [
        .init(
          inputs: layers.last?.outputs ?? self.layout.stride, weightStart: layout["ff1_w"].lowerBound)
      ],
      biasStart: layout["ff1_b"].lowerBound)
    sums = layers.map { _ in LaneBuffer() }
    units = layers.map { _ in LaneBuffer() }
    let widest = (layers + [heads]).reduce(0) { max($0, $1.inputs) }
    featureGradient.reserve(widest * LaneShard.lanes)
  }

  func load(_ parameters: [Float]) {
    for layer in layers { layer.load(parameters) }
    heads.load(parameters)
  }

  func reserve(slots: Int) {
    for (index, layer) in layers.enumerated() {
      sums[index].reserve(slots * layer.outputs * LaneShard.lanes)
      units[index].reserve(slots * layer.outputs * LaneShard.lanes)
    }
  }

  func forward(
    _ group: UnsafePointer<liquid_cfc_group>, slot: Int, rows: UnsafePointer<Float>,
    heads out: UnsafeMutablePointer<Float>
  ) {
    var features = rows
    for (index, layer) in layers.enumerated() {
      let (sum, unit) = (sums[index].row(slot * layer.outputs), units[index].row(slot * layer.outputs))
      layer.forward(features, to: sum)
      liquid_activation_apply(activation, Int32(layer.outputs), sum, unit)
      features = UnsafePointer(unit)
    }
    heads.forward(features, to: out)
  }

  // The weights' gradient is taken over all slots at once, in `accumulateGradients`.
  func zeroGradients() {}

  func backward(
    _ group: UnsafePointer<liquid_cfc_group>, slot: Int, headGradient: UnsafePointer<Float>,
    rows: UnsafePointer<Float>, rowGradient: UnsafeMutablePointer<Float>
  ) {
    heads.backward(headGradient, to: featureGradient.row(0))
    for index in layers.indices.reversed() {
      let layer = layers[index]
      let (sum, unit) = (sums[index].row(slot * layer.outputs), units[index].row(slot * layer.outputs))
      liquid_activation_gradient(activation, Int32(layer.outputs), sum, unit, featureGradient.row(0))
      sum.update(from: featureGradient.row(0), count: layer.outputs * LaneShard.lanes)
      layer.backward(sum, to: featureGradient.row(0))
    }
    liquid_add(Int32(layout.stride), featureGradient.row(0), rowGradient)
  }

  func accumulateGradients(
    slots: Int, rows: UnsafePointer<Float>, stride: Int, headGradient: UnsafePointer<Float>,
    into gradient: inout [Float]
  ) {
    var (features, stride) = (rows, stride)
    for (index, layer) in layers.enumerated() {
      layer.accumulateGradients(
        steps: slots, outGradient: sums[index].row(0), x: features, stride: stride, into: &gradient)
      (features, stride) = (UnsafePointer(units[index].row(0)), layer.outputs)
    }
    heads.accumulateGradients(
      steps: slots, outGradient: headGradient, x: features, stride: stride, into: &gradient)
  }

  func denseTerms(rows: UnsafePointer<Float>, headGradient: UnsafePointer<Float>) -> [DenseTerm]? {
    var (terms, features): ([DenseTerm], UnsafePointer<Float>) = ([], rows)
    for (index, layer) in layers.enumerated() {
      terms.append(DenseTerm(layer: layer, outGradient: sums[index].row(0), x: features))
      features = UnsafePointer(units[index].row(0))
    }
    return terms + [DenseTerm(layer: heads, outGradient: headGradient, x: features)]
  }

  func gains(slot: Int, lane: Int, slopes: [Float]) -> [Float] {
    var jacobian = headJacobian(slopes)
    for (index, layer) in layers.enumerated().reversed() {
      let derivatives = self.derivatives(ofLayer: index, slot: slot, lane: lane)
      for place in jacobian.indices { jacobian[place] *= derivatives[place % layer.outputs] }
      jacobian = multiplied(jacobian, by: layer)
    }
    let (width, inputs) = (layout.stride, wiring.inputs)
    return wiring.synapses.map { jacobian[$0.target * width + inputs + $0.source] }
      + wiring.sensorySynapses.map { jacobian[$0.target * width + $0.source] }
  }

  /// The derivative of each state with respect to the heads' features, `[neurons, features]`.
  private func headJacobian(_ slopes: [Float]) -> [Float] {
    var jacobian = [Float](repeating: 0, count: wiring.neurons * heads.inputs)
    for (row, slope) in slopes.enumerated() {
      let first = row % wiring.neurons * heads.inputs
      for feature in 0..<heads.inputs {
        jacobian[first + feature] += slope * heads.weights.base[row * heads.inputs + feature]
      }
    }
    return jacobian
  }

  /// f' of each unit of a layer in one lane, `[units]`.
  private func derivatives(ofLayer index: Int, slot: Int, lane: Int) -> [Float] {
    let width = layers[index].outputs
    featureGradient.base.update(repeating: 1, count: width * LaneShard.lanes)
    liquid_activation_gradient(
      activation, Int32(width), sums[index].row(slot * width), units[index].row(slot * width),
      featureGradient.row(0))
    return (0..<width).map { featureGradient.base[$0 * LaneShard.lanes + lane] }
  }

  /// `[neurons, outputs]` times a layer's weights.
  private func multiplied(_ matrix: [Float], by layer: DenseLayer) -> [Float] {
    var product = [Float](repeating: 0, count: wiring.neurons * layer.inputs)
    for (place, factor) in matrix.enumerated() {
      let first = place / layer.outputs * layer.inputs
      let weights = layer.weights.base + place % layer.outputs * layer.inputs
      for input in 0..<layer.inputs { product[first + input] += factor * weights[input] }
    }
    return product
  }
}

extension CfC.Activation {
  package var kernel: liquid_activation {
    switch self {
    case .lecunTanh: LIQUID_LECUN_TANH
    case .silu: LIQUID_SILU
    case .relu: LIQUID_RELU
    case .tanh: LIQUID_TANH
    case .gelu: LIQUID_GELU
    }
  }
}
