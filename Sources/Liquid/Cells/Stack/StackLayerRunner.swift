import CLiquidKernels

// Shapes, in rows of 16 floats: X channels that the layer sees, S its own states (the N neurons first), W channels it gives
//   raw [slots, X]   own [slots, 2 (X + S)]: see StepRows   given [W]

/// A layer within the loop over time.
final class StackLayerRunner {
  let layer: StackLayer
  private let step: any StepRunner
  private let inputMap: ChannelScaling
  private let norm: LayerNorm?
  private let mask: DropoutMask?
  private let rows: StepRows
  private var parameters: [Float]
  private var gradient: [Float]
  private var held = HeldNeurons()

  private let raw = LaneBuffer()
  private let own = LaneBuffer()
  private let ownGradient = LaneBuffer()
  private let rawGradientRows = LaneBuffer()
  private let givenGradient = LaneBuffer()

  init(_ layer: StackLayer, dropout: Double) {
    self.layer = layer
    let ports = layer.cell.ports
    step = layer.cell.makeWholeStep()
    inputMap = ChannelScaling("input", map: ports.inputMap, width: ports.inputs, layout: layer.cell.layout)
    norm = layer.norm.map { LayerNorm(width: layer.width, ranges: $0) }
    mask = layer.drops ? DropoutMask(width: layer.width, rate: dropout, place: layer.index + 1) : nil
    rows = StepRows(inputs: ports.inputs, states: step.stateRows)
    parameters = Array(repeating: 0, count: layer.cell.layout.count)
    gradient = parameters
    ownGradient.reserve(2 * rows.stride * LaneShard.lanes)
    rawGradientRows.reserve(ports.inputs * LaneShard.lanes)
    givenGradient.reserve(layer.width * LaneShard.lanes)
  }

  func load(_ all: [Float]) {
    held = HeldNeurons()
    layer.copy(all, to: &parameters)
    step.load(parameters)
    inputMap.load(parameters)
    norm?.load(all)
  }

  func reserve(slots: Int) {
    raw.reserve(slots * rows.inputs * LaneShard.lanes)
    own.reserve(slots * 2 * rows.stride * LaneShard.lanes)
    step.reserve(slots: slots)
    norm?.reserve(slots: slots)
  }

  func hold(_ all: HeldNeurons) {
    held = all.among(layer.neurons, sources: layer.sources)
    step.hold(held)
  }

  /// Begins with a shard; nil: nothing is dropped in it.
  func begin(_ draw: DropoutDraw?) { mask?.begin(draw) }

  /// What the layer sees in a step: to be written before `advance`, `[X]`.
  func input(slot: Int) -> UnsafeMutablePointer<Float> { raw.row(slot * rows.inputs) }

  /// Computes the layer's part of all states after a step.
  ///
  /// - Parameters:
  ///   - before: of all layers.
  ///   - after: of all layers.
  func advance(
    _ place: StepPlace, before: UnsafePointer<Float>, after: UnsafeMutablePointer<Float>
  ) {
    let (current, lanes) = (row(place.slot), LaneShard.lanes)
    inputMap.apply(input(slot: place.slot), to: current)
    clearSilenced(current)
    let (start, end) = (current + rows.before * lanes, current + rows.after * lanes)
    start.update(from: before + layer.neurons.lowerBound * lanes, count: layer.neurons.count * lanes)
    (start + layer.neurons.count * lanes).update(
      from: before + layer.extras.lowerBound * lanes, count: layer.extras.count * lanes)
    step.advance(inner(place), rows: current)
    held.write(to: end)
    (after + layer.neurons.lowerBound * lanes).update(from: end, count: layer.neurons.count * lanes)
    (after + layer.extras.lowerBound * lanes).update(
      from: end + layer.neurons.count * lanes, count: layer.extras.count * lanes)
  }

  /// Sets the channels of silenced neurons below to 0, where synapses see them.
  private func clearSilenced(_ channels: UnsafeMutablePointer<Float>) {
    for channel in held.silencedInputs {
      (channels + channel * LaneShard.lanes).update(repeating: 0, count: LaneShard.lanes)
    }
  }

