import Foundation
import Telemetry

/// Made-up runs to draw: smooth curves that look like training, the same every time.
struct RunFixture {
  var neurons = 19
  var inputs = ["speed", "curvature", "yaw rate"]
  var outputs = ["steering"]
  var kind = "regression"
  var cell = "ltc"
  /// Nil: as in runs of before words were recorded.
  var synapseWords: SynapseWords?
  var steps = 64
  var trainingSteps = 1_240
  var hasTimeConstants = true
  var solverError: SolverError?
  /// Signals run from the inputs through inter and command to one motor neuron, as in NCPs.
  var isLayered = false
  /// Every neuron on every neuron, without layers.
  var isDense = false
  var taskName = "lane-keeping"
  /// Whether the run is of a live stream, which has no end.
  var isStream = false
  /// Nil: as in runs of before they were recorded, as whether the loss is that of normalised targets.
  var naive: NaiveFigures?
  var isLossNormalized: Bool?
  /// The inputs that are bands of a spectrum.
  var spectrum: Spectrum?
  /// What the steps read, where they read a text.
  var words: [String]?
  /// The input channels that hold indices of categories.
  var indexedInputs: [Int]?
  /// Given to the neurons in turn; empty names them after their layers.
  var neuronNames: [String] = []

  var description: RunDescription {
    RunDescription(
      name: "lane-keeping-3",
      task: TaskSummary(
        name: taskName, kind: kind, inputNames: inputs, outputNames: outputs,
        lossName: kind == "classification" ? "cross-entropy" : "mse",
        metricName: kind == "classification" ? "accuracy" : "mae", timeUnit: "s",
        isLossNormalized: isLossNormalized, indexedInputs: indexedInputs, spectrum: spectrum),
      model: ModelSummary(
        cell: cell, wiring: "auto-ncp", parameterCount: 1_832, neurons: neuronSummaries, synapses: synapses,
        synapseWords: synapseWords),
      configuration: isStream ? ["source": "mqtt://localhost/plant/#"] : [:],
      seed: 42, startedAt: Date(timeIntervalSince1970: 1_700_000_000), plannedSteps: isStream ? nil : 5_000,
      stepsPerEpoch: isStream ? nil : 100, batchSize: 32,
      programVersion: "0.1.0", naive: naive)
  }

  private var neuronSummaries: [NeuronSummary] {
    (0..<neurons).map { index in
      if isDense { return NeuronSummary(name: "unit \(index)", layer: "hidden") }
      let layer = index < 1 ? "motor" : index < neurons * 2 / 5 ? "command" : "inter"
      let name = neuronNames.isEmpty ? "\(layer) \(index)" : neuronNames[index % neuronNames.count]
      return NeuronSummary(name: name, layer: layer)
    }
  }

  var synapses: [SynapseSummary] {
    if isDense { return denseSynapses }
    if isLayered { return layeredSynapses }
    let recurrent = (0..<neurons).flatMap { target in
      (0..<4).map {
        SynapseSummary(isSensory: false, source: (target * 7 + $0 * 5 + 1) % neurons, target: target)
      }
    }
    let sensory = (0..<neurons).flatMap { target in
      inputs.indices.filter { ($0 + target) % 2 == 0 }.map {
        SynapseSummary(isSensory: true, source: $0, target: target)
      }
    }
    return recurrent + sensory
  }

  private var denseSynapses: [SynapseSummary] {
    (0..<neurons).flatMap { target in
      (0..<neurons).map { SynapseSummary(isSensory: false, source: $0, target: target) }
        + inputs.indices.map { SynapseSummary(isSensory: true, source: $0, target: target) }
    }
  }

  private var layeredSynapses: [SynapseSummary] {
    let commands = Array(1..<max(1, neurons * 2 / 5))
    let inters = Array(max(1, neurons * 2 / 5)..<max(1, neurons))
    func pick(_ from: [Int], _ count: Int, _ seed: Int) -> [Int] {
      from.isEmpty ? [] : (0..<count).map { from[(seed * 7 + $0 * 5) % from.count] }
    }
    let toCommands = commands.flatMap { target in
      pick(inters, 4, target).map { SynapseSummary(isSensory: false, source: $0, target: target) }
    }
    let within = commands.prefix(5).map {
      SynapseSummary(isSensory: false, source: $0, target: commands[($0 * 3) % commands.count])
    }
    let toMotor = commands.map { SynapseSummary(isSensory: false, source: $0, target: 0) }
    let sensory = inters.flatMap { target in
      pick(Array(inputs.indices), 2, target).map {
        SynapseSummary(isSensory: true, source: $0, target: target)
      }
    }
    return toCommands + within + toMotor + sensory
  }

