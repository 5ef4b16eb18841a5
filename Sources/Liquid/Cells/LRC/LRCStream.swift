import CLiquidKernels

/// The step of an `LRCCell` for a single sequence: 16 neurons in the lanes, synapse after synapse.
final class LRCStream: StreamStep {
  private let mode: liquid_lrc_mode
  private let isSymmetric: Bool
  private let unfolds: Int
  private let targets: TargetBlocks
  private let recurrent: StreamTable
  private let inputs: any LRCStreamInputs
  private let synapsePlaces: [LRCSynapsePlaces]

  /// `[blocks + 1]`: a row of zeros follows, for lanes that have fewer synapses than their block.
  let states = LaneBuffer()
  private let other = LaneBuffer()
  /// f and z without the recurrent synapses, `[2, blocks]`.
  private let sums = LaneBuffer()

  private let target = LaneBuffer()
  private let slope = LaneBuffer()
  private let offset = LaneBuffer()
  private let shift = LaneBuffer()
  private let moves = LaneBuffer()
  /// What they are loaded from.
  private let tensors: [(buffer: LaneBuffer, range: Range<Int>)]
  /// Four rows per row of the table; see `liquid_stream_lrc`.
  private let synapses = LaneBuffer()

  var places: [Int] { targets.places }

  init(cell: any LRCCell) {
    mode = cell.dynamics.solver == .fused ? LIQUID_LRC_FUSED : LIQUID_LRC_EULER
    let (wiring, layout) = (cell.wiring, cell.layout)
    isSymmetric = cell.dynamics.elastance == .symmetric
    unfolds = cell.dynamics.unfolds
    tensors =
      [
        (target, layout["vleak"]), (slope, layout["elastance_w"]), (offset, layout["elastance_b"]),
      ] + (isSymmetric ? [(shift, layout["elastance_shift"])] : [])
    var degrees = [Int](repeating: 0, count: wiring.neurons)
    for synapse in wiring.synapses { degrees[synapse.target] += 1 }
    let targets = TargetBlocks(stages: [Array(0..<wiring.neurons)], degrees: degrees)
    self.targets = targets
    let count = targets.count * LaneShard.lanes
    recurrent = StreamTable(
      wiring.synapses.map { (targets.places[$0.source], $0.target) }, targets: targets, zero: count)
    inputs = cell.makeStreamInputs(targets)
    synapsePlaces = wiring.synapses.indices.map(cell.recurrentPlaces)
    for buffer in [states, other] { buffer.reserve(count + LaneShard.lanes) }
    // Lanes that pad have a v of 0 and do not move.
    for buffer in [target, slope, offset, shift, moves] { buffer.reserve(count) }
    sums.reserve(2 * count)
    synapses.reserve(recurrent.rows * 4 * LaneShard.lanes)
  }

  func load(_ parameters: [Float]) {
    for (buffer, range) in tensors {
      for (neuron, index) in range.enumerated() { buffer.base[targets.places[neuron]] = parameters[index] }
    }
    for place in targets.places { moves.base[place] = 1 }
    recurrent.fill(synapses) { synapsePlaces[$0].synapse(parameters) }
    inputs.load(parameters)
  }

  func advance(_ inputs: StreamInputs, elapsed: Float) {
    let blocks = targets.count
    self.inputs.begin(inputs.mapped, f: sums.row(0), z: sums.row(blocks))
    var neurons = liquid_lrc_neurons(
      target: target.base, slope: slope.base, offset: offset.base,
      shift: isSymmetric ? UnsafePointer(shift.base) : nil, moves: moves.base)
    withUnsafePointer(to: recurrent.list) { table in
      liquid_stream_lrc(
        mode, table, synapses.base, &neurons, Int32(unfolds), elapsed / Float(unfolds), sums.row(0),
        sums.row(blocks), states.base, other.base)
    }
  }
}

/// How inputs reach the neurons of an `LRCCell` in a single sequence.
protocol LRCStreamInputs: AnyObject {
  /// Loads the parameters that later calls use, `[layout.count]`.
  func load(_ parameters: [Float])

  /// Writes f and z without the recurrent synapses, `[blocks]` each.
  ///
  /// - Parameter inputs: after the input map, `[inputs + 1]`: a zero follows.
  func begin(_ inputs: UnsafePointer<Float>, f: UnsafeMutablePointer<Float>, z: UnsafeMutablePointer<Float>)
}

