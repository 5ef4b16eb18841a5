import CLiquidKernels

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
