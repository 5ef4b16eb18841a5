import CLiquidKernels
import Foundation

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
  func readSynapses(_ place: StepPlace, rows: UnsafePointer<Float>, lane: Int) -> SynapseReadings {
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
