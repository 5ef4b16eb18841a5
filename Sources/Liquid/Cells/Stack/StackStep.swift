import CLiquidKernels

// Shapes, in rows of 16 floats: I input channels, S states of the whole stack; see StackPlan
//   rows: as StepRows(inputs: I, states: S) describes them   seen [slots, X]: what the first layer sees

/// A step of a stack: the layers one after the other, what lies between them, and the pool.
final class StackStep: StepRunner {
  private let cell: Stack
  private let layers: [StackLayerRunner]
  private let embedding: EmbeddingRunner?
  private let inputMask: DropoutMask
  private let pool: StackPool?
  private let rows: StepRows
  private let firstWidth: Int
  /// With respect to what the first layer saw in each step, `[slots, X]`; kept for the embedding's tables.
  private let seenGradient = LaneBuffer()
  private let layerTimeConstants = LaneBuffer()

  var stateRows: Int { rows.states }

  init(cell: Stack) {
    self.cell = cell
    layers = cell.layers.map { StackLayerRunner($0, dropout: cell.options.dropout) }
    embedding = cell.embedding.map { EmbeddingRunner($0, wordDropout: cell.options.wordDropout) }
    firstWidth = cell.layers[0].cell.wiring.inputs
    inputMask = DropoutMask(width: firstWidth, rate: cell.options.inputDropout, place: 0)
    pool =
      cell.plan.hasReadRows
      ? StackPool(cell.options.pooling, width: cell.plan.read.count, layout: cell.layout) : nil
    rows = StepRows(inputs: cell.wiring.inputs, states: cell.plan.states)
    layerTimeConstants.reserve((cell.layers.map(\.neurons.count).max() ?? 0) * LaneShard.lanes)
  }

  func load(_ parameters: [Float]) {
    embedding?.load(parameters)
    for layer in layers { layer.load(parameters) }
    pool?.load(parameters)
  }

  func reserve(slots: Int) {
    for layer in layers { layer.reserve(slots: slots) }
    pool?.reserve(slots: slots)
    guard let embedding else { return }
    embedding.reserve(slots: slots)
    seenGradient.reserve(slots * firstWidth * LaneShard.lanes)
  }

  func hold(_ held: HeldNeurons) { for layer in layers { layer.hold(held) } }

  func begin(dropoutSeed: UInt64?, sequences: Range<Int>) {
    let draw = DropoutDraw(seed: dropoutSeed, sequences: sequences)
    embedding?.begin(draw)
    inputMask.begin(draw)
    for layer in layers { layer.begin(draw) }
  }

  func forEachTouchedRow(_ body: (_ tensor: Int, _ first: Int) -> Void) { embedding?.forEachTouchedRow(body) }

  func advance(_ place: StepPlace, rows current: UnsafeMutablePointer<Float>) {
    let lanes = LaneShard.lanes
    let seen = layers[0].input(slot: place.slot)
    if let embedding {
      embedding.forward(place, to: seen)
    } else {
      seen.update(from: place.inputs, count: firstWidth * lanes)
    }
    inputMask.apply(to: seen)
    let (before, after) = (current + rows.before * lanes, current + rows.after * lanes)
    for (index, layer) in layers.enumerated() {
      layer.advance(place, before: before, after: after)
      if index + 1 < layers.count {
        layer.give(slot: place.slot, to: layers[index + 1].input(slot: place.slot))
      } else if let pool {
        layer.give(slot: place.slot, to: pool.input(slot: place.slot))
      }
    }
    let (counts, read) = (cell.plan.counts.lowerBound * lanes, cell.plan.read.lowerBound * lanes)
    pool?.forward(
      slot: place.slot, counts: before + counts, pooled: before + read, to: after + counts, after + read)
  }

  func zeroGradients() {
    for layer in layers { layer.zeroGradients() }
    pool?.zeroGradients()
  }

  func backward(
    _ place: StepPlace, rows current: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>
  ) {
    let lanes = LaneShard.lanes
    let (before, after) = (gradient + rows.before * lanes, gradient + rows.after * lanes)
    var given = pool.map { backward(place, pool: $0, rows: current, gradient: gradient) }
    for layer in layers.reversed() {
      given = layer.backward(place, given: given, after: after, before: before)
    }
    guard let seen = given else { return }
    inputMask.apply(to: seen)
    if let embedding {
      seenGradient.row(place.slot * firstWidth).update(from: seen, count: firstWidth * lanes)
      embedding.backward(seen, to: gradient)
    } else {
      liquid_add(Int32(firstWidth), seen, gradient)
    }
  }

  /// The pool's part of a step's backward pass: the gradient with respect to what the last layer gave.
  private func backward(
    _ place: StepPlace, pool: StackPool, rows current: UnsafePointer<Float>,
    gradient: UnsafeMutablePointer<Float>
  ) -> UnsafeMutablePointer<Float> {
    let lanes = LaneShard.lanes
    let (before, after) = (rows.before * lanes, rows.after * lanes)
    let (counts, read) = (cell.plan.counts.lowerBound * lanes, cell.plan.read.lowerBound * lanes)
    return pool.backward(
      slot: place.slot, counts: current + before + counts, pooled: current + before + read,
      nextCounts: current + after + counts, gradient: gradient + after + read,
      countGradient: gradient + after + counts, to: gradient + before + read, gradient + before + counts)
  }

  func accumulateGradients(
    slots: Int, rows current: UnsafePointer<Float>, stride: Int, into gradient: inout [Float]
  ) {
    embedding?.accumulateGradients(steps: slots, seenGradient: seenGradient.row(0), into: &gradient)
    for layer in layers { layer.accumulateGradients(slots: slots, into: &gradient) }
    pool?.accumulateGradients(into: &gradient)
  }

  func readTimeConstants(_ place: StepPlace, rows: UnsafePointer<Float>, into timeConstants: LaneBuffer) {
    for layer in layers {
      layer.readTimeConstants(place, into: layerTimeConstants)
      timeConstants.row(layer.layer.neurons.lowerBound).update(
        from: layerTimeConstants.base, count: layer.layer.neurons.count * LaneShard.lanes)
    }
  }

  func readSynapses(_ place: StepPlace, rows: UnsafePointer<Float>, lane: Int) -> SynapseActivity {
    cell.readings(ofLayers: layers.map { $0.readSynapses(place, lane: lane) })
  }
}
