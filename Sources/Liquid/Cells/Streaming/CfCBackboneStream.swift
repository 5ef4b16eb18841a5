import CLiquidKernels

/// The step of a CfC with a backbone for one sequence alone: products of matrix and vector, 16 outputs in the lanes.
final class CfCBackboneStream: StreamStep {
  private let cell: CfC
  private let layers: [VectorDense]
  private let heads: VectorDense
  private let mode: CfCStreamMode
  /// The mapped inputs and the states, `[inputs + neurons]`.
  private let features = LaneBuffer()
  /// Of a layer: before its activation and behind it.
  private let sums: [LaneBuffer]
  private let units: [LaneBuffer]
  private let headRows = LaneBuffer()

  let states = LaneBuffer()
  let places: [Int]

  init(cell: CfC) {
    self.cell = cell
    let (wiring, layout) = (cell.wiring, cell.layout)
    places = Array(0..<wiring.neurons)
    let layers = CfC.backbone(wiring: wiring, options: cell.options).map { layer in
      (
        outputs: layer.outputs,
        dense: VectorDense(
          width: layer.outputs,
          parts: [.init(inputs: layer.inputs, weightStart: layout[layer.name + "_w"].lowerBound)],
          biasStart: layout[layer.name + "_b"].lowerBound)
      )
    }
    self.layers = layers.map(\.dense)
    let width = layers.last?.outputs ?? wiring.inputs + wiring.neurons
    heads = VectorDense(
      groups: cell.options.mode.heads.count, width: wiring.neurons,
      parts: [.init(inputs: width, weightStart: layout["ff1_w"].lowerBound)],
      biasStart: layout["ff1_b"].lowerBound)
    mode = CfCStreamMode(cell: cell, places: places, rows: heads.groupRows)
    features.reserve(wiring.inputs + wiring.neurons)
    sums = layers.map { LaneBuffer(count: $0.dense.paddedCount) }
    units = layers.map { LaneBuffer(count: $0.dense.paddedCount) }
    headRows.reserve(heads.paddedCount)
    states.reserve(heads.groupRows * LaneShard.lanes)
  }

  func load(_ parameters: [Float]) {
    for layer in layers { layer.load(parameters) }
    heads.load(parameters)
    mode.load(parameters)
  }

  func advance(_ inputs: StreamInputs, elapsed: Float) {
    let wiring = cell.wiring
    features.base.update(from: inputs.mapped, count: wiring.inputs)
    (features.base + wiring.inputs).update(from: states.base, count: wiring.neurons)
    var seen = features.base
    for (index, layer) in layers.enumerated() {
      layer.forward(seen, to: sums[index].base)
      liquid_activation_apply(
        cell.options.activation.kernel, Int32(layer.groupRows), sums[index].base, units[index].base)
      seen = units[index].base
    }
    heads.forward(seen, to: headRows.base)
    mode.start(elapsed: elapsed)
    mode.step(rows: 0..<heads.groupRows, heads: headRows.base, next: states.base)
  }
}
