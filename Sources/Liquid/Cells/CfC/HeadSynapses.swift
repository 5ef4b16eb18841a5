import CLiquidKernels

extension CfC {
  /// One pair of neurons, or of an input and a neuron, that a head's weight joins.
  package struct HeadSynapse: Sendable, Hashable {
    /// A neuron, or an input channel where it is sensory.
    package let source: Int
    package let target: Int

    init(source: Int, target: Int) {
      self.source = source
      self.target = target
    }

    init(_ synapse: Wiring.Synapse) {
      self.init(source: synapse.source, target: synapse.target)
    }
  }

  /// What the weights of a head's two tensors join, in the tensors' order.
  package struct HeadSynapses: Sendable, Hashable {
    /// Of `ff1_w` and its like.
    package let recurrent: [HeadSynapse]
    /// Of `ff1_sensory_w` and its like.
    package let sensory: [HeadSynapse]
  }

  /// The synapses of a head on a wiring in which some do not exist; see `HeadMask`.
  ///
  /// - Parameter head: `ff1`, `ff2`, `time_a` or `time_b`.
  package func synapses(ofHead head: String) -> HeadSynapses {
    Self.synapses(ofHead: head, wiring: wiring, mask: options.heads)
  }

  static func synapses(ofHead head: String, wiring: Wiring, mask: HeadMask) -> HeadSynapses {
    switch mask {
    case .strict:
      HeadSynapses(
        recurrent: wiring.synapses.map(HeadSynapse.init),
        sensory: wiring.sensorySynapses.map(HeadSynapse.init))
    case .ncps: layered(wiring, isMasked: head.hasPrefix("ff"))
    }
  }

  private static func layered(_ wiring: Wiring, isMasked: Bool) -> HeadSynapses {
    let stages = CfCStages(wiring)
    let (recurrent, sensory) = (Set(wiring.synapses.map(HeadSynapse.init)), wiring.sensorySynapses)
    let reached = Set(sensory.map(HeadSynapse.init))
    let neurons = 0..<wiring.neurons
    return HeadSynapses(
      recurrent: neurons.flatMap { target in
        neurons.map { HeadSynapse(source: $0, target: target) }.filter { pair in
          let distance = stages.stage(of: target) - stages.stage(of: pair.source)
          return distance == 0 || (distance == 1 && (!isMasked || recurrent.contains(pair)))
        }
      },
      sensory: neurons.flatMap { target in
        (0..<wiring.inputs).map { HeadSynapse(source: $0, target: target) }.filter { pair in
          stages.stage(of: target) == 0 && (!isMasked || reached.contains(pair))
        }
      })
  }
}

extension CfC {
  /// Pairs that the heads of `HeadMask.ncps` may join at the most: files of a few bytes could ask for more than there
  /// is memory.
  private static let mostPairs = 1 << 20

  package static func validate(_ wiring: Wiring, options: Options) throws(ArchitectureError) {
    try options.validate()
    try wiring.checkInputs()
    guard options.heads == .ncps, !wiring.isComplete else { return }
    let widths = CfCStages(wiring).members.map(\.count)
    var pairs = 0
    for (before, own) in zip([wiring.inputs] + widths, widths) {
      let (count, overflow) = own.multipliedReportingOverflow(by: before + own)
      guard !overflow, count <= mostPairs - pairs else {
        throw .invalidOption(
          name: "heads", value: "ncps",
          allowed: "strict for a wiring with more than \(mostPairs) pairs in its layers")
      }
      pairs += count
    }
  }
}

extension CfC {
  package var synapseTensors: SynapseTensors? {
    guard !wiring.isComplete, options.heads == .strict else { return nil }
    return SynapseTensors(
      recurrent: options.mode.heads.map { $0 + "_w" }, sensory: options.mode.heads.map { $0 + "_sensory_w" })
  }

  /// The gates of `HeadMask.ncps` see more than the wiring joins.
  package var actsThroughSynapsesAlone: Bool {
    !options.mixedMemory && (wiring.isComplete || options.heads == .strict)
  }

  package func seesStateBefore(_ synapse: Wiring.Synapse) -> Bool {
    let stages = CfCStages(wiring)
    return stages.stage(of: synapse.source) >= stages.stage(of: synapse.target)
  }

  package var synapseMatrices: SynapseMatrices? {
    guard wiring.isComplete, options.backboneLayers == 0 else { return nil }
    let heads = options.mode.heads
    return SynapseMatrices(
      recurrent: heads.map { SynapseMatrix($0 + "_w", firstColumn: wiring.inputs, bias: $0 + "_b") },
      sensory: heads.map { SynapseMatrix($0 + "_w", bias: $0 + "_b") })
  }

  package func weights(ofSynapse synapse: Int) -> [SynapseWeight]? {
    guard !wiring.isComplete else { return synapseMatrices.map { weights(ofSynapse: synapse, in: $0) } }
    let (pair, isSensory) = self.synapse(synapse)
    return options.mode.heads.compactMap { head in
      let joined = synapses(ofHead: head)
      let pairs = isSensory ? joined.sensory : joined.recurrent
      let first = layout[head + (isSensory ? "_sensory_w" : "_w")].lowerBound
      return pairs.firstIndex(of: HeadSynapse(pair)).map {
        SynapseWeight(parameter: first + $0, bias: layout[head + "_b"].lowerBound + pair.target)
      }
    }
  }
}

/// Which neurons of a CfC step together, and in which turn.
struct CfCStages {
  /// The neurons of each stage, none of them empty.
  let members: [[Int32]]
  private let stageOfNeuron: [Int]

  init(_ wiring: Wiring) {
    let layers: [Wiring.Layer] = [.inter, .command, .motor]
    let all = wiring.layers.indices
    let stages =
      wiring.isComplete ? [Array(all)] : layers.map { layer in all.filter { wiring.layers[$0] == layer } }
    let members = stages.filter { !$0.isEmpty }
    var stageOfNeuron = [Int](repeating: 0, count: wiring.neurons)
    for (stage, neurons) in members.enumerated() {
      for neuron in neurons { stageOfNeuron[neuron] = stage }
    }
    self.members = members.map { $0.map(Int32.init) }
    self.stageOfNeuron = stageOfNeuron
  }

  func stage(of neuron: Int) -> Int { stageOfNeuron[neuron] }
}

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
