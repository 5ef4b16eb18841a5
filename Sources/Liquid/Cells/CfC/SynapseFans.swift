/// Fan-in plus fan-out of every synapse of a wired CfC's heads: what Xavier's rule divides by.
struct SynapseFans {
  private let sums: [String: [Int]]

  init(_ cell: CfC) {
    var sums: [String: [Int]] = [:]
    for head in cell.wiring.isComplete ? [] : cell.options.mode.heads {
      let synapses = cell.synapses(ofHead: head)
      switch cell.options.heads {
      case .strict:
        let fans = StrictFans(synapses, wiring: cell.wiring)
        sums[head + "_w"] = synapses.recurrent.map { fans.sum($0, sources: fans.recurrent) }
        sums[head + "_sensory_w"] = synapses.sensory.map { fans.sum($0, sources: fans.sensory) }
      case .ncps:
        let widths = LayerWidths(cell.wiring)
        sums[head + "_w"] = synapses.recurrent.map { widths.fans(of: $0.target) }
        sums[head + "_sensory_w"] = synapses.sensory.map { widths.fans(of: $0.target) }
      }
    }
    self.sums = sums
  }

  /// Nil for a tensor that holds no synapses' weights.
  func sums(ofTensor name: String) -> [Int]? { sums[name] }
}

/// The synapses that reach each neuron, and those that leave each source.
private struct StrictFans {
  let targets: [Int]
  let recurrent: [Int]
  let sensory: [Int]

  init(_ synapses: CfC.HeadSynapses, wiring: Wiring) {
    targets = Self.counts((synapses.recurrent + synapses.sensory).map(\.target), wiring.neurons)
    recurrent = Self.counts(synapses.recurrent.map(\.source), wiring.neurons)
    sensory = Self.counts(synapses.sensory.map(\.source), wiring.inputs)
  }

  func sum(_ synapse: CfC.HeadSynapse, sources: [Int]) -> Int {
    targets[synapse.target] + sources[synapse.source]
  }

  private static func counts(_ ends: [Int], _ size: Int) -> [Int] {
    ends.reduce(into: [Int](repeating: 0, count: size)) { $0[$1] += 1 }
  }
}

/// In the layout of `ncps` every layer is a dense one of [what comes before it, itself].
private struct LayerWidths {
  private let inputs: Int
  private let stages: CfCStages

  init(_ wiring: Wiring) {
    inputs = wiring.inputs
    stages = CfCStages(wiring)
  }

  func fans(of neuron: Int) -> Int {
    let stage = stages.stage(of: neuron)
    let before = stage == 0 ? inputs : stages.members[stage - 1].count
    return before + 2 * stages.members[stage].count
  }
}
