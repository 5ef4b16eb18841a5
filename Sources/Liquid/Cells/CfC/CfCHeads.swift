import CLiquidKernels

/// How the heads of a CfC see inputs and states: through a backbone, or along the synapses alone.
///
/// `rows` are those of `StepRows`, `heads` `[heads, neurons, 16]`.
protocol CfCHeads: AnyObject {
  /// Takes over a flat parameter vector.
  func load(_ parameters: [Float])

  /// Makes room for what a number of steps leave for the backward pass.
  func reserve(slots: Int)

  /// Computes the heads of a group of neurons.
  func forward(
    _ group: UnsafePointer<liquid_cfc_group>, slot: Int, rows: UnsafePointer<Float>,
    heads: UnsafeMutablePointer<Float>)

  /// Sets the sums of gradients to zero.
  func clearSums()

  /// Adds what reaches the rows to `rowGradient` and notes what the weights' gradient needs.
  func backward(
    _ group: UnsafePointer<liquid_cfc_group>, slot: Int, headGradient: UnsafePointer<Float>,
    rows: UnsafePointer<Float>, rowGradient: UnsafeMutablePointer<Float>)

  /// Adds the weights' gradient over all slots to a flat vector.
  ///
  /// - Parameters:
  ///   - rows: of the first slot; each other's lie `stride` rows behind the last one's.
  ///   - headGradient: of all slots, `[slots, heads, neurons, 16]`.
  func collect(
    slots: Int, rows: UnsafePointer<Float>, stride: Int, headGradient: UnsafePointer<Float>,
    into gradient: inout [Float])

  /// The derivative of each synapse's target with respect to its source over a slot's step, in one lane: the
  /// wiring's synapses, then its sensory synapses.
  ///
  /// - Parameter slopes: of each state with respect to its neuron's heads, `[heads, neurons]`.
  func gains(slot: Int, lane: Int, slopes: [Float]) -> [Float]
}
