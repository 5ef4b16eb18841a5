import Liquid

/// A full training step (forward, backward, Adam) of a dense LTC, beside the sigmoids alone that it evaluates.
struct TrainingBenchmark {
  let neurons = 32
  let inputs = 8
  let outputs = 4
  let sequences = 32
  let steps = 32
  let unfolds = 6

  func run() {
    guard let wiring = denseWiring() else { return print("the benchmark's wiring is not valid") }
    let cell = LTC(wiring: wiring, options: LTC.Options(unfolds: unfolds))
    let batch = makeBatch()
    print("dense LTC, \(neurons) neurons, \(inputs) inputs, \(outputs) outputs")
    print("batch \(sequences), \(steps) steps, \(unfolds) sub-steps; medians")
    let floor = sigmoidTime()
    print("\(evaluations) sigmoids alone    \(floor.milliseconds) ms")
    report("forward pass, 1 thread", forwardTime(cell, batch, threads: 1), beside: floor)
    report("training step, 1 thread", trainingTime(cell, batch, threads: 1), beside: floor)
    report("training step, 2 threads", trainingTime(cell, batch, threads: 2), beside: floor)
  }

  /// Sigmoids of one forward pass; the backward pass evaluates as many again.
  private var evaluations: Int {
    (neurons * neurons * unfolds + inputs * neurons) * steps * sequences
  }

  private func report(_ name: String, _ time: Double, beside floor: Double) {
    let ratio = (time / floor * 100).rounded() / 100
    print("\(name)    \(time.milliseconds) ms    \(ratio) x the sigmoids")
  }

  private func sigmoidTime() -> Double {
    let rows = 256
    let kernel = SigmoidLoop(count: rows * 16)
    return median(of: 21) {
      for _ in 0..<(evaluations / (rows * 16)) { kernel.run() }
    }
  }

  private func forwardTime(_ cell: LTC, _ batch: SequenceBatch, threads: Int) -> Double {
    let engine = GradientEngine(cell: cell, loss: .meanSquaredError, threads: threads)
    let parameters = cell.initialParameters(seed: 1)
    var total: Float = 0
    let time = median(of: 41) { total += engine.outputs(parameters: parameters, batch: batch)[0] }
    precondition(total.isFinite, "the outputs are not finite")
    return time
  }

  private func trainingTime(_ cell: LTC, _ batch: SequenceBatch, threads: Int) -> Double {
    let engine = GradientEngine(cell: cell, loss: .meanSquaredError, threads: threads)
    var model = Model(cell: cell, seed: 1)
    var adam = Adam(parameterCount: model.parameterCount)
    return median(of: 41) {
      let loss = engine.lossAndGradient(parameters: model.parameters, batch: batch)
      precondition(loss.isFinite, "the loss is \(loss)")
      adam.step(
        parameters: &model.parameters, gradient: engine.gradient, learningRate: 0.001, layout: cell.layout)
    }
  }

  private func median(of repetitions: Int, _ body: () -> Void) -> Double {
    let clock = ContinuousClock()
    body()
    let times = (0..<repetitions).map { _ in clock.measure(body) }.sorted()
    let middle = times[repetitions / 2].components
    return Double(middle.seconds) + Double(middle.attoseconds) * 1e-18
  }

  private func denseWiring() -> Wiring? {
    let synapses = (0..<neurons * neurons).map {
      Wiring.Synapse(source: $0 / neurons, target: $0 % neurons, polarity: $0 % 3 == 0 ? -1 : 1)
    }
    let sensory = (0..<inputs * neurons).map {
      Wiring.Synapse(source: $0 / neurons, target: $0 % neurons, polarity: $0 % 3 == 0 ? -1 : 1)
    }
    return try? Wiring(
      kind: "full", inputs: inputs, outputs: outputs,
      layers: (0..<neurons).map { $0 < outputs ? .motor : .inter }, synapses: synapses,
      sensorySynapses: sensory)
  }

  private func makeBatch() -> SequenceBatch {
    var generator = SeededGenerator(seed: 7)
    let count = sequences * steps
    let targets = (0..<count * outputs).map { _ in Float(generator.uniform(-1, 1)) }
    return SequenceBatch(
      count: sequences, steps: steps, inputWidth: inputs, targetWidth: outputs,
      lengths: Array(repeating: steps, count: sequences),
      inputs: (0..<count * inputs).map { _ in Float(generator.normal()) },
      elapsed: Array(repeating: 1, count: count), targets: targets,
      targetWeights: Array(repeating: 1, count: targets.count))
  }
}

extension Double {
  /// Seconds as milliseconds with two decimals.
  fileprivate var milliseconds: Double { (self * 100_000).rounded() / 100 }
}
