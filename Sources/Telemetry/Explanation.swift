/// Why the network answered as it did at one step of the probe, within the model: the parts that one output is the sum of.
///
/// With y the output at the step and y0 what it is on the baseline (every input at its mean, over all steps):
///
///     y - y0 = sum of inputParts = sum of neuronParts + sum of directParts        (each up to the integration's error)
///
/// Source: Sundararajan, Taly and Yan, "Axiomatic attribution for deep networks", ICML 2017 (integrated gradients).
public struct Explanation: Sendable, Hashable {
  /// The step of the nominal trace that is explained, counted from 0; nil for the last one.
  public var step: Int?
  /// The output that is explained, an index into `TaskSummary.outputNames`.
  public var output: Int
  /// y, in the target's units; for classes the logit.
  public var answer: Float
  /// y0, in the same units.
  public var baseline: Float
  /// What each input channel contributed over all steps up to this one, `[inputs]`, in the same units.
  public var inputParts: [Float]
  /// The same by how long ago, `[lags, inputs]`: the first row is that of the step itself.
  public var lagParts: [Float]
  /// What each neuron's state before the step contributed, `[neurons]`, in the same units.
  public var neuronParts: [Float]
  /// What the inputs of the step itself contributed past those states, `[inputs]`.
  public var directParts: [Float]
  /// Nil where nobody looks at them, and in runs that are replayed.
  public var details: ExplanationDetails?

  public init(
    step: Int?, output: Int, answer: Float, baseline: Float, inputParts: [Float], lagParts: [Float],
    neuronParts: [Float], directParts: [Float], details: ExplanationDetails? = nil
  ) {
    self.step = step
    self.output = output
    self.answer = answer
    self.baseline = baseline
    self.inputParts = inputParts
    self.lagParts = lagParts
    self.neuronParts = neuronParts
    self.directParts = directParts
    self.details = details
  }

  /// The change of the output that the parts add up to.
  public var change: Float { answer - baseline }

  /// Whether every array has its width and every index its place, the details' included. Values may be anything.
  ///
  /// - Parameter steps: the length of the trace that is explained.
  func fits(_ description: RunDescription, steps: Int) -> Bool {
    let inputs = description.task.inputNames.count
    let neurons = description.model.neurons.count
    let isWholeLags =
      inputs == 0 ? lagParts.isEmpty : lagParts.count % inputs == 0 && lagParts.count / inputs <= steps
    return steps > 0 && step.map { (0..<steps).contains($0) } ?? true
      && description.task.outputNames.indices.contains(output) && isWholeLags
      && inputParts.count == inputs && directParts.count == inputs && neuronParts.count == neurons
      && details?.fits(neurons: neurons, inputs: inputs) ?? true
  }
}

/// What is only measured while a person looks at it.
public struct ExplanationDetails: Sendable, Hashable {
  /// How each neuron's derivative (or, where the cell has none, the change of its state in a step, per unit of time) depends
  /// on each neuron's state, `[neurons, neurons]`, target by target: the matrix A.
  public var intrinsic: [Float]
  /// The same for the inputs, `[neurons, inputs]`: the matrix C.
  public var inputs: [Float]
  /// How each input changes each neuron's own leak, the diagonals of the matrices B, `[neurons, inputs]`; empty where the cell
  /// has none.
  public var modulation: [Float]
  /// What becomes of the output when something is held or cut, the largest change first.
  public var effects: [InterventionEffect]

  public init(intrinsic: [Float], inputs: [Float], modulation: [Float], effects: [InterventionEffect]) {
    self.intrinsic = intrinsic
    self.inputs = inputs
    self.modulation = modulation
    self.effects = effects
  }

  fileprivate func fits(neurons: Int, inputs: Int) -> Bool {
    let hasTargets = effects.allSatisfy { effect in
      switch effect.target {
      case .input(let input): (0..<inputs).contains(input)
      case .neuron(let neuron): (0..<neurons).contains(neuron)
      }
    }
    return intrinsic.count == neurons * neurons && self.inputs.count == neurons * inputs
      && (modulation.isEmpty || modulation.count == neurons * inputs) && hasTargets
  }
}

/// What one intervention does to the output on the probe.
public struct InterventionEffect: Sendable, Hashable, Codable {
  /// What is intervened on.
  public enum Target: Sendable, Hashable, Codable {
    /// An input channel, held at its mean.
    case input(Int)
    /// A neuron, held at its mean over the probe.
    case neuron(Int)
  }

  public var target: Target
  /// The output's change at the step, in the target's units.
  public var change: Float
  /// The root mean square of its change over all steps.
  public var typicalChange: Float

  public init(target: Target, change: Float, typicalChange: Float) {
    self.target = target
    self.change = change
    self.typicalChange = typicalChange
  }
}
