import Liquid
import Testing

extension TorchFixture {
  /// A network of the Python package `ncps` that torch trained.
  struct TrainingCase: Decodable {
    struct Sequence: Decodable {
      let inputs: [Float]
      let elapsed: [Float]
      let targets: [Float]
    }

    struct Run: Decodable {
      let optimizer: OptimizerChoice
      /// Of each step's batch, before the step.
      let losses: [Double]
      /// The tensors after the last step.
      let expected: [String: [Double]]
    }

    let name: String
    let inputs: Int
    let outputs: Int
    let neurons: Int
    /// Of an LTC.
    let constraints: LTC.Constraints?
    /// source, target, polarity
    let synapses: [[Int]]?
    let sensorySynapses: [[Int]]?
    /// Of a CfC with one layer.
    let backboneUnits: Int?
    let parameters: [String: [Float]]
    /// They take turns.
    let batches: [[Sequence]]
    let runs: [Run]

    func model() throws -> Model {
      var model = Model(cell: try cell(), seed: 0)
      for entry in model.cell.layout.entries {
        model[parameter: entry.name] = ArraySlice(try #require(parameters[entry.name]))
      }
      return model
    }

    private func cell() throws -> any NetworkCell {
      guard let constraints else {
        let wiring = try Wiring.fullyConnected(inputs: inputs, units: neurons, outputs: outputs, seed: 0)
        let options = CfC.Options(
          backboneLayers: 1, backboneUnits: try #require(backboneUnits), inputMap: .none, outputMap: .none)
        return try CfC(wiring: wiring, options: options)
      }
      func parsed(_ rows: [[Int]]?) throws -> [Wiring.Synapse] {
        try #require(rows).map { .init(source: $0[0], target: $0[1], polarity: $0[2]) }
      }
      let wiring = try Wiring(
        kind: "fixture", inputs: inputs, outputs: outputs,
        layers: (0..<neurons).map { $0 < outputs ? .motor : .inter }, synapses: parsed(synapses),
        sensorySynapses: parsed(sensorySynapses))
      return try LTC(wiring: wiring, options: .init(constraints: constraints))
    }

    /// The sequences side by side, NaN behind the ends of the shorter ones.
    func batch(_ index: Int) -> SequenceBatch {
      let sequences = batches[index]
      let lengths = sequences.map(\.elapsed.count)
      let steps = lengths.max() ?? 0
      func padded(_ part: (Sequence) -> [Float], width: Int) -> [Float] {
        sequences.flatMap { sequence in
          let values = part(sequence)
          return values + Array(repeating: .nan, count: steps * width - values.count)
        }
      }
      return SequenceBatch(
        unchecked: sequences.count, steps: steps, inputWidth: inputs, targetWidth: outputs, lengths: lengths,
        inputs: padded(\.inputs, width: inputs), elapsed: padded(\.elapsed, width: 1),
        targets: padded(\.targets, width: outputs),
        targetWeights: Array(repeating: 1, count: sequences.count * steps * outputs))
    }
  }
}