  /// One scalar a step, falling with ripples; validation every hundred.
  var scalars: [StepScalars] {
    guard trainingSteps > 0 else { return [] }
    return (1...trainingSteps).map { step in
      let loss =
        0.9 * exp(-Double(step) / 250) + 0.03 + 0.02 * abs(sin(Double(step) * 1.7) * sin(Double(step) * 0.37))
      let validation =
        step % 100 == 0 ? Validation(loss: loss * 1.1 + 0.01, metric: loss.squareRoot() * 0.6) : nil
      return StepScalars(
        step: step, epoch: step / 100, elapsed: Double(step) * 0.05, loss: loss, learningRate: 0.01,
        gradientNorm: 0.5 + loss, validation: validation)
    }
  }

  func frame(
    state: TrainingState = .training, perturbations: [Perturbation] = [], interventions: [Intervention] = []
  ) -> Frame {
    let isMoved = !perturbations.isEmpty || !interventions.isEmpty
    return Frame(
      step: trainingSteps, epoch: trainingSteps / 100, elapsed: Double(trainingSteps) * 0.05, state: state,
      learningRate: 0.01, sequencesPerSecond: 1_234, remaining: 188,
      probe: Probe(
        index: 0, count: 8, nominal: trace(moved: []),
        perturbed: isMoved ? trace(moved: Set(perturbations.map(\.channel))) : nil, synapses: readings,
        words: words),
      perturbations: perturbations, interventions: interventions)
  }

  func batch(_ frame: Frame) -> TelemetryBatch {
    var batch = TelemetryBatch()
    batch.scalars = scalars
    batch.frame = frame
    batch.skippedFrames = 3
    batch.events = [Event(kind: .checkpoint, step: 1_200, elapsed: 60, detail: "best validation so far")]
    return batch
  }

  private var readings: SynapseReadings {
    SynapseReadings(
      weights: synapses.indices.map { sin(Float($0) * 2.3) * 1.5 },
      currents: synapses.indices.map { cos(Float($0) * 1.1) * 0.4 })
  }

  private func trace(moved: Set<Int>) -> Trace {
    let shift: Float = moved.isEmpty ? 0 : 0.35
    let times = (0..<steps).map { Float($0) * 0.1 }
    func matrix(_ width: Int, _ value: (Int, Float) -> Float) -> [Float] {
      times.flatMap { time in (0..<width).map { value($0, time) } }
    }
    let inputs = matrix(inputs.count) { channel, time in
      20 * Float(channel + 1) + 5 * sin(time * Float(channel + 1))
        + (moved.contains(channel) ? 3 * sin(time * 31) : 0)
    }
    let states = matrix(neurons) { neuron, time in
      sin(time * (0.5 + Float(neuron) * 0.13) + Float(neuron)) * (1 - Float(neuron) / Float(neurons + 3))
        + shift * sin(time * 9) / Float(neuron + 1)
    }
    let taus = matrix(neurons) { neuron, time in
      0.05 * exp(Float(neuron % 7) * 0.6 + 0.4 * sin(time + Float(neuron))) + shift * 0.05
    }
    return Trace(
      times: times, inputs: inputs, states: states, timeConstants: hasTimeConstants ? taus : [],
      outputs: kind == "classification"
        ? probabilities(times, shift)
        : matrix(outputs.count) { output, time in
          sin(time + Float(output)) * 0.8 + shift * sin(time * 5)
        },
      targets: kind == "classification"
        ? labels(times)
        : matrix(outputs.count) { output, time in
          sin(time + Float(output) + 0.15) * 0.9
        },
      solverError: moved.isEmpty ? solverError : nil)
  }

  private func probabilities(_ times: [Float], _ shift: Float) -> [Float] {
    times.flatMap { time -> [Float] in
      let scores = outputs.indices.map { index in
        exp(index == 1 ? time * (0.8 - shift) : sin(time * Float(index + 1)))
      }
      let sum = scores.reduce(0, +)
      return scores.map { $0 / sum }
    }
  }

  /// Labelled at the last step only.
  private func labels(_ times: [Float]) -> [Float] {
    times.indices.flatMap { step in
      outputs.indices.map { step == times.count - 1 ? ($0 == 1 ? 1 : 0) : .nan }
    }
  }
}
