import Liquid

/// What may be done wrong with training and with streams.
extension Misuse {
  static let engines: [Misuse] = [
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

  static let optimizers: [Misuse] = [
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

  static let trainers: [Misuse] = [
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

  static let streams: [Misuse] = [
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
      _ = try NetworkStream(model: Sound.model(), interventions: [.silence(-1)])
    },
  ]
}
