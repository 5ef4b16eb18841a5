import CLiquidKernels

/// Where a network's inputs and states of two successive steps lie, in rows of lanes:
/// `[inputs, states before the step, next step's inputs, states after the step]`.
struct CfCRows {
  let inputs: Int
  let neurons: Int

  init(_ wiring: Wiring) {
    inputs = wiring.inputs
    neurons = wiring.neurons
  }

  /// Rows of one step.
  var stride: Int { inputs + neurons }
  /// The first state before a step.
  var before: Int { inputs }
  /// The first state after it.
  var after: Int { stride + inputs }
}

/// How the heads of a CfC see inputs and states: through a backbone, or along the synapses alone.
///
/// `rows` are those of `CfCRows`, `heads` `[heads, neurons, 16]`. Steps are numbered from 0; recordings of
/// all steps up to the last one asked for are kept.
protocol CfCHeads: AnyObject {
  /// Takes over a flat parameter vector.
  func load(_ parameters: [Float])

  /// Makes room for a number of steps.
  func reserve(steps: Int)

  /// Computes the heads of a group of neurons.
  func forward(
    _ group: UnsafePointer<liquid_cfc_group>, step: Int, rows: UnsafePointer<Float>,
    heads: UnsafeMutablePointer<Float>)

  /// Sets the sums of gradients to zero.
  func clearSums()

  /// Adds what reaches the rows to `rowGradient` and notes what the weights' gradient needs.
  func backward(
    _ group: UnsafePointer<liquid_cfc_group>, step: Int, headGradient: UnsafePointer<Float>,
    rows: UnsafePointer<Float>, rowGradient: UnsafeMutablePointer<Float>)

  /// Adds the weights' gradient over all steps to a flat vector.
  ///
  /// - Parameters:
  ///   - rows: of all steps, `[steps, inputs + neurons, 16]`.
  ///   - headGradient: of all steps, `[steps, heads, neurons, 16]`.
  func collect(
    steps: Int, rows: UnsafePointer<Float>, headGradient: UnsafePointer<Float>, into gradient: inout [Float])

  /// The derivative of each synapse's target with respect to its source over the last step, in one lane: the
  /// wiring's synapses, then its sensory synapses.
  ///
  /// - Parameter slopes: of each state with respect to its neuron's heads, `[heads, neurons]`.
  func gains(step: Int, lane: Int, slopes: [Float]) -> [Float]
}
