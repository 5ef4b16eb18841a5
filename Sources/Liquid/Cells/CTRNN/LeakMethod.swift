import CLiquidKernels

/// Semi-implicit sub-steps of a leaky field, with the leak taken at the sub-step's end and the activity at its start:
/// x' = (x + h tanh(W x + U u + b)) / (1 + h / tau). Bounded for any h.
final class LeakMethod: SubStepMethod {
  let field: LeakyDenseField
  let stages = 1
  /// Of the newest sub-step, `[neurons]`: the activity, and the gradient with respect to it.
  private let activity = LaneBuffer()
  private let activityGradient = LaneBuffer()

  init(field: LeakyDenseField) {
    self.field = field
    activity.reserve(field.neurons * LaneShard.lanes)
    activityGradient.reserve(field.neurons * LaneShard.lanes)
  }

  func advance(
    length: UnsafePointer<Float>, from before: UnsafePointer<Float>, to after: UnsafeMutablePointer<Float>
  ) {
    field.activity.evaluate(stage: 0, states: before, activity: activity.row(0))
    liquid_leak_step(Int32(field.neurons), field.rate, length, activity.row(0), before, after)
  }

  func goBack(
    length: UnsafePointer<Float>, from before: UnsafePointer<Float>, to after: UnsafePointer<Float>,
    gradient: UnsafeMutablePointer<Float>
  ) {
    field.activity.evaluate(stage: 0, states: before, activity: activity.row(0))
    liquid_leak_step_gradient(
      Int32(field.neurons), field.rate, length, after, gradient, activityGradient.row(0),
      field.rateSums.row(0))
    field.activity.goBack(
      stage: 0, slot: field.slot, states: before, gradient: activityGradient.row(0), stateGradient: gradient)
  }
}
