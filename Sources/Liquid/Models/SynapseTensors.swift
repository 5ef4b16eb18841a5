/// Tensors that have one element for each synapse of the wiring, in its order.
package struct SynapseTensors: Sendable {
  /// By name: those of the wiring's `synapses`.
  package let recurrent: [String]
  /// Those of its `sensorySynapses`.
  package let sensory: [String]
}

/// One of the weights that make up a synapse.
package struct SynapseWeight: Sendable, Hashable {
  /// Its place in the flat vector.
  package let parameter: Int
  /// The bias that is added to what the weight passes on; nil where there is none.
  package let bias: Int?
  /// The value at which it carries nothing.
  package var cutValue: Float = 0
}

/// A matrix with a row for each target and a column for each source.
package struct SynapseMatrix: Sendable {
  let tensor: String
  /// Each gate has a row for every target, after those of the gate before.
  let gates: Int
  /// The column of the first source.
  let firstColumn: Int
  let bias: String

  init(_ tensor: String, gates: Int = 1, firstColumn: Int = 0, bias: String) {
    (self.tensor, self.gates, self.firstColumn, self.bias) = (tensor, gates, firstColumn, bias)
  }
}

/// The matrices that neurons, and those that inputs reach neurons through.
package struct SynapseMatrices: Sendable {
  let recurrent: [SynapseMatrix]
  let sensory: [SynapseMatrix]
}

extension NetworkCell {
  package var synapseTensors: SynapseTensors? { nil }

  package var synapseMatrices: SynapseMatrices? { nil }

  package var actsThroughSynapsesAlone: Bool { true }

  package func seesStateBefore(_ synapse: Wiring.Synapse) -> Bool { true }

  package func weights(ofSynapse synapse: Int) -> [SynapseWeight]? {
    synapseMatrices.map { weights(ofSynapse: synapse, in: $0) }
  }

  package func synapseActivations(parameters: [Float]) -> (_ synapse: Int, _ source: Float) -> Float {
    { _, source in source }
  }

  package func fold(_ synapses: Set<Int>, activations: [Double], into parameters: inout [Float]) {
    for synapse in synapses.sorted() {
      for weight in weights(ofSynapse: synapse) ?? [] {
        guard let bias = weight.bias else { continue }
        parameters[bias] += Float(Double(parameters[weight.parameter]) * activations[synapse])
      }
    }
  }

  /// A synapse by its place among all of them: the wiring's, then its sensory ones.
  package func synapse(_ index: Int) -> (synapse: Wiring.Synapse, isSensory: Bool) {
    let recurrent = wiring.synapses.count
    return index < recurrent
      ? (wiring.synapses[index], false) : (wiring.sensorySynapses[index - recurrent], true)
  }

  /// The weights of a synapse in some matrices.
  func weights(ofSynapse index: Int, in matrices: SynapseMatrices) -> [SynapseWeight] {
    let (synapse, isSensory) = synapse(index)
    return (isSensory ? matrices.sensory : matrices.recurrent).flatMap { matrix -> [SynapseWeight] in
      guard let entry = layout.entries.first(where: { $0.name == matrix.tensor }) else { return [] }
      let bias = layout[matrix.bias].lowerBound
      return (0..<matrix.gates).map { gate in
        let row = gate * wiring.neurons + synapse.target
        let column = matrix.firstColumn + synapse.source
        return SynapseWeight(
          parameter: entry.range.lowerBound + row * entry.shape[1] + column, bias: bias + row)
      }
    }
  }
}