  /// What the layer gives after a step, `[W]`.
  func give(slot: Int, to out: UnsafeMutablePointer<Float>) {
    let (states, count) = (row(slot) + rows.after * LaneShard.lanes, layer.width * LaneShard.lanes)
    if let norm { norm.forward(states, slot: slot, to: out) } else { out.update(from: states, count: count) }
    mask?.apply(to: out)
    if layer.isResidual { liquid_add(Int32(layer.width), input(slot: slot), out) }
  }

  func zeroGradients() {
    step.zeroGradients()
    inputMap.zeroGradients()
    norm?.zeroGradients()
  }

  /// The backward pass of a step, which returns the gradient with respect to what the layer saw, `[X]`.
  ///
  /// - Parameters:
  ///   - given: the gradient with respect to what the layer gave, `[W]`; nil: nobody saw that.
  ///   - after: with respect to all states after the step.
  ///   - before: to which that with respect to all states before the step is added.
  func backward(
    _ place: StepPlace, given: UnsafePointer<Float>?, after: UnsafePointer<Float>,
    before: UnsafeMutablePointer<Float>
  ) -> UnsafeMutablePointer<Float> {
    let (lanes, neurons) = (LaneShard.lanes, layer.neurons.count)
    ownGradient.clear(rows.stride * lanes)
    let end = ownGradient.row(rows.after)
    end.update(from: after + layer.neurons.lowerBound * lanes, count: neurons * lanes)
    (end + neurons * lanes).update(
      from: after + layer.extras.lowerBound * lanes, count: layer.extras.count * lanes)
    rawGradientRows.clear(rows.inputs * lanes)
    if let given { backward(given, slot: place.slot, to: end) }
    held.clear(end)
    step.backward(inner(place), rows: row(place.slot), gradient: ownGradient.row(0))
    let start = ownGradient.row(rows.before)
    liquid_add(Int32(neurons), start, before + layer.neurons.lowerBound * lanes)
    liquid_add(
      Int32(layer.extras.count), start + neurons * lanes, before + layer.extras.lowerBound * lanes)
    clearSilenced(ownGradient.row(0))
    inputMap.backward(
      input(slot: place.slot), outGradient: ownGradient.row(0), xGradient: rawGradientRows.row(0))
    if let past = step.rawInputGradient {
      liquid_add(Int32(rows.inputs), past.row(0), rawGradientRows.row(0))
    }
    return rawGradientRows.row(0)
  }

  /// From what the layer gave to its states.
  private func backward(
    _ given: UnsafePointer<Float>, slot: Int, to states: UnsafeMutablePointer<Float>
  ) {
    if layer.isResidual { liquid_add(Int32(layer.width), given, rawGradientRows.row(0)) }
    givenGradient.base.update(from: given, count: layer.width * LaneShard.lanes)
    mask?.apply(to: givenGradient.row(0))
    if let norm {
      norm.backward(givenGradient.row(0), slot: slot, to: states)
    } else {
      liquid_add(Int32(layer.width), givenGradient.row(0), states)
    }
  }

  func accumulateGradients(slots: Int, into all: inout [Float]) {
    for index in gradient.indices { gradient[index] = 0 }
    step.accumulateGradients(slots: slots, rows: row(0), stride: 2 * rows.stride, into: &gradient)
    inputMap.accumulateGradients(into: &gradient)
    layer.add(gradient, to: &all)
    norm?.accumulateGradients(into: &all)
  }

  func readTimeConstants(_ place: StepPlace, into timeConstants: LaneBuffer) {
    step.readTimeConstants(inner(place), rows: row(place.slot), into: timeConstants)
  }

  func readSynapses(_ place: StepPlace, lane: Int) -> SynapseActivity {
    step.readSynapses(inner(place), rows: row(place.slot), lane: lane)
  }

  /// The place of a step as the layer's cell sees it.
  private func inner(_ place: StepPlace) -> StepPlace {
    StepPlace(shard: place.shard, step: place.step, slot: place.slot, inputs: input(slot: place.slot))
  }

  private func row(_ slot: Int) -> UnsafeMutablePointer<Float> { own.row(slot * 2 * rows.stride) }
}
