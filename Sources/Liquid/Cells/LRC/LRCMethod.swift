import CLiquidKernels

/// Sub-steps of liquid-resistance liquid-capacitance units, explicit or semi-implicit; see `LRC`.
///
/// f and z of every sub-step are kept for the backward pass, which therefore evaluates no synapse a second time for its
/// value, only for its gradient.
final class LRCMethod: SubStepMethod {
  let field: LRCField
  let stages = 1
  let reevaluatesField = false
  private let mode: liquid_lrc_mode
  private let neurons: Int
  /// `[sub-steps, 2, neurons]`
  private let kept = LaneBuffer()

  init(field: LRCField, isFused: Bool) {
    self.field = field
    mode = isFused ? LIQUID_LRC_FUSED : LIQUID_LRC_EULER
    neurons = Int(field.network.byTarget.list.groups)
  }

  func reserve(subSteps: Int) { kept.reserve(subSteps * 2 * neurons * LaneShard.lanes) }

  func advance(
    _ subStep: Int, length: UnsafePointer<Float>, from before: UnsafePointer<Float>,
    to after: UnsafeMutablePointer<Float>
  ) {
    field.step(mode, length: length, from: before, to: after, kept: kept.row(subStep * 2 * neurons))
  }

  func backward(
    _ subStep: Int, length: UnsafePointer<Float>, from before: UnsafePointer<Float>,
    to after: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>
  ) {
    field.stepBackward(
      mode, length: length, from: before, to: after, kept: kept.row(subStep * 2 * neurons),
      gradient: gradient, stateGradient: gradient)
  }
}
