/// The state of a training run, as the status line words it.
public enum TrainingState: String, Sendable, Hashable, Codable, CaseIterable {
  case training
  case paused
  /// A single step was made while paused.
  case stepped
  case done
  /// Ended early on request.
  case stopped
  /// The loss or a parameter became non-finite or exploded; the last good parameters are kept.
  case diverged
}

/// One snapshot of training at a step: the newest scalars and the probe's traces.
public struct Frame: Sendable, Hashable {
  public var step: Int
  public var epoch: Int
  /// Seconds of wall time since training started.
  public var elapsed: Double
  public var state: TrainingState
  public var learningRate: Double
  public var sequencesPerSecond: Double
  /// Seconds until the planned end at the present speed; nil where unknown.
  public var remaining: Double?
  public var probe: Probe
  public var perturbations: [Perturbation]
  public var interventions: [Intervention]
  /// True where the perturbations reach the training inputs and not only the probe.
  public var perturbsTraining: Bool
  /// The network in a closed loop, where its outputs change its inputs; nil where it was not tried.
  public var drive: Drive?
  /// How the live stream stands; nil for training on finished data. The probe then is the newest rows as they were
  /// answered to.
  public var stream: StreamStatus?

  public init(
    step: Int, epoch: Int, elapsed: Double, state: TrainingState, learningRate: Double,
    sequencesPerSecond: Double, remaining: Double?, probe: Probe, perturbations: [Perturbation] = [],
    interventions: [Intervention] = [], perturbsTraining: Bool = false,
    drive: Drive? = nil, stream: StreamStatus? = nil
  ) {
    self.step = step
    self.epoch = epoch
    self.elapsed = elapsed
    self.state = state
    self.learningRate = learningRate
    self.sequencesPerSecond = sequencesPerSecond
    self.remaining = remaining
    self.probe = probe
    self.perturbations = perturbations
    self.interventions = interventions
    self.perturbsTraining = perturbsTraining
    self.drive = drive
    self.stream = stream
  }
}

/// The scalars of one optimiser step.
public struct StepScalars: Sendable, Hashable, Codable {
  /// Steps count from 1.
  public var step: Int
  public var epoch: Int
  /// Seconds of wall time since training started.
  public var elapsed: Double
  /// The training loss of this step's batch, before the step was made. May be non-finite.
  public var loss: Double
  public var learningRate: Double
  /// The global L2 norm of the gradient before clipping.
  public var gradientNorm: Double
  /// Set at the steps after which the validation part was run.
  public var validation: Validation?

  public init(
    step: Int, epoch: Int, elapsed: Double, loss: Double, learningRate: Double, gradientNorm: Double,
    validation: Validation? = nil
  ) {
    self.step = step
    self.epoch = epoch
    self.elapsed = elapsed
    self.loss = loss
    self.learningRate = learningRate
    self.gradientNorm = gradientNorm
    self.validation = validation
  }
}

/// Loss and metric over the whole validation part.
public struct Validation: Sendable, Hashable, Codable {
  public var loss: Double
  /// The metric named in `TaskSummary.metricName`.
  public var metric: Double

  public init(loss: Double, metric: Double) {
    self.loss = loss
    self.metric = metric
  }
}

extension Frame {
  /// Whether every array and index agrees with the description, so that a screen may rely on them.
  ///
  /// Time constants and targets may be empty, synapses, words and the explanation nil; everything else has its full width. Frames
  /// read from a file that do not fit are refused.
  public func fits(_ description: RunDescription) -> Bool {
    let inputs = description.task.inputNames.indices
    let neurons = description.model.neurons.indices
    let steps = probe.nominal.stepCount
    return [probe.nominal, probe.perturbed].allSatisfy { $0?.fits(description) ?? true }
      && probe.words.map { $0.count == steps } ?? true
      && probe.synapses.map { $0.fits(description.model.synapses.count, steps: steps) } ?? true
      && probe.explanation.map { $0.fits(description, steps: steps) } ?? true
      && perturbations.allSatisfy { inputs.contains($0.channel) }
      && interventions.allSatisfy { $0.target.exists(in: description.model) } && drive?.isWhole ?? true
      && stream?.fits(neurons: neurons.count, outputs: description.task.outputNames.count) ?? true
  }
}

extension SynapseReadings {
  fileprivate func fits(_ count: Int, steps: Int) -> Bool {
    weights.count == count && currents.count == count && step.map { (0..<steps).contains($0) } ?? true
  }
}

extension Trace {
  fileprivate func fits(_ description: RunDescription) -> Bool {
    func holds(_ values: [Float], width: Int) -> Bool { values.count == times.count * width }
    let neurons = description.model.neurons.count
    let outputs = description.task.outputNames.count
    return holds(inputs, width: description.task.inputNames.count) && holds(states, width: neurons)
      && (timeConstants.isEmpty || holds(timeConstants, width: neurons))
      && holds(self.outputs, width: outputs)
      && (targets.isEmpty || holds(targets, width: outputs))
  }
}