/// Those of an `LRC`.
final class WiredLRCStreamInputs: LRCStreamInputs {
  private let cell: LRC
  private let targets: TargetBlocks
  private let table: StreamTable
  private let synapsePlaces: [LRCSynapsePlaces]
  private let synapses = LaneBuffer()
  /// gleak, then kleak, `[2, blocks]`.
  private let biases = LaneBuffer()

  init(cell: LRC, targets: TargetBlocks) {
    self.cell = cell
    self.targets = targets
    table = StreamTable(
      cell.wiring.sensorySynapses.map { ($0.source, $0.target) }, targets: targets, zero: cell.wiring.inputs)
    synapsePlaces = cell.wiring.sensorySynapses.indices.map(cell.sensoryPlaces)
    synapses.reserve(table.rows * 4 * LaneShard.lanes)
    biases.reserve(2 * targets.count * LaneShard.lanes)
  }

  func load(_ parameters: [Float]) {
    let (g, k) = (cell.layout["gleak"].lowerBound, cell.layout["kleak"].lowerBound)
    for (neuron, place) in targets.places.enumerated() {
      biases.row(0)[place] = parameters[g + neuron]
      biases.row(targets.count)[place] = parameters[k + neuron]
    }
    table.fill(synapses) { synapsePlaces[$0].synapse(parameters) }
  }

  func begin(_ inputs: UnsafePointer<Float>, f: UnsafeMutablePointer<Float>, z: UnsafeMutablePointer<Float>) {
    withUnsafePointer(to: table.list) { table in
      liquid_stream_synapse_sums(table, synapses.base, inputs, f, z)
    }
    liquid_add(Int32(targets.count), biases.row(0), f)
    liquid_add(Int32(targets.count), biases.row(targets.count), z)
  }
}

/// Those of an `LRCSSM`.
final class DenseLRCStreamInputs: LRCStreamInputs {
  private let middles: Range<Int>
  private let steepness: Range<Int>
  /// To f, then z, of all neurons.
  private let layer: VectorDense
  /// `[inputs]`, padded to a whole row.
  private let receptors = LaneBuffer()
  private let arguments = LaneBuffer()
  private var mu: [Float]
  private var sigma: [Float]
  /// f and z, `[2, blocks]`.
  private let sums = LaneBuffer()

  init(cell: LRCSSM) {
    let (layout, inputs, neurons) = (cell.layout, cell.wiring.inputs, cell.wiring.neurons)
    (middles, steepness) = (layout["sensory_mu"], layout["sensory_sigma"])
    layer = VectorDense(
      groups: 2, width: neurons,
      parts: [.init(inputs: inputs, weightStart: layout["sensory_w"].lowerBound)],
      biasStart: layout["gleak"].lowerBound)
    let padded = LaneShard.count(sequences: inputs) * LaneShard.lanes
    for buffer in [receptors, arguments] { buffer.reserve(padded) }
    mu = Array(repeating: 0, count: inputs)
    sigma = mu
    sums.reserve(layer.paddedCount)
  }

  func load(_ parameters: [Float]) {
    layer.load(parameters)
    for (input, index) in middles.enumerated() { mu[input] = parameters[index] }
    for (input, index) in steepness.enumerated() { sigma[input] = parameters[index] }
  }

  func begin(_ inputs: UnsafePointer<Float>, f: UnsafeMutablePointer<Float>, z: UnsafeMutablePointer<Float>) {
    for input in mu.indices { arguments.base[input] = sigma[input] * (inputs[input] - mu[input]) }
    liquid_sigmoid(arguments.base, receptors.base, Int64(receptors.count))
    layer.forward(receptors.base, to: sums.base)
    let count = layer.groupRows * LaneShard.lanes
    f.update(from: sums.base, count: count)
    z.update(from: sums.base + count, count: count)
  }
}

extension StreamTable {
  /// Writes synapses where the kernels read them: four rows per row of the table, slope, offset, w and k.
  fileprivate func fill(_ rows: LaneBuffer, _ values: (_ index: Int) -> LRCSynapse) {
    let lanes = LaneShard.lanes
    for (index, place) in places.enumerated() {
      let synapse = values(index).kernel
      let first = rows.base + place / lanes * 4 * lanes + place % lanes
      first[0] = synapse.slope
      first[lanes] = synapse.offset
      first[2 * lanes] = synapse.w
      first[3 * lanes] = synapse.drive
    }
  }
}
