import Liquid
import Testing

/// A mistake that an error tells.
struct Misuse: Sendable, CustomTestStringConvertible {
  let name: String
  /// Part of what the error says.
  let words: String
  let run: @Sendable () throws -> Void

  init(_ name: String, says words: String, run: @escaping @Sendable () throws -> Void) {
    (self.name, self.words, self.run) = (name, words, run)
  }

  var testDescription: String { name }

  static let all = batches + wirings + cells + models + engines + optimizers + trainers + streams + files
}

/// Small parts that fit together, for what is done wrong with them.
enum Sound {
  static func wiring() throws -> Wiring { try .autoNCP(inputs: 2, units: 8, outputs: 3, seed: 1) }

  static func model() throws -> Model { Model(cell: try LTC(wiring: wiring()), seed: 1) }

  static func otherModel() throws -> Model {
    Model(cell: try LSTM(wiring: .fullyConnected(inputs: 1, units: 4, outputs: 1, seed: 1)), seed: 1)
  }

  /// One sequence of two steps.
  static func batch(_ target: [Float] = [0, 1, 0]) throws -> SequenceBatch {
    try SequenceBatch(inputs: [[[1, 2], [3, 4]]], targets: [[target, target]])
  }

  static func engine(_ loss: Loss = .meanSquaredError) throws -> GradientEngine {
    try GradientEngine(cell: try wiring().ltc(), loss: loss)
  }

  static func differentiate(_ batch: SequenceBatch, _ loss: Loss = .meanSquaredError) throws {
    _ = try engine(loss).lossAndGradient(parameters: model().parameters, batch: batch)
  }

  static func trainer() throws -> Trainer { try Trainer(model: model()) }
}

extension Wiring {
  func ltc() throws -> LTC { try LTC(wiring: self) }
}

extension Misuse {
  private static let batches: [Misuse] = [
    Misuse("a batch without sequences", says: "no sequence") { _ = try SequenceBatch(inputs: []) },
    Misuse("an empty sequence", says: "sequence 1 has no step") {
      _ = try SequenceBatch(inputs: [[[1]], []])
    },
    Misuse("steps without inputs", says: "no inputs") { _ = try SequenceBatch(inputs: [[[]]]) },
    Misuse("a NaN among inputs", says: "step 1 of sequence 0") {
      _ = try SequenceBatch(inputs: [[[1], [.nan]]], targets: [[[1], [1]]])
    },
    Misuse("an infinite input", says: "not a finite number") {
      _ = try SequenceBatch(inputs: [[[.infinity]]], targets: [[[1]]])
    },
    Misuse("ragged rows whose lengths add up", says: "step 1 of sequence 0 has 1 input") {
      _ = try SequenceBatch(inputs: [[[1, 2], [3], [4, 5, 6]]])
    },
    Misuse("targets of other sequences", says: "targets of 2 sequences") {
      _ = try SequenceBatch(inputs: [[[1]]], targets: [[[1]], [[1]]])
    },
    Misuse("targets of other steps", says: "targets of 2 steps") {
      _ = try SequenceBatch(inputs: [[[1]]], targets: [[[1], [1]]])
    },
    Misuse("targets of two widths", says: "has 2 targets") {
      _ = try SequenceBatch(inputs: [[[1], [1]]], targets: [[[1], [1, 2]]])
    },
    Misuse("an infinite target", says: "target inf") {
      _ = try SequenceBatch(inputs: [[[1]]], targets: [[[.infinity]]])
    },
    Misuse("a negative weight", says: "weight -1") {
      _ = try SequenceBatch(inputs: [[[1]]], targets: [[[1]]], weights: [[[-1]]])
    },
    Misuse("a weight that is NaN", says: "weight nan") {
      _ = try SequenceBatch(inputs: [[[1]]], targets: [[[1]]], weights: [[[.nan]]])
    },
    Misuse("weights without targets", says: "no targets") {
      _ = try SequenceBatch(inputs: [[[1]]], weights: [[[1]]])
    },
    Misuse("weights of another width", says: "has 2 weights") {
      _ = try SequenceBatch(inputs: [[[1]]], targets: [[[1]]], weights: [[[1, 1]]])
    },
    Misuse("a negative elapsed time", says: "elapsed time -1") {
      _ = try SequenceBatch(inputs: [[[1]]], elapsed: [[-1]])
    },
    Misuse("an elapsed time that is NaN", says: "elapsed time nan") {
      _ = try SequenceBatch(inputs: [[[1]]], elapsed: [[.nan]])
    },
    Misuse("elapsed times of other steps", says: "elapsed times of 2 steps") {
      _ = try SequenceBatch(inputs: [[[1]]], elapsed: [[1, 1]])
    },
  ]

