/// The right side of a cell's differential equation, dx/dt = f(x, u), for 16 lanes.
///
/// Shapes: states, derivatives and their gradients are `[neurons, 16]`, inputs `[inputs, 16]`.
///
/// The inputs u are constant over a step of the data. A method evaluates f one or more times in a sub-step; these
/// evaluations, its stages, are numbered, and what their gradient needs is kept until the next sub-step.
protocol VectorField: AnyObject {
  /// Loads the parameters that later calls use, `[layout.count]`.
  func load(_ parameters: [Float])

  /// Makes room.
  ///
  /// - Parameters:
  ///   - slots: steps whose backward pass runs before `accumulateGradients`.
  ///   - stages: evaluations in a sub-step.
  ///   - evaluations: evaluations in a step.
  func reserve(slots: Int, stages: Int, evaluations: Int)

  /// Sets a step's inputs; called before `evaluate`.
  func begin(inputs: UnsafePointer<Float>)

  /// Evaluates f. The derivative of a held neuron is 0.
  func evaluate(stage: Int, states: UnsafePointer<Float>, derivative: UnsafeMutablePointer<Float>)

  /// Sets the sums of gradients to zero.
  func zeroGradients()

  /// Starts the backward pass of a step.
  func beginBackward(slot: Int)

  /// The vector-Jacobian product of an evaluation: adds the transposed Jacobian times `gradient` to
  /// `stateGradient`, and the parameters' gradient to the sums.
  ///
  /// - Parameter gradient: with respect to the derivative; may be overwritten.
  func backward(
    stage: Int, states: UnsafePointer<Float>, derivative: UnsafePointer<Float>,
    gradient: UnsafeMutablePointer<Float>, stateGradient: UnsafeMutablePointer<Float>)

  /// Ends the backward pass of a step: adds the gradient with respect to its inputs to `inputGradient`.
  func endBackward(
    slot: Int, inputs: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>)

  /// Adds the parameters' gradient since `zeroGradients` to a flat vector; see `StepRunner.accumulateGradients`.
  func accumulateGradients(slots: Int, rows: UnsafePointer<Float>, stride: Int, into gradient: inout [Float])

  /// Keeps the derivative of held neurons at 0 and cuts the synapses of silenced ones; until the next `load`.
  func hold(_ held: HeldNeurons)

  /// Reads the time constants at the states after a step, under its inputs; see `StepRunner`.
  func readTimeConstants(rows: UnsafePointer<Float>, into timeConstants: LaneBuffer)

  /// Reads the synapses; see `StepRunner`.
  func readSynapses(rows: UnsafePointer<Float>, lane: Int) -> SynapseActivity
}

/// Follows a vector field over one sub-step, forward and backward, for 16 lanes.
///
/// Sub-steps are numbered over all steps that are kept, so that a method can keep something for the backward pass.
protocol SubStepMethod: AnyObject {
  associatedtype Field: VectorField

  var field: Field { get }

  /// Evaluations of the field in a sub-step.
  var stages: Int { get }

  /// Whether `backward` evaluates the field again instead of using what `advance` kept.
  var reevaluatesField: Bool { get }

  /// Makes room for what this many sub-steps keep.
  func reserve(subSteps: Int)

  /// Computes the states after a sub-step.
  ///
  /// - Parameter length: of the sub-step, `[16]`; a lane where it is 0 keeps its states.
  func advance(
    _ subStep: Int, length: UnsafePointer<Float>, from before: UnsafePointer<Float>,
    to after: UnsafeMutablePointer<Float>)

  /// The backward pass of a sub-step: the exact gradient of what `advance` computes.
  ///
  /// - Parameter gradient: with respect to the states after the sub-step; turned into the gradient with respect to
  ///   the states before it, `[neurons, 16]`.
  func backward(
    _ subStep: Int, length: UnsafePointer<Float>, from before: UnsafePointer<Float>,
    to after: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>)
}

extension SubStepMethod {
  var reevaluatesField: Bool { true }

  func reserve(subSteps: Int) {}
}
