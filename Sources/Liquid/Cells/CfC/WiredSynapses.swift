/// The synapses of a wired CfC by target, recurrent before sensory, as `WiredHeads` reads them.
struct WiredSynapses {
  private(set) var starts: [Int32] = [0]
  /// The row that each comes from.
  private(set) var others: [Int32] = []
  /// Where the weight of each synapse and head lies in the flat parameter vector, `[synapses, heads]`; nil where a
  /// head has none.
  private(set) var places: [Int?] = []
  /// Of the wiring's synapses, then its sensory synapses: their place in `others`; nil where no head has them.
  let order: [Int?]

  init(cell: CfC, stages: CfCStages) {
    let wiring = cell.wiring
    let rows = StepRows(inputs: wiring.inputs, states: wiring.neurons)
    let heads = cell.options.mode.heads.map { HeadPlaces(cell, head: $0) }
    // The last head has every synapse that another one has. Both of its lists are sorted by target.
    let all = cell.synapses(ofHead: cell.options.mode.heads.last ?? "ff1")
    var (recurrentOrder, sensoryOrder): ([CfC.HeadSynapse: Int], [CfC.HeadSynapse: Int]) = ([:], [:])
    var (recurrent, sensory) = (all.recurrent[...], all.sensory[...])
    for target in 0..<wiring.neurons {
      while let synapse = recurrent.first, synapse.target == target {
        let isNew = stages.stage(of: synapse.source) < stages.stage(of: target)
        recurrentOrder[synapse] = others.count
        others.append(Int32((isNew ? rows.after : rows.before) + synapse.source))
        places += heads.map { $0.recurrent[synapse] }
        recurrent.removeFirst()
      }
      while let synapse = sensory.first, synapse.target == target {
        sensoryOrder[synapse] = others.count
        others.append(Int32(synapse.source))
        places += heads.map { $0.sensory[synapse] }
        sensory.removeFirst()
      }
      starts.append(Int32(others.count))
    }
    order =
      wiring.synapses.map { recurrentOrder[.init($0)] }
      + wiring.sensorySynapses.map { sensoryOrder[.init($0)] }
  }
}

/// Where a head's weights lie in the flat parameter vector.
private struct HeadPlaces {
  let recurrent: [CfC.HeadSynapse: Int]
  let sensory: [CfC.HeadSynapse: Int]

  init(_ cell: CfC, head: String) {
    let synapses = cell.synapses(ofHead: head)
    recurrent = Self.places(synapses.recurrent, from: cell.layout[head + "_w"])
    sensory = Self.places(synapses.sensory, from: cell.layout[head + "_sensory_w"])
  }

  private static func places(_ synapses: [CfC.HeadSynapse], from range: Range<Int>) -> [CfC.HeadSynapse: Int]
  {
    Dictionary(uniqueKeysWithValues: zip(synapses, range))
  }
}