  private static let wirings: [Misuse] = [
    Misuse("no units", says: "0 neurons") {
      _ = try Wiring.fullyConnected(inputs: 1, units: 0, outputs: 1, seed: 1)
    },
    Misuse("negative inputs", says: "-3 inputs") {
      _ = try Wiring.fullyConnected(inputs: -3, units: 2, outputs: 1, seed: 1)
    },
    Misuse("more outputs than units", says: "no more outputs than neurons") {
      _ = try Wiring.fullyConnected(inputs: 1, units: 2, outputs: 3, seed: 1)
    },
    Misuse("a full wiring of a million neurons", says: "at most") {
      _ = try Wiring.fullyConnected(inputs: 1, units: 1_000_000, outputs: 1, seed: 1)
    },
    Misuse("a full wiring of all neurons there could be", says: "at most") {
      _ = try Wiring.fullyConnected(inputs: .max, units: .max, outputs: 1, seed: 1)
    },
    Misuse("a random wiring of a million neurons", says: "at most") {
      _ = try Wiring.random(inputs: 1, units: 1_000_000, outputs: 1, sparsity: 0.99, seed: 1)
    },
    Misuse("a policy of all neurons there could be", says: "at most") {
      _ = try Wiring.autoNCP(inputs: 1, units: .max, outputs: 1, seed: 1)
    },
    Misuse("a policy of outputs without end", says: "too few") {
      _ = try Wiring.autoNCP(inputs: 1, units: 5, outputs: .max, seed: 1)
    },
    Misuse("a policy of one command neuron among all there could be", says: "at most") {
      _ = try Wiring.ncp(
        inputs: 1, sizes: NCPSizes(units: .max, outputs: 1, command: 1, sparsity: 0), seed: 1)
    },
    Misuse("a policy of too few units", says: "too few for 4 outputs") {
      _ = try Wiring.autoNCP(inputs: 1, units: 5, outputs: 4, seed: 1)
    },
    Misuse("a sparsity of 1", says: "below 1") {
      _ = try Wiring.random(inputs: 1, units: 4, outputs: 1, sparsity: 1, seed: 1)
    },
    Misuse("a sparsity that is NaN", says: "sparsity is nan") {
      _ = try Wiring.autoNCP(inputs: 1, units: 9, outputs: 1, sparsity: .nan, seed: 1)
    },
    Misuse("a fan-out beyond the layer", says: "sensory fan-out is 9") {
      _ = try Wiring.ncp(
        inputs: 1, inter: 4, command: 2, motor: 1, sensoryFanout: 9, interFanout: 1,
        recurrentCommandSynapses: 1, motorFanin: 1, seed: 1)
    },
    Misuse("a synapse to nowhere", says: "0 -> 5 lies outside") {
      _ = try Wiring(
        kind: "mine", inputs: 1, outputs: 1, layers: [.motor],
        synapses: [.init(source: 0, target: 5, polarity: 1)], sensorySynapses: [])
    },
    Misuse("a synapse twice", says: "there twice") {
      let synapse = Wiring.Synapse(source: 0, target: 0, polarity: 1)
      _ = try Wiring(
        kind: "mine", inputs: 1, outputs: 1, layers: [.motor], synapses: [synapse, synapse],
        sensorySynapses: [])
    },
    Misuse("a synapse without a sign", says: "not +1 or -1") {
      _ = try Wiring(
        kind: "mine", inputs: 1, outputs: 1, layers: [.motor],
        synapses: [.init(source: 0, target: 0, polarity: 0)], sensorySynapses: [])
    },
  ]

