import CLiquidKernels

/// The LTC's own solver: semi-implicit sub-steps, bounded for any length.
///
/// With all sums taken at the states v before the sub-step, and D its length:
///
///     v' = v + D (drive - conductance v) r,   r = 1 / (cm + D conductance)
///
/// The reciprocals r of every sub-step are kept for the backward pass, which therefore evaluates no synapse a second
/// time for its value, only for its gradient.
final class LTCFusedMethod: SubStepMethod {
  let field: LTCField
  let stages = 1
  let reevaluatesField = false
  /// r, `[sub-steps, neurons]`.
  private let reciprocals = LaneBuffer()
  private let neurons: Int

  init(field: LTCField) {
    self.field = field
    neurons = field.network.cell.wiring.neurons
  }

  func reserve(subSteps: Int) { reciprocals.reserve(subSteps * neurons * LaneShard.lanes) }

  func advance(
    _ subStep: Int, length: UnsafePointer<Float>, from before: UnsafePointer<Float>,
    to after: UnsafeMutablePointer<Float>
  ) {
    withUnsafePointer(to: field.network.neurons) { parameters in
      withUnsafePointer(to: field.network.recurrentByTarget.list) { list in
        liquid_ltc_substep(
          list, parameters, length, field.inputConductance.row(0), field.inputDrive.row(0), before, after,
          reciprocals.row(subStep * neurons))
      }
    }
  }

  func backward(
    _ subStep: Int, length: UnsafePointer<Float>, from before: UnsafePointer<Float>,
    to after: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>
  ) {
    let sums = field.gradients
    liquid_ltc_neuron_gradient(
      Int32(neurons), field.network.neurons.capacitance, length, before, after,
      reciprocals.row(subStep * neurons),
      gradient, sums.subDrive.row(0), sums.subConductance.row(0), sums.stepDrive.row(0),
      sums.stepConductance.row(0), sums.capacitance.row(0))
    field.backwardThroughSynapses(states: before, stateGradient: gradient)
  }
}
