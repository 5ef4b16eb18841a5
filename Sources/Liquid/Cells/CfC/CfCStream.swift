import CLiquidKernels

/// The step of a CfC with a backbone for a single sequence: products of matrix and vector, 16 outputs in the lanes.
final class CfCBackboneStream: StreamStep {
  private let cell: CfC
  private let layers: [VectorDense]
  private let heads: VectorDense
  private let mode: CfCStreamMode
  /// The mapped inputs and the states, `[inputs + neurons]`.
  private let features = LaneBuffer()
  /// Of a layer: before its activation and after it.
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

/// The step of a wired CfC for a single sequence: 16 targets of a stage in the lanes, synapse after synapse.
final class CfCWiredStream: StreamStep {
  private let cell: CfC
  private let targets: TargetBlocks
  private let table: StreamTable
  private let mode: CfCStreamMode
  private let heads: Int
  /// Where each synapse's weight lies in the flat parameter vector, head by head; nil where a head has none.
  private let weightPlaces: [[Int?]]

  /// New states and old ones, then a row of zeros, then the mapped inputs: `[2 blocks + 1 + input rows]`.
  let states = LaneBuffer()
  /// `[rows, heads]`
  private let weights = LaneBuffer()
  /// `[heads, blocks]`
  private let bias = LaneBuffer()
  private let headRows = LaneBuffer()

  var places: [Int] { targets.places }

  init(cell: CfC) {
    self.cell = cell
    let wiring = cell.wiring
    let stages = CfCStages(wiring)
    let synapses = WiredSynapses(cell: cell, stages: stages)
    heads = cell.options.mode.heads.count
    let degrees = (0..<wiring.neurons).map { Int(synapses.starts[$0 + 1] - synapses.starts[$0]) }
    let targets = TargetBlocks(stages: stages.members.map { $0.map(Int.init) }, degrees: degrees)
    self.targets = targets
    let count = targets.count * LaneShard.lanes
    let rows = StepRows(inputs: wiring.inputs, states: wiring.neurons)
    let sources = synapses.others.map { row -> Int in
      let row = Int(row)
      if row < wiring.inputs { return 2 * count + LaneShard.lanes + row }
      if row >= rows.after { return targets.places[row - rows.after] }
      return count + targets.places[row - rows.before]
    }
    let reached = degrees.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
    table = StreamTable(Array(zip(sources, reached)), targets: targets, zero: 2 * count)
    weightPlaces = (0..<heads).map { head in
      stride(from: head, to: synapses.places.count, by: cell.options.mode.heads.count)
        .map { synapses.places[$0] }
    }
    mode = CfCStreamMode(cell: cell, places: targets.places, rows: targets.count)
    states.reserve(2 * count + LaneShard.lanes + wiring.inputs)
    weights.reserve(table.rows * heads * LaneShard.lanes)
    bias.reserve(heads * count)
    headRows.reserve(heads * count)
  }

  func load(_ parameters: [Float]) {
    let lanes = LaneShard.lanes
    for (head, places) in weightPlaces.enumerated() {
      for (place, index) in zip(table.places, places) {
        weights.base[(place / lanes * heads + head) * lanes + place % lanes] =
          index.map { parameters[$0] } ?? 0
      }
    }
    let first = cell.layout["ff1_b"].lowerBound
    let (neurons, count) = (cell.wiring.neurons, targets.count * lanes)
    for head in 0..<heads {
      for (neuron, place) in targets.places.enumerated() {
        bias.base[head * count + place] = parameters[first + head * neurons + neuron]
      }
    }
    mode.load(parameters)
  }

  func advance(_ inputs: StreamInputs, elapsed: Float) {
    let count = targets.count * LaneShard.lanes
    (states.base + count).update(from: states.base, count: count)
    (states.base + 2 * count + LaneShard.lanes).update(from: inputs.mapped, count: cell.wiring.inputs)
    mode.start(elapsed: elapsed)
    withUnsafePointer(to: table.list) { table in
      for blocks in targets.stages {
        liquid_stream_wired(
          table, Int32(heads), Int32(blocks.lowerBound), Int32(blocks.count), weights.base, bias.base,
          states.base, headRows.base)
        mode.step(rows: blocks, heads: headRows.base, next: states.base)
      }
    }
  }
}

/// What a CfC's mode makes of the heads, with 16 neurons in the lanes.
final class CfCStreamMode {
  private let cell: CfC
  private let rows: Int
  private let places: [Int]
  /// A row each: the elapsed time, and ones: the sequence is always present.
  private let elapsed = LaneBuffer(count: LaneShard.lanes)
  private let present = LaneBuffer(count: LaneShard.lanes)
  private let amplitude = LaneBuffer()
  private let rate = LaneBuffer()
  private let members: [Int32]

  /// - Parameters:
  ///   - places: the lane of each neuron.
  ///   - rows: rows of all neurons.
  init(cell: CfC, places: [Int], rows: Int) {
    self.cell = cell
    self.places = places
    self.rows = rows
    members = (0..<rows).map(Int32.init)
    present.base.update(repeating: 1, count: LaneShard.lanes)
    amplitude.reserve(rows * LaneShard.lanes)
    rate.reserve(rows * LaneShard.lanes)
  }

  private var isPure: Bool { cell.options.mode == .pure }

  func load(_ parameters: [Float]) {
    guard isPure else { return }
    for (place, index) in zip(places, cell.layout["A"]) { amplitude.base[place] = parameters[index] }
    for (place, index) in zip(places, cell.layout["w_tau"]) { rate.base[place] = parameters[index] }
  }

  /// Sets the elapsed time of a step.
  func start(elapsed time: Float) {
    elapsed.base.update(repeating: time, count: LaneShard.lanes)
  }

  /// Computes the states of some rows of neurons; the heads, `[heads, rows]`, are written over.
  func step(rows range: Range<Int>, heads: UnsafeMutablePointer<Float>, next: UnsafeMutablePointer<Float>) {
    guard !isPure else {
      let first = range.lowerBound * LaneShard.lanes
      liquid_stream_pure(
        Int32(range.count), elapsed.base[0], amplitude.base + first, rate.base + first, heads + first,
        next + first)
      return
    }
    // The kernel for 16 sequences does the same for 16 neurons: what it calls a neuron is a row.
    members.withUnsafeBufferPointer { members in
      guard let base = members.baseAddress else { return }
      var group = liquid_cfc_group(
        mode: cell.options.mode.kernel, neurons: Int32(rows), count: Int32(range.count),
        members: base + range.lowerBound, amplitude: nil, rate: nil)
      liquid_cfc_step(&group, elapsed.base, present.base, next, heads, next)
    }
  }
}