  private static let cells: [Misuse] = [
    Misuse("5,000 sub-steps", says: "unfolds is 5000") {
      _ = try LTC(wiring: Sound.wiring(), options: .init(unfolds: 5000))
    },
    Misuse("no sub-step", says: "unfolds is 0") {
      _ = try CTRNN(
        wiring: .fullyConnected(inputs: 1, units: 2, outputs: 1, seed: 1), options: .init(unfolds: 0))
    },
    Misuse("20 layers of a backbone", says: "backboneLayers is 20") {
      _ = try CfC(wiring: Sound.wiring(), options: .init(backboneLayers: 20))
    },
    Misuse("layers of no units", says: "backboneUnits is 0") {
      _ = try CfC(wiring: Sound.wiring(), options: .init(backboneUnits: 0))
    },
    Misuse("a readout of no outputs", says: "projection is 0") {
      _ = try LTC(wiring: Sound.wiring(), options: .init(projection: 0))
    },
    Misuse("a readout of fewer than no outputs", says: "projection is -4") {
      _ = try CfC(wiring: Sound.wiring(), options: .init(projection: -4))
    },
    Misuse("a wiring of inputs without end", says: "at most") {
      _ = try Wiring(
        kind: "mine", inputs: .max, outputs: 1, layers: [.motor], synapses: [], sensorySynapses: []
      ).ltc()
    },
    Misuse("an LSTM on a sparse wiring", says: "needs a wiring with every synapse") {
      _ = try LSTM(wiring: Sound.wiring())
    },
    Misuse("a GRU on a sparse wiring", says: "needs a wiring with every synapse") {
      _ = try GRU(wiring: Sound.wiring())
    },
    Misuse("a neural ODE with a solver for leaks", says: "euler or rk4") {
      _ = try NeuralODE(
        wiring: .fullyConnected(inputs: 1, units: 2, outputs: 1, seed: 1), options: .init(solver: .fused))
    },
  ]

  private static let models: [Misuse] = [
    Misuse("parameters of another network", says: "3 parameters for a network") {
      _ = try Model(cell: Sound.wiring().ltc(), parameters: [1, 2, 3])
    },
    Misuse("a parameter that is NaN", says: "'vleak'") {
      var parameters = try Sound.model().parameters
      parameters[9] = .nan
      _ = try Model(cell: Sound.wiring().ltc(), parameters: parameters)
    },
    Misuse("a trace of inputs of another width", says: "1 input for a network that has 2") {
      _ = try Sound.model().traces(SequenceBatch(inputs: [[[1]]]))
    },
    Misuse("a trace with a neuron that is not there", says: "no neuron 8") {
      _ = try Sound.model().traces(
        SequenceBatch(inputs: [[[1, 1]]]), interventions: [.silence(8)])
    },
    Misuse("a trace with a synapse that is not there", says: "no synapse 999") {
      _ = try Sound.model().traces(
        SequenceBatch(inputs: [[[1, 1]]]), interventions: [.cut(999)])
    },
    Misuse("a trace with a state that is not finite", says: "held at something") {
      _ = try Sound.model().traces(
        SequenceBatch(inputs: [[[1, 1]]]), interventions: [.clamp(1, at: .infinity)])
    },
    Misuse("synapses at a step that is not there", says: "no step 1") {
      _ = try Sound.model().traces(SequenceBatch(inputs: [[[1, 1]]]), synapses: .step(1))
    },
    Misuse("outputs for inputs of another width", says: "3 inputs for a network that has 2") {
      _ = try Sound.model().outputs(SequenceBatch(inputs: [[[1, 2, 3]]]))
    },
  ]

  private static let files: [Misuse] = [
    Misuse("metadata that belong to the format", says: "'lnn-top.format'") {
      _ = try ModelFile.write(Sound.model(), metadata: ["lnn-top.format": "9"])
    },
    Misuse("a model with a NaN as a file", says: "tensor 'gleak'") {
      var model = try Sound.model()
      model.parameters[1] = .nan
      _ = try ModelFile.write(model)
    },
    Misuse("a model out of its constraints as a file", says: "its constraint excludes") {
      var model = Model(
        cell: try LTC(wiring: Sound.wiring(), options: .init(constraints: .explicit)), seed: 1)
      model.parameters[0] = -1
      _ = try ModelFile.write(model)
    },
    Misuse("bytes that are no model", says: "cut short") { _ = try ModelFile.read([1, 2, 3]) },
    Misuse("no bytes", says: "cut short") { _ = try ModelFile.read([]) },
    Misuse("a model as weights of ncps", says: "model") { _ = try NCPS.read(ModelFile.write(Sound.model())) },
  ]
}
