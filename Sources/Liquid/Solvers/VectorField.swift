/// The right side of a cell's differential equation, dx/dt = f(x, u), for 16 lanes: rows of states, `[neurons, 16]`.
///
/// The inputs u stay the same over a step of the data. Within a sub-step a method evaluates f several times; those
/// evaluations, its stages, are numbered, and what their gradient needs is kept until the next sub-step.
protocol VectorField: AnyObject {
  /// Takes over the parameters that later calls use, `[layout.count]`.
  func load(_ parameters: [Float])

  /// Makes room.
  ///
  /// - Parameters:
  ///   - slots: steps that are gone back through before `collect`.
  ///   - stages: evaluations within a sub-step.
  ///   - evaluations: those within a step.
  func reserve(slots: Int, stages: Int, evaluations: Int)

  /// Takes over a step's inputs, `[inputs, 16]`, before the step is run.
  func begin(inputs: UnsafePointer<Float>)

  /// Evaluates f. A held neuron's derivative is 0.
  func evaluate(stage: Int, states: UnsafePointer<Float>, derivative: UnsafeMutablePointer<Float>)

  /// Sets the sums of gradients to zero.
  func clearSums()

  /// Takes over a step's inputs, before the step is gone back through.
  func beginBackward(slot: Int, inputs: UnsafePointer<Float>)

  /// The vector-Jacobian product of an evaluation: adds the transposed Jacobian times `gradient` to
  /// `stateGradient`, and the parameters' gradient to the sums.
  ///
  /// - Parameter gradient: with respect to the derivative; may be written over.
  func goBack(
    stage: Int, states: UnsafePointer<Float>, derivative: UnsafePointer<Float>,
    gradient: UnsafeMutablePointer<Float>, stateGradient: UnsafeMutablePointer<Float>)

  /// Adds what a step's evaluations sent back to its inputs to `inputGradient`, `[inputs, 16]`.
  func endBackward(
    slot: Int, inputs: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>)

  /// Adds the parameters' gradient since `clearSums` to a flat vector; see `StepRunner.collect`.
  func collect(slots: Int, rows: UnsafePointer<Float>, stride: Int, into gradient: inout [Float])

  /// Keeps the derivative of held neurons at 0 and cuts what interventions cut; until the next `load`.
  func hold(_ interventions: [NetworkIntervention])

  /// The time constants at the states after a step under its inputs; see `StepRunner`.
  func readTimeConstants(rows: UnsafePointer<Float>, into timeConstants: LaneBuffer)

  /// See `StepRunner`.
  func readSynapses(rows: UnsafePointer<Float>, lane: Int) -> SynapseReadings
}

/// How a vector field is followed over one sub-step, forward and backward, for 16 lanes.
protocol SubStepMethod: AnyObject {
  associatedtype Field: VectorField

  var field: Field { get }

  /// Evaluations of the field a sub-step.
  var stages: Int { get }

  /// Computes the states behind a sub-step.
  ///
  /// - Parameter length: of the sub-step, `[16]`; a lane where it is 0 keeps its states.
  func advance(
    length: UnsafePointer<Float>, from before: UnsafePointer<Float>, to after: UnsafeMutablePointer<Float>)

  /// Goes back through a sub-step: the exact gradient of what `advance` computes.
  ///
  /// - Parameter gradient: with respect to the states behind the sub-step, turned into that with respect to the
  ///   states before it, `[neurons, 16]`.
  func goBack(
    length: UnsafePointer<Float>, from before: UnsafePointer<Float>, to after: UnsafePointer<Float>,
    gradient: UnsafeMutablePointer<Float>)
}
