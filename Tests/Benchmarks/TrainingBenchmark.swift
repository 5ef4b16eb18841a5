import Liquid

/// A full training step (forward, backward, Adam) of a network, beside as many sigmoids alone as one pass of
/// an LTC with 6 sub-steps evaluates on the same wiring.
///
/// Each repetition times the sigmoids and the step in turn, so that the ratio holds on a busy machine too.
struct TrainingBenchmark {
  let name: String
  let cell: any Cell
  let sequences = 32
  let steps = 32
  let unfolds = 6
  let repetitions: Int

  private var wiring: Wiring { cell.wiring }

  func run() {
    let batch = makeBatch()
    let synapses = wiring.synapses.count + wiring.sensorySynapses.count
    print("\(name): \(wiring.neurons) neurons, \(synapses) synapses, \(cell.layout.count) parameters")
    print("batch \(sequences), \(steps) steps, \(evaluations) sigmoids as a yardstick")
    forward(batch)
    for threads in [1, 2] { training(batch, threads: threads) }
    print("")
  }

  /// Sigmoids of one forward pass of the LTC.
  private var evaluations: Int {
    (wiring.synapses.count * unfolds + wiring.sensorySynapses.count) * steps * sequences
  }

  private func forward(_ batch: SequenceBatch) {
    let engine = GradientEngine(cell: cell, loss: .meanSquaredError, threads: 1)
    let parameters = cell.initialParameters(seed: 1)
    var total: Float = 0
    measure("forward pass, 1 thread") { total += engine.outputs(parameters: parameters, batch: batch)[0] }
    precondition(total.isFinite, "the outputs are not finite")
  }

  private func training(_ batch: SequenceBatch, threads: Int) {
    let engine = GradientEngine(cell: cell, loss: .meanSquaredError, threads: threads)
    var model = Model(cell: cell, seed: 1)
    var adam = Adam(parameterCount: model.parameterCount)
    measure("training step, \(threads) thread\(threads == 1 ? "" : "s")") {
      let loss = engine.lossAndGradient(parameters: model.parameters, batch: batch)
      precondition(loss.isFinite, "the loss is \(loss)")
      adam.step(
        parameters: &model.parameters, gradient: engine.gradient, learningRate: 0.001, layout: cell.layout)
    }
  }

  private func measure(_ what: String, _ body: () -> Void) {
    let loop = SigmoidLoop(count: 4096)
    let passes = evaluations / 4096
    body()
    let pairs = (0..<repetitions).map { _ in
      (seconds { for _ in 0..<passes { loop.run() } }, seconds(body))
    }
    let times = pairs.map(\.1).sorted()
    let ratios = pairs.map { $1 / $0 }.sorted()
    let middle = repetitions / 2
    print(
      "  \(what): median \(times[middle].milliseconds) ms, best \(times[0].milliseconds) ms,"
        + " \(ratios[middle].hundredths) x the sigmoids alone")
  }

  private func seconds(_ body: () -> Void) -> Double {
    let parts = ContinuousClock().measure(body).components
    return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
  }

  private func makeBatch() -> SequenceBatch {
    var generator = SeededGenerator(seed: 7)
    let count = sequences * steps
    let targets = (0..<count * wiring.outputs).map { _ in Float(generator.uniform(-1, 1)) }
    return SequenceBatch(
      count: sequences, steps: steps, inputWidth: wiring.inputs, targetWidth: wiring.outputs,
      lengths: Array(repeating: steps, count: sequences),
      inputs: (0..<count * wiring.inputs).map { _ in Float(generator.normal()) },
      elapsed: Array(repeating: 1, count: count), targets: targets,
      targetWeights: Array(repeating: 1, count: targets.count))
  }
}

extension Double {
  fileprivate var hundredths: Double { (self * 100).rounded() / 100 }

  /// Seconds as milliseconds with two decimals.
  fileprivate var milliseconds: Double { (self * 1000).hundredths }
}
