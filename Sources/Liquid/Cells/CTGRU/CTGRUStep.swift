import CLiquidKernels

/// A step of a CT-GRU. States: h, then the memory, `[neurons, scales]`.
final class CTGRUStep: StepRunner {
  let wiring: Wiring
  let neurons: Int
  let layout: StepRows
  /// ln tau of retrieval and storage, from inputs and h, which lie behind one another.
  let scaleGates: DenseLayer
  /// The event's sum, from inputs and what was retrieved.
  let eventGate: DenseLayer
  private(set) var held = HeldNeurons()

  /// ln tau, and behind the backward pass the gradient with respect to it, `[slots, 2, neurons]`.
  let scaleRows = LaneBuffer()
  /// q, and behind the backward pass the gradient with respect to its sum, `[slots, neurons]`.
  let eventRows = LaneBuffer()
  /// What the event sees: inputs and z, `[slots, inputs + neurons]`.
  private let seen = LaneBuffer()
  /// What reaches what a layer sees in the current step.
  private let seenGradient = LaneBuffer()

  var stateRows: Int { layout.states }

  init(cell: CTGRU) {
    wiring = cell.wiring
    neurons = cell.wiring.neurons
    layout = StepRows(inputs: cell.wiring.inputs, states: (1 + CTGRU.scales) * neurons)
    let width = cell.wiring.inputs + neurons
    scaleGates = DenseLayer(
      outputs: 2 * neurons,
      parts: [.init(inputs: width, weightStart: cell.layout["retrieval_w"].lowerBound)],
      biasStart: cell.layout["retrieval_b"].lowerBound)
    eventGate = DenseLayer(
      outputs: neurons, parts: [.init(inputs: width, weightStart: cell.layout["event_w"].lowerBound)],
      biasStart: cell.layout["event_b"].lowerBound)
    seenGradient.reserve(width * LaneShard.lanes)
  }

  func load(_ parameters: [Float]) {
    held = HeldNeurons()
    scaleGates.load(parameters)
    eventGate.load(parameters)
  }

  func reserve(slots: Int) {
    scaleRows.reserve(slots * 2 * neurons * LaneShard.lanes)
    eventRows.reserve(slots * neurons * LaneShard.lanes)
    seen.reserve(slots * eventGate.inputs * LaneShard.lanes)
  }

  func advance(_ place: StepPlace, rows: UnsafeMutablePointer<Float>) {
    let lanes = LaneShard.lanes
    let (retrieval, storage, event) = gates(place.slot)
    let seen = seen.row(place.slot * eventGate.inputs)
    let retrieved = seen + wiring.inputs * lanes
    scaleGates.forward(rows, to: retrieval)
    liquid_ctgru_retrieve(Int32(neurons), retrieval, memory(rows, at: layout.before), retrieved)
    // A held neuron shows its value to others in both ways.
    held.write(to: retrieved)
    seen.update(from: rows, count: wiring.inputs * lanes)
    eventGate.forward(seen, to: event)
    liquid_ctgru_store(
      Int32(neurons), place.elapsed, storage, event, memory(rows, at: layout.before),
      memory(rows, at: layout.after), rows + layout.after * lanes)
  }

  // The weights' gradient is taken over all slots at once, in `collect`.
  func clearSums() {}

  func goBack(
    _ place: StepPlace, rows: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>
  ) {
    let lanes = LaneShard.lanes
    let (retrieval, storage, event) = gates(place.slot)
    let before = memory(rows, at: layout.before)
    let beforeGradient = memory(gradient, at: layout.before)
    liquid_ctgru_store_gradient(
      Int32(neurons), place.elapsed, storage, event, before, gradient + layout.after * lanes,
      memory(gradient, at: layout.after), beforeGradient)
    eventGate.backward(event, to: seenGradient.row(0))
    liquid_add(Int32(wiring.inputs), seenGradient.row(0), gradient)
    liquid_ctgru_retrieve_gradient(
      Int32(neurons), retrieval, before, seenGradient.row(wiring.inputs), beforeGradient)
    scaleGates.backward(retrieval, to: seenGradient.row(0))
    liquid_add(Int32(scaleGates.inputs), seenGradient.row(0), gradient)
  }

  func collect(slots: Int, rows: UnsafePointer<Float>, stride: Int, into gradient: inout [Float]) {
    scaleGates.collect(steps: slots, outGradient: scaleRows.row(0), x: rows, stride: stride, into: &gradient)
    eventGate.collect(
      steps: slots, outGradient: eventRows.row(0), x: seen.row(0), stride: eventGate.inputs, into: &gradient)
  }

  func hold(_ interventions: [NetworkIntervention]) {
    held = HeldNeurons(interventions)
  }

  /// ln tau of retrieval and storage, and the event, `[neurons]` each.
  func gates(
    _ slot: Int
  ) -> (
    retrieval: UnsafeMutablePointer<Float>, storage: UnsafeMutablePointer<Float>,
    event: UnsafeMutablePointer<Float>
  ) {
    (
      scaleRows.row(slot * 2 * neurons), scaleRows.row((slot * 2 + 1) * neurons),
      eventRows.row(slot * neurons)
    )
  }

  /// The memory behind the states that begin at a row.
  func memory(_ rows: UnsafeMutablePointer<Float>, at first: Int) -> UnsafeMutablePointer<Float> {
    rows + (first + neurons) * LaneShard.lanes
  }
}
