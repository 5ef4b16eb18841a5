import Foundation
import Liquid
import Telemetry

/// Random but well-formed messages, with the values that are hard to store among them.
struct RandomRun {
  private var generator: SeededGenerator
  let description: RunDescription
  private var step = 0
  private var elapsed = 0.0

  /// - Parameter configuration: replaces one that is hard to store.
  init(seed: UInt64, configuration: [String: String] = ["units": "9", "": "'; DROP TABLE run; --"]) {
    var generator = SeededGenerator(seed: seed)
    let inputs = (0..<Int.random(in: 1...4, using: &generator)).map { "in\u{1B}[\($0)ä" }
    let outputs = (0..<Int.random(in: 1...3, using: &generator)).map { "out\0\($0)" }
    let neurons = (0..<Int.random(in: 1...9, using: &generator)).map {
      NeuronSummary(name: "n\($0)", layer: "inter")
    }
    let synapses = (0..<Int.random(in: 0...20, using: &generator)).map { index in
      SynapseSummary(
        isSensory: index % 3 == 0,
        source: Int.random(in: 0..<(index % 3 == 0 ? inputs.count : neurons.count), using: &generator),
        target: Int.random(in: neurons.indices, using: &generator))
    }
    description = RunDescription(
      name: "run \(seed)",
      task: TaskSummary(
        name: "täsk/\(seed)", kind: "regression", inputNames: inputs, outputNames: outputs, lossName: "mse",
        metricName: "mae", timeUnit: "s"),
      model: ModelSummary(
        cell: "ltc", wiring: "random", parameterCount: 123, neurons: neurons, synapses: synapses),
      configuration: configuration, seed: .max - seed,
      startedAt: Date(timeIntervalSinceReferenceDate: 8e8 + Double(seed) / 3), plannedSteps: 1_000,
      stepsPerEpoch: 10, batchSize: 32, programVersion: "1.2.3")
    self.generator = generator
  }

  mutating func messages(_ count: Int) -> [Message] { (0..<count).map { _ in message() } }

  mutating func message() -> Message {
    switch Int.random(in: 0..<10, using: &generator) {
    case 0..<6: .scalars(scalars())
    case 6..<8: .frame(frame(), isKey: Bool.random(using: &generator))
    case 8: .event(event())
    default: .checkpoint(checkpoint())
    }
  }

  mutating func scalars() -> StepScalars {
    step += 1
    elapsed += Double.random(in: 0..<0.3, using: &generator)
    return StepScalars(
      step: step, epoch: step / 10, elapsed: elapsed, loss: double(), learningRate: double(),
      gradientNorm: double(), validation: validation())
  }

  mutating func frame() -> Frame {
    elapsed += 0.001
    let times = Int.random(in: 0...12, using: &generator)
    let synapses = description.model.synapses.count
    let kinds = Perturbation.Kind.allCases
    var probe = Probe(
      index: 1, count: 3, nominal: trace(times),
      perturbed: Bool.random(using: &generator) ? trace(times) : nil,
      synapses: Bool.random(using: &generator)
        ? SynapseReadings(weights: floats(synapses), currents: floats(synapses)) : nil)
    if step % 2 == 0 { probe.words = (0..<times).map { $0 == 3 ? "\"it's\" \u{6771}" : "word\($0)" } }
    if times > 0, step % 3 == 0 { probe.explanation = explanation(steps: times) }
    return Frame(
      step: step, epoch: step / 10, elapsed: elapsed, state: .training, learningRate: double(),
      sequencesPerSecond: double(), remaining: Bool.random(using: &generator) ? 12.5 : nil, probe: probe,
      perturbations: [
        Perturbation(
          kind: kinds[step % kinds.count], channel: 0, magnitude: double(),
          probability: step % 3 == 0 ? 0.25 : 1,
          duration: step % 2 == 0 ? 0.5 : nil)
      ],
      interventions: [
        .silence(neuron: 0), .clamp(neuron: 0, value: floats(1)[0]),
      ], perturbsTraining: step % 5 == 0,
      drive: step % 3 == 0 ? nil : drive(), stream: step % 4 == 1 ? status() : nil)
  }

  /// An explanation of a probe of so many steps, at most of all of them and of one output.
  mutating func explanation(steps: Int) -> Explanation {
    let (inputs, outputs) = (description.task.inputNames.count, description.task.outputNames.count)
    let values = floats(2)
    return Explanation(
      step: Bool.random(using: &generator) ? Int.random(in: 0..<steps, using: &generator) : nil,
      output: Int.random(in: 0..<outputs, using: &generator), answer: values[0], baseline: values[1],
      inputParts: floats(inputs),
      lagParts: floats(inputs * Int.random(in: 0...steps, using: &generator)),
      neuronParts: floats(description.model.neurons.count), directParts: floats(inputs))
  }

