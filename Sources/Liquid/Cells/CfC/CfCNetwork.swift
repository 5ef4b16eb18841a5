import CLiquidKernels

// Shapes, in rows of 16 floats, one lane per sequence: I inputs, N neurons, H heads (1 in pure mode, else 4)
//   rows [2 (I + N)]  of a step; see StepRows
//   heads [H, N]      in the order ff1, ff2, time_a, time_b

/// A CfC's parameters laid out for the kernels.
final class CfCNetwork {
  let cell: CfC
  let stages: CfCStages
  let heads: any CfCHeads

  // A and w_tau; not read where the mode has neither.
  private var amplitude: [Float]
  private(set) var rate: [Float]

  init(cell: CfC) {
    self.cell = cell
    stages = CfCStages(cell.wiring)
    heads = cell.wiring.isComplete ? BackboneHeads(cell: cell) : WiredHeads(cell: cell, stages: stages)
    amplitude = Array(repeating: 0, count: cell.wiring.neurons)
    rate = amplitude
  }

  var isPure: Bool { cell.options.mode == .pure }

  func load(parameters: [Float]) {
    precondition(
      parameters.count == cell.layout.count, "\(parameters.count) parameters, not \(cell.layout.count)")
    heads.load(parameters)
    guard isPure else { return }
    for (place, index) in cell.layout["A"].enumerated() { amplitude[place] = parameters[index] }
    for (place, index) in cell.layout["w_tau"].enumerated() { rate[place] = parameters[index] }
  }

  /// Calls a kernel with the neurons of a stage.
  func withGroup(_ stage: Int, _ body: (UnsafePointer<liquid_cfc_group>) -> Void) {
    stages.members[stage].withUnsafeBufferPointer { members in
      amplitude.withUnsafeBufferPointer { amplitude in
        rate.withUnsafeBufferPointer { rate in
          var group = liquid_cfc_group(
            mode: cell.options.mode.kernel, neurons: Int32(cell.wiring.neurons), count: Int32(members.count),
            members: members.baseAddress, amplitude: amplitude.baseAddress, rate: rate.baseAddress)
          body(&group)
        }
      }
    }
  }
}

extension CfC.Mode {
  var kernel: liquid_cfc_mode {
    switch self {
    case .default: LIQUID_CFC_DEFAULT
    case .noGate: LIQUID_CFC_NO_GATE
    case .pure: LIQUID_CFC_PURE
    }
  }
}

/// How the heads of a CfC see inputs and states: through a backbone, or only along the synapses.
///
/// `rows` are those of `StepRows`, `heads` `[heads, neurons, 16]`.
protocol CfCHeads: AnyObject {
  /// Loads a flat parameter vector.
  func load(_ parameters: [Float])

  /// Makes room for what a number of steps leave for the backward pass.
  func reserve(slots: Int)

  /// Computes the heads of a group of neurons.
  func forward(
    _ group: UnsafePointer<liquid_cfc_group>, slot: Int, rows: UnsafePointer<Float>,
    heads: UnsafeMutablePointer<Float>)

  /// Sets the sums of gradients to zero.
  func zeroGradients()

  /// Adds the gradient with respect to the rows to `rowGradient` and keeps what the weights' gradient needs.
  func backward(
    _ group: UnsafePointer<liquid_cfc_group>, slot: Int, headGradient: UnsafePointer<Float>,
    rows: UnsafePointer<Float>, rowGradient: UnsafeMutablePointer<Float>)

  /// Adds the weights' gradient over all slots to a flat vector.
  ///
  /// - Parameters:
  ///   - rows: of the first slot; each other's lie `stride` rows after the last one's.
  ///   - headGradient: of all slots, `[slots, heads, neurons, 16]`.
  func accumulateGradients(
    slots: Int, rows: UnsafePointer<Float>, stride: Int, headGradient: UnsafePointer<Float>,
    into gradient: inout [Float])

  /// See `StepRunner.denseTerms`.
  func denseTerms(rows: UnsafePointer<Float>, headGradient: UnsafePointer<Float>) -> [DenseTerm]?

  /// The derivative of each synapse's target with respect to its source over a slot's step, in one lane: the
  /// wiring's synapses, then its sensory synapses.
  ///
  /// - Parameter slopes: of each state with respect to its neuron's heads, `[heads, neurons]`.
  func gains(slot: Int, lane: Int, slopes: [Float]) -> [Float]
}
