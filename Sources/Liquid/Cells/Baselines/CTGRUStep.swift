import CLiquidKernels
import Foundation

/// A step of a CT-GRU. States: h, then the memory, `[neurons, scales]`.
final class CTGRUStep: StepRunner {
  let wiring: Wiring
  let neurons: Int
  let layout: StepRows
  /// ln tau of retrieval and storage, from inputs and h, which lie one after the other.
  private let scaleGates: DenseLayer
  /// The event's sum, from inputs and what was retrieved.
  private let eventGate: DenseLayer
  private(set) var held = HeldNeurons()

  /// ln tau, and after the backward pass the gradient with respect to it, `[slots, 2, neurons]`.
  private let scaleRows = LaneBuffer()
  /// q, and after the backward pass the gradient with respect to its sum, `[slots, neurons]`.
  private let eventRows = LaneBuffer()
  /// What the event sees: inputs and z, `[slots, inputs + neurons]`.
  private let seen = LaneBuffer()
  /// The gradient with respect to a layer's inputs in the current step.
  private let seenGradient = LaneBuffer()

  var stateRows: Int { layout.states }

  init(cell: CTGRU) {
    wiring = cell.wiring
    neurons = cell.wiring.neurons
    layout = StepRows(inputs: cell.wiring.inputs, states: cell.stateRows)
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

  // The weights' gradient is taken over all slots at once, in `accumulateGradients`.
  func zeroGradients() {}

  func backward(
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
    // What others see of a held neuron depends on nothing.
    held.clear(seenGradient.row(wiring.inputs))
    liquid_ctgru_retrieve_gradient(
      Int32(neurons), retrieval, before, seenGradient.row(wiring.inputs), beforeGradient)
    scaleGates.backward(retrieval, to: seenGradient.row(0))
    liquid_add(Int32(scaleGates.inputs), seenGradient.row(0), gradient)
  }

  func accumulateGradients(slots: Int, rows: UnsafePointer<Float>, stride: Int, into gradient: inout [Float])
  {
    scaleGates.accumulateGradients(
      steps: slots, outGradient: scaleRows.row(0), x: rows, stride: stride, into: &gradient)
    eventGate.accumulateGradients(
      steps: slots, outGradient: eventRows.row(0), x: seen.row(0), stride: eventGate.inputs, into: &gradient)
  }

  func denseTerms(rows: UnsafePointer<Float>) -> [DenseTerm]? {
    [
      DenseTerm(layer: scaleGates, outGradient: scaleRows.row(0), x: rows),
      DenseTerm(layer: eventGate, outGradient: eventRows.row(0), x: seen.row(0)),
    ]
  }

  func hold(_ held: HeldNeurons) {
    self.held = held
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

  /// The memory after the states that begin at a row.
  func memory(_ rows: UnsafeMutablePointer<Float>, at first: Int) -> UnsafeMutablePointer<Float> {
    rows + (first + neurons) * LaneShard.lanes
  }
}

extension CTGRUStep {
  /// The geometric mean of the scales by their shares of what is stored.
  func readTimeConstants(_ place: StepPlace, rows: UnsafePointer<Float>, into timeConstants: LaneBuffer) {
    let storage = gates(place.slot).storage
    let ratio = log(10.0) / 2
    for element in 0..<neurons * LaneShard.lanes {
      // Beyond, one scale has it all.
      let place = min(max(Double(storage[element]) / ratio, -1000), 1000)
      let nearest = min(max(place.rounded(), 0), Double(CTGRU.scales - 1))
      var (total, moment) = (0.0, 0.0)
      for scale in 0..<CTGRU.scales {
        // The exponent -(ln tau_S - ln tau_m)^2, less that of the nearest scale.
        let distance = Double(scale) - nearest
        let share = exp(ratio * ratio * distance * (2 * place - Double(scale) - nearest))
        total += share
        moment += share * Double(scale)
      }
      timeConstants.base[element] = Float(exp(ratio * moment / total))
    }
  }

  /// How much each new state moves with its sources through the layers, the memory being what it is: a source counts
  /// as h where scales are chosen and as what is retrieved of it where the event is.
  func readSynapses(_ place: StepPlace, rows: UnsafePointer<Float>, lane: Int) -> SynapseActivity {
    let slopes = slopes(place, rows: rows, lane: lane)
    let none = [Float](repeating: 0, count: neurons)
    var gains = GateGains(wiring)
    gains.add(scaleGates, slopes: none + slopes.storage)
    gains.add(eventGate, slopes: slopes.event)
    // Choosing another scale to retrieve from changes the events of all neurons that see it.
    let width = scaleGates.inputs
    var retrieval = [Float](repeating: 0, count: neurons * width)
    for target in 0..<neurons {
      for between in 0..<neurons {
        let weight = eventGate.weights.base[target * width + wiring.inputs + between]
        let factor = slopes.event[target] * weight * slopes.retrieval[between]
        let weights = scaleGates.weights.base + between * width
        for column in 0..<width { retrieval[target * width + column] += factor * weights[column] }
      }
    }
    gains.add(retrieval)
    return gains.readings(rows: rows, lane: lane)
  }

  /// Of each neuron's new state with respect to its storage scale and its event's sum, and of what is retrieved of it
  /// with respect to its retrieval scale, `[neurons]` each.
  private func slopes(
    _ place: StepPlace, rows: UnsafePointer<Float>, lane: Int
  ) -> (retrieval: [Float], storage: [Float], event: [Float]) {
    let lanes = LaneShard.lanes
    let count = neurons * lanes
    let gates = gates(place.slot)
    let (retrieval, storage, event) = (
      copy(gates.retrieval, count), copy(gates.storage, count), copy(gates.event, count)
    )
    let ones = LaneBuffer(count: count)
    ones.base.update(repeating: 1, count: count)
    let memory = rows + (layout.before + neurons) * lanes
    let (none, passed) = (LaneBuffer(count: CTGRU.scales * count), LaneBuffer(count: CTGRU.scales * count))
    liquid_ctgru_store_gradient(
      Int32(neurons), place.elapsed, storage.row(0), event.row(0), memory, ones.row(0), none.row(0),
      passed.row(0))
    liquid_ctgru_retrieve_gradient(Int32(neurons), retrieval.row(0), memory, ones.row(0), passed.row(0))
    // What is retrieved of a held neuron is its value.
    for neuron in held.neurons { retrieval.row(neuron).update(repeating: 0, count: lanes) }
    func slopes(_ buffer: LaneBuffer) -> [Float] { (0..<neurons).map { buffer.base[$0 * lanes + lane] } }
    return (slopes(retrieval), slopes(storage), slopes(event))
  }

  private func copy(_ rows: UnsafePointer<Float>, _ count: Int) -> LaneBuffer {
    let buffer = LaneBuffer(count: count)
    buffer.base.update(from: rows, count: count)
    return buffer
  }
}
