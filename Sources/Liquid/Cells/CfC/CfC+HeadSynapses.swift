extension CfC {
  /// One pair of neurons, or of an input and a neuron, that a head's weight joins.
  public struct HeadSynapse: Sendable, Hashable {
    /// A neuron, or an input channel where it is sensory.
    public let source: Int
    public let target: Int

    init(source: Int, target: Int) {
      self.source = source
      self.target = target
    }

    init(_ synapse: Wiring.Synapse) {
      self.init(source: synapse.source, target: synapse.target)
    }
  }

  /// What the weights of a head's two tensors join, in the tensors' order.
  public struct HeadSynapses: Sendable, Hashable {
    /// Of `ff1_w` and its like.
    public let recurrent: [HeadSynapse]
    /// Of `ff1_sensory_w` and its like.
    public let sensory: [HeadSynapse]
  }

  /// The synapses of a head on a wiring in which some do not exist; see `HeadMask`.
  ///
  /// - Parameter head: `ff1`, `ff2`, `time_a` or `time_b`.
  public func synapses(ofHead head: String) -> HeadSynapses {
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
  static let mostPairs = 1 << 20

  public static func validate(_ wiring: Wiring, options: Options) throws(ArchitectureError) {
    try options.validate()
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
