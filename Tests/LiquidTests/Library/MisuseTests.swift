import Liquid
import Testing

/// What a developer may do wrong with the library. Mistakes in data and options are errors that say what is wrong;
/// mistakes in the program end it with a message, in optimised builds too.
@Suite struct MisuseTests {
  @Test(arguments: Misuse.all)
  func aMistakeInDataOrOptionsIsAnErrorInWords(_ misuse: Misuse) throws {
    do {
      try misuse.run()
      Issue.record("\(misuse) goes by in silence")
    } catch {
      let text = "\(error)"
      #expect(text.contains(misuse.words), "\(misuse): \(text)")
      #expect(!text.contains("\n") && text.first?.isUppercase == false, "\(text)")
    }
  }

  @Test(arguments: FatalMisuse.all.indices)
  func aMistakeInTheProgramEndsItWithWords(_ index: Int) async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [index] in
      try FatalMisuse.all[index].run()
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains(FatalMisuse.all[index].words), "\(FatalMisuse.all[index].name): \(text)")
  }
}

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
private enum Sound {
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
  fileprivate func ltc() throws -> LTC { try LTC(wiring: self) }
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
        SequenceBatch(inputs: [[[1, 1]]]), interventions: [.init(kind: .silence, neuron: 8)])
    },
    Misuse("a trace with a state that is no number", says: "held at something") {
      _ = try Sound.model().traces(
        SequenceBatch(inputs: [[[1, 1]]]), interventions: [.init(kind: .clamp(.infinity), neuron: 1)])
    },
    Misuse("synapses at a step that is not there", says: "no step 1") {
      _ = try Sound.model().traces(SequenceBatch(inputs: [[[1, 1]]]), synapses: .step(1))
    },
    Misuse("outputs for inputs of another width", says: "3 inputs for a network that has 2") {
      _ = try Sound.model().outputs(SequenceBatch(inputs: [[[1, 2, 3]]]))
    },
  ]

  private static let engines: [Misuse] = [
    Misuse("no threads", says: "threads is 0") {
      _ = try GradientEngine(cell: Sound.wiring().ltc(), loss: .meanSquaredError, threads: 0)
    },
    Misuse("threads without end", says: "between 1 and 1024") {
      _ = try GradientEngine(cell: Sound.wiring().ltc(), loss: .meanSquaredError, threads: .max)
    },
    Misuse("states kept every 0 steps", says: "recomputeEvery is 0") {
      _ = try GradientEngine(cell: Sound.wiring().ltc(), loss: .meanSquaredError, recomputeEvery: 0)
    },
    Misuse("a negative delta", says: "delta of a Huber loss is -1") {
      _ = try Sound.engine(.huber(delta: -1))
    },
    Misuse("a delta that is NaN", says: "delta of a Huber loss is nan") {
      _ = try Sound.engine(.huber(delta: .nan))
    },
    Misuse("a batch of another width", says: "1 input for a network that has 2") {
      try Sound.differentiate(SequenceBatch(inputs: [[[1]]], targets: [[[1, 2, 3]]]))
    },
    Misuse("targets of another width", says: "2 targets at each step, and the loss takes 3") {
      try Sound.differentiate(Sound.batch([1, 2]))
    },
    Misuse("a batch to learn from without targets", says: "0 targets at each step") {
      try Sound.differentiate(SequenceBatch(inputs: [[[1, 2]]]))
    },
    Misuse("several classes a step", says: "3 targets at each step, and the loss takes 1") {
      try Sound.differentiate(Sound.batch(), .crossEntropy)
    },
    Misuse("half a class", says: "target 1.5 of sequence 0, step 0 is no class") {
      try Sound.differentiate(Sound.batch([1.5]), .crossEntropy)
    },
    Misuse("a class that is not there", says: "target 3.0") {
      try Sound.differentiate(Sound.batch([3]), .crossEntropy)
    },
    Misuse("a negative class", says: "target -1.0") {
      try Sound.differentiate(Sound.batch([-1]), .crossEntropy)
    },
    Misuse("a probability of 2", says: "not between 0 and 1") {
      try Sound.differentiate(Sound.batch([0, 2, 1]), .binaryCrossEntropy)
    },
    Misuse("targets that are all missing", says: "nothing to learn") {
      try Sound.differentiate(Sound.batch([.nan, .nan, .nan]))
    },
    Misuse("a gradient at parameters of another network", says: "2 parameters for a network") {
      _ = try Sound.engine().lossAndGradient(parameters: [1, 2], batch: Sound.batch())
    },
    Misuse("outputs with parameters of another network", says: "2 parameters for a network") {
      _ = try Sound.engine().outputs(parameters: [1, 2], batch: Sound.batch())
    },
  ]

  private static func step(
    _ options: OptimizerOptions = .init(), rate: Double = 0.1, gradient: [Float]? = nil,
    factors: [String: Double] = [:], other: Bool = false
  ) throws {
    let layout = try Sound.model().cell.layout
    var optimizer = try Optimizer(options, layout: layout, rateFactors: factors)
    var model = try other ? Sound.otherModel() : Sound.model()
    let zeros = [Float](repeating: 0, count: layout.count)
    try optimizer.step(&model, gradient: gradient ?? zeros, learningRate: rate)
  }

  private static let optimizers: [Misuse] = [
    Misuse("a learning rate that is NaN", says: "learning rate is nan") { try step(rate: .nan) },
    Misuse("a negative learning rate", says: "learning rate is -0.1") { try step(rate: -0.1) },
    Misuse("an infinite learning rate", says: "learning rate is inf") { try step(rate: .infinity) },
    Misuse("a momentum of 1", says: "momentum is 1.0") { try step(.init(.sgd, momentum: 1)) },
    Misuse("a momentum that is 1 in 32 bits", says: "momentum is 0.99999") {
      try step(.init(.sgd, momentum: 0.9999999999))
    },
    Misuse("a step that leaves no finite parameter", says: "after the step parameter 0") {
      let layout = try Sound.model().cell.layout
      try step(.sgd, rate: 1e38, gradient: Array(repeating: 1e30, count: layout.count))
    },
    Misuse("Nesterov's form without momentum", says: "needs one above 0") {
      try step(.init(.sgd, isNesterov: true))
    },
    Misuse("a weight decay that is NaN", says: "weight decay is nan") {
      try step(.init(.adamW, weightDecay: .nan))
    },
    Misuse("a step of another model", says: "made for a model with other parameters") {
      try step(other: true)
    },
    Misuse("a gradient of another length", says: "1 gradient for") { try step(gradient: [1]) },
    Misuse("a gradient that is NaN", says: "gradient of parameter 2") {
      var gradient = [Float](repeating: 0, count: try Sound.model().parameterCount)
      gradient[2] = .nan
      try step(gradient: gradient)
    },
    Misuse("a factor for a tensor that is not there", says: "no tensor 'tau'") {
      try step(factors: ["tau": 1])
    },
    Misuse("a factor that is NaN", says: "factor of 'cm' is nan") { try step(factors: ["cm": .nan]) },
    Misuse("factors that freeze everything", says: "nothing is left to train") {
      let names = try Sound.model().cell.layout.entries.map(\.name)
      try step(factors: Dictionary(uniqueKeysWithValues: names.map { ($0, 0) }))
    },
    Misuse("a fall every 0 steps", says: "every is 0") {
      _ = try LearningRateSchedule(.step(every: 0, factor: 0.5))
    },
    Misuse("a warm-up of fewer than no steps", says: "warmupSteps is -1") {
      _ = try LearningRateSchedule(.constant, warmupSteps: -1)
    },
    Misuse("a last factor that is NaN", says: "finalFactor is nan") {
      _ = try LearningRateSchedule(.cosine(finalFactor: .nan))
    },
  ]

  private static let trainers: [Misuse] = [
    Misuse("a trainer with a learning rate that is NaN", says: "learning rate is nan") {
      _ = try Trainer(model: Sound.model(), learningRate: .nan)
    },
    Misuse("a gradient limited to nothing", says: "above 0") {
      _ = try Trainer(model: Sound.model(), clip: 0)
    },
    Misuse("a limit that is 0 in 32 bits", says: "above 0") {
      _ = try Trainer(model: Sound.model(), clip: 1e-60)
    },
    Misuse("a set of sequences without end", says: "at most") {
      let batch = try Sound.batch()
      _ = try Sound.trainer().fit(SequenceSet(count: .max) { _ in batch }, epochs: 1)
    },
    Misuse("a trainer without threads", says: "threads is -2") {
      _ = try Trainer(model: Sound.model(), threads: -2)
    },
    Misuse("a trainer that freezes what is not there", says: "no tensor 'w0'") {
      _ = try Trainer(model: Sound.model(), rateFactors: ["w0": 0])
    },
    Misuse("no epochs", says: "number of epochs is 0") {
      _ = try Sound.trainer().fit(Sound.batch(), epochs: 0)
    },
    Misuse("batches of nothing", says: "batchSize is 0") {
      _ = try Sound.trainer().fit(Sound.batch(), epochs: 1, batchSize: 0)
    },
    Misuse("patience without validation", says: "left out where there is no validation") {
      _ = try Sound.trainer().fit(Sound.batch(), epochs: 1, patience: 3)
    },
    Misuse("no patience", says: "patience is 0") {
      _ = try Sound.trainer().fit(Sound.batch(), epochs: 1, validation: Sound.batch(), patience: 0)
    },
    Misuse("reports every 0 steps", says: "steps between reports is 0") {
      _ = try Sound.trainer().fit(Sound.batch(), epochs: 1, reports: .every(steps: 0))
    },
    Misuse("data of another network", says: "1 input for a network that has 2") {
      _ = try Sound.trainer().fit(SequenceBatch(inputs: [[[1]]], targets: [[[1, 2, 3]]]), epochs: 1)
    },
    Misuse("validation data of another network", says: "1 input for a network that has 2") {
      let other = try SequenceBatch(inputs: [[[1]]], targets: [[[1, 2, 3]]])
      _ = try Sound.trainer().fit(Sound.batch(), epochs: 1, validation: other)
    },
    Misuse("a set without sequences", says: "number of sequences is 0") {
      let none = try Sound.batch()
      _ = try Sound.trainer().fit(SequenceSet(count: 0) { _ in none }, epochs: 1)
    },
    Misuse("a step on targets that are all missing", says: "nothing to learn") {
      try Sound.trainer().step(Sound.batch([.nan, .nan, .nan]))
    },
  ]

  private static let streams: [Misuse] = [
    Misuse("a stream's step of too few inputs", says: "1 input for a network that has 2") {
      try NetworkStream(model: Sound.model()).step([1])
    },
    Misuse("a stream's step with a NaN", says: "input 1 is not a finite number") {
      try NetworkStream(model: Sound.model()).step([1, .nan])
    },
    Misuse("a stream's step back in time", says: "elapsed time is -1") {
      try NetworkStream(model: Sound.model()).step([1, 2], elapsed: -1)
    },
    Misuse("states of another network", says: "2 states for a network that has 8") {
      try NetworkStream(model: Sound.model()).restore(states: [1, 2])
    },
    Misuse("a stream that holds a neuron that is not there", says: "no neuron -1") {
      _ = try NetworkStream(model: Sound.model(), interventions: [.init(kind: .silence, neuron: -1)])
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

/// A mistake that ends the program.
struct FatalMisuse: Sendable {
  let name: String
  /// Part of what is printed.
  let words: String
  let run: @Sendable () throws -> Void

  static let all: [FatalMisuse] = [
    FatalMisuse(name: "fewer parameters", words: "3 parameters for a network that has") {
      var model = try Sound.model()
      model.parameters = [1, 2, 3]
    },
    FatalMisuse(name: "one parameter more", words: "parameters for a network that has") {
      var model = try Sound.model()
      model.parameters.append(1)
    },
    FatalMisuse(name: "a tensor that is not there", words: "there is no tensor 'tau'; the network has gleak")
    {
      print(try Sound.model()[parameter: "tau"])
    },
    FatalMisuse(name: "a tensor of another length", words: "1 value for the 8 of 'cm'") {
      var model = try Sound.model()
      model[parameter: "cm"] = [1]
    },
    FatalMisuse(name: "the place of a tensor that is not there", words: "there is no tensor 'nothing'") {
      print(try Sound.wiring().ltc().layout["nothing"])
    },
    FatalMisuse(name: "the name of a neuron that is not there", words: "there is no neuron 8 of 8") {
      print(try Sound.wiring().name(ofNeuron: 8))
    },
    FatalMisuse(name: "the states of a neuron that is not there", words: "there is no neuron 8") {
      print(try Sound.model().traces(SequenceBatch(inputs: [[[1, 1]]]))[0].states(ofNeuron: 8))
    },
    FatalMisuse(name: "a loss with a negative delta", words: "a Huber loss with delta -1.0") {
      print(Loss(.huber, delta: -1))
    },
    FatalMisuse(name: "the rate of a step before the first", words: "steps count from 0") {
      print(LearningRateSchedule.constant.factor(step: -1, plannedSteps: 10))
    },
    FatalMisuse(name: "a set of fewer than no sequences", words: "a set of -1 sequences") {
      let batch = try Sound.batch()
      print(SequenceSet(count: -1) { _ in batch }.count)
    },
    FatalMisuse(name: "a set that makes other sequences", words: "made 1 sequences where 2 were asked for") {
      let batch = try Sound.batch()
      print(SequenceSet(count: 2) { _ in batch }.batch([0, 1]).count)
    },
    FatalMisuse(name: "a sequence that is not in a set", words: "sequences [1] of a set that has 1") {
      print(SequenceSet(try Sound.batch()).batch([1]).count)
    },
  ]
}
