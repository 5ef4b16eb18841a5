import CLiquidKernels

/// The step of a wired CfC for one sequence alone: 16 targets of a stage in the lanes, synapse after synapse.
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