  /// How a stream stands, with every kind of number and word in it.
  mutating func status() -> StreamStatus {
    let conditions: [StreamStatus.Condition] = [
      .live, .stale(seconds: double()), .interrupted("connection \"reset\"\n\u{1B}[2J ä"), .ended,
    ]
    var status = StreamStatus(
      rows: step, judged: step / 2, brokenLines: step % 3, backlog: step % 5, dropped: step % 7,
      rowsPerSecond: double(), errorName: "mae", error: double(), windowError: double(),
      naiveName: "no change",
      naiveError: double(), windowNaiveError: nil,
      figures: [.init(name: "mase", value: double()), .init(name: "r2", value: nil)], alarms: step % 4,
      learning: "rtrl", isLearning: Bool.random(using: &generator), condition: conditions[step / 4 % 4])
    if step % 8 == 1 {
      status.latency = .init(median: 1e-4, p99: double())
      status.lastAlarm = step / 3
      status.timeConstantRatios = description.model.neurons.map { _ in
        Bool.random(using: &generator) ? .nan : Float.random(in: 1e-3...1e3, using: &generator)
      }
    }
    return status
  }

  mutating func drive() -> Drive {
    Drive(
      road: floats(2 * Int.random(in: 0...9, using: &generator)), laneHalfWidth: floats(1)[0],
      duration: floats(1)[0], nominal: path(),
      perturbed: Bool.random(using: &generator) ? path() : nil)
  }

  private mutating func path() -> DrivenPath {
    let points = Int.random(in: 0...9, using: &generator)
    let figures = floats(5)
    return DrivenPath(
      times: floats(points), places: floats(2 * points), offsets: floats(points),
      leftLane: Bool.random(using: &generator) ? 3.5 : nil,
      figures: DriveFigures(
        secondsInLane: figures[0], meanOffset: figures[1], largestOffset: figures[2],
        metresInLane: figures[3],
        wheelRate: figures[4]))
  }

  mutating func checkpoint() -> Checkpoint {
    let size = Int.random(in: 0...9_000, using: &generator)
    return Checkpoint(
      kind: [.best, .periodic, .final][Int.random(in: 0..<3, using: &generator)], step: step,
      validation: validation(), model: (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) },
      trainingState: Bool.random(using: &generator) ? [UInt8(truncatingIfNeeded: step), 0, 255] : nil)
  }

  mutating func outcome() -> Outcome {
    Outcome(
      state: .diverged, steps: step, elapsed: elapsed, validation: validation(),
      test: Validation(loss: .nan, metric: .infinity), explanation: "the loss became NaN",
      bestStep: step / 2,
      conditions: [ConditionResult(kind: "drop", level: 0.3, result: Validation(loss: 0.25, metric: 0.5))])
  }

  private mutating func event() -> Event {
    Event(kind: .perturbed, step: step, elapsed: elapsed, detail: "noise 0.5 on ä\0\u{1B}[31m \(step)")
  }

  private mutating func validation() -> Validation? {
    Bool.random(using: &generator) ? Validation(loss: double(), metric: double()) : nil
  }

  private mutating func trace(_ times: Int) -> Trace {
    let neurons = description.model.neurons.count
    let outputs = description.task.outputNames.count
    return Trace(
      times: floats(times), inputs: floats(times * description.task.inputNames.count),
      states: floats(times * neurons),
      timeConstants: Bool.random(using: &generator) ? floats(times * neurons) : [],
      outputs: floats(times * outputs), targets: floats(times * outputs))
  }

  private mutating func double() -> Double {
    switch Int.random(in: 0..<12, using: &generator) {
    case 0: .nan
    case 1: .infinity
    case 2: -.infinity
    case 3: Double.random(in: -1e300...1e300, using: &generator)
    case 4: .leastNonzeroMagnitude
    case 5: 3
    default: Double.random(in: -2...2, using: &generator)
    }
  }

  private mutating func floats(_ count: Int) -> [Float] {
    let scale: Float = [1, 1, 1e-6, 1e6][Int.random(in: 0..<4, using: &generator)]
    return (0..<count).map { _ in
      switch Int.random(in: 0..<20, using: &generator) {
      case 0: .nan
      case 1: .infinity
      case 2: 0
      default: scale * Float.random(in: -3...3, using: &generator)
      }
    }
  }
}
