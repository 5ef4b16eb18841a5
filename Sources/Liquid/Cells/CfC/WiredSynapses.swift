/// The synapses of a wired CfC by target, recurrent before sensory, as `WiredHeads` reads them.
struct WiredSynapses {
  private(set) var starts: [Int32] = [0]
  private(set) var others: [Int32] = []
  private(set) var places: [Int] = []
  private(set) var order: [Int]

  init(cell: CfC, stages: CfCStages) {
    let wiring = cell.wiring
    let rows = StepRows(inputs: wiring.inputs, states: wiring.neurons)
    order = Array(repeating: 0, count: wiring.synapses.count + wiring.sensorySynapses.count)
    let recurrentStarts = cell.options.mode.heads.map { cell.layout[$0 + "_w"].lowerBound }
    let sensoryStarts = cell.options.mode.heads.map { cell.layout[$0 + "_sensory_w"].lowerBound }
    // Both lists are sorted by target.
    var (recurrent, sensory) = (0, 0)
    for target in 0..<wiring.neurons {
      while recurrent < wiring.synapses.count, wiring.synapses[recurrent].target == target {
        let source = wiring.synapses[recurrent].source
        let isNew = stages.stage(of: source) < stages.stage(of: target)
        add(row: (isNew ? rows.after : rows.before) + source, recurrent, recurrentStarts, at: recurrent)
        recurrent += 1
      }
      while sensory < wiring.sensorySynapses.count, wiring.sensorySynapses[sensory].target == target {
        let row = wiring.sensorySynapses[sensory].source
        add(row: row, sensory, sensoryStarts, at: wiring.synapses.count + sensory)
        sensory += 1
      }
      starts.append(Int32(others.count))
    }
  }

  private mutating func add(row: Int, _ index: Int, _ heads: [Int], at place: Int) {
    order[place] = others.count
    others.append(Int32(row))
    places += heads.map { $0 + index }
  }
}
