/// Where the backward pass of a CfC collects what belongs to neither heads nor maps, lane by lane, over one
/// shard.
final class CfCGradients {
  /// With respect to the rows of `CfCRows` in the current step.
  let rows = LaneBuffer()
  /// With respect to A and w_tau, `[neurons]`.
  let amplitude = LaneBuffer()
  let rate = LaneBuffer()

  private let layout: CfCRows

  init(wiring: Wiring) {
    layout = CfCRows(wiring)
    rows.reserve(2 * layout.stride * LaneShard.lanes)
    amplitude.reserve(layout.neurons * LaneShard.lanes)
    rate.reserve(layout.neurons * LaneShard.lanes)
  }

  func clear() {
    rows.clear(2 * layout.stride * LaneShard.lanes)
    amplitude.clear(layout.neurons * LaneShard.lanes)
    rate.clear(layout.neurons * LaneShard.lanes)
  }

  /// Goes one step back in time: what reached the states before a step belongs to those after the step
  /// before.
  func moveBack() {
    rows.row(layout.after).update(from: rows.row(layout.before), count: layout.neurons * LaneShard.lanes)
    rows.clear(layout.stride * LaneShard.lanes)
  }
}
