import CLiquidKernels

/// An LTC's step for a single sequence: 16 targets in the lanes, synapse after synapse.
final class LTCStream: StreamStep {
  private let cell: LTC
  private let targets: TargetBlocks
  private let recurrent: StreamTable
  private let sensory: StreamTable

  /// `[blocks + 1]`: a row of zeros follows, for lanes that have fewer synapses than their block.
  let states = LaneBuffer()
  private let other = LaneBuffer()
  private let inputConductance = LaneBuffer()
  private let inputDrive = LaneBuffer()

  private let capacitance = LaneBuffer()
  private let leak = LaneBuffer()
  private let leakDrive = LaneBuffer()
  /// Four rows per row of the table; see `liquid_stream_synapse_sums`.
  private let recurrentValues = LaneBuffer()
  private let sensoryValues = LaneBuffer()

  var places: [Int] { targets.places }

  init(cell: LTC) {
    self.cell = cell
    let wiring = cell.wiring
    var degrees = [Int](repeating: 0, count: wiring.neurons)
    for synapse in wiring.synapses { degrees[synapse.target] += 1 }
    let targets = TargetBlocks(stages: [Array(0..<wiring.neurons)], degrees: degrees)
    self.targets = targets
    let count = targets.count * LaneShard.lanes
    recurrent = StreamTable(
      wiring.synapses.map { (targets.places[$0.source], $0.target) }, targets: targets, zero: count)
    sensory = StreamTable(
      wiring.sensorySynapses.map { ($0.source, $0.target) }, targets: targets, zero: wiring.inputs)
    for buffer in [states, other] { buffer.reserve(count + LaneShard.lanes) }
    for buffer in [inputConductance, inputDrive, capacitance, leak, leakDrive] { buffer.reserve(count) }
    // Lanes that pad stay at 0.
    capacitance.base.update(repeating: 1, count: count)
    recurrentValues.reserve(recurrent.rows * 4 * LaneShard.lanes)
    sensoryValues.reserve(sensory.rows * 4 * LaneShard.lanes)
  }

  func load(_ parameters: [Float]) {
    var values = LTCValues(wiring: cell.wiring)
    values.load(parameters, cell: cell)
    for (neuron, place) in targets.places.enumerated() {
      capacitance.base[place] = values.cm[neuron]
      leak.base[place] = values.leak(neuron)
      leakDrive.base[place] = values.leakDrive(neuron)
    }
    Self.fill(recurrentValues, values.recurrent, recurrent)
    Self.fill(sensoryValues, values.sensory, sensory)
  }

  func advance(_ inputs: StreamInputs, elapsed: Float) {
    withUnsafePointer(to: sensory.list) { table in
      liquid_stream_synapse_sums(
        table, sensoryValues.base, inputs.mapped, inputConductance.base, inputDrive.base)
    }
    var neurons = liquid_neurons(capacitance: capacitance.base, leak: leak.base, leak_drive: leakDrive.base)
    let unfolds = cell.options.unfolds
    withUnsafePointer(to: recurrent.list) { table in
      liquid_stream_ltc(
        table, recurrentValues.base, &neurons, Int32(unfolds), elapsed / Float(unfolds),
        inputConductance.base, inputDrive.base, states.base, other.base)
    }
  }

  private static func fill(_ rows: LaneBuffer, _ values: SynapseValues, _ table: StreamTable) {
    let lanes = LaneShard.lanes
    for (index, place) in table.places.enumerated() {
      let synapse = values.kernelSynapse(index)
      let first = rows.base + place / lanes * 4 * lanes + place % lanes
      first[0] = synapse.slope
      first[lanes] = synapse.offset
      first[2 * lanes] = synapse.w
      first[3 * lanes] = synapse.drive
    }
  }
}
