import CLiquidKernels

/// A step of a CfC: its heads, then what the mode makes of them.
final class CfCStep: StepRunner {
  let network: CfCNetwork
  let layout: StepRows
  private var held = HeldNeurons()

  /// What `liquid_cfc_step` leaves of the heads, `[slots, heads, neurons]`; behind the backward pass the gradient
  /// with respect to the heads.
  let heads = LaneBuffer()
  /// Rows of a step's heads.
  let headRows: Int
  /// With respect to A and w_tau, `[neurons]`.
  private let amplitude = LaneBuffer()
  private let rate = LaneBuffer()

  var cell: CfC { network.cell }
  var stateRows: Int { layout.states }

  init(cell: CfC) {
    network = CfCNetwork(cell: cell)
    layout = StepRows(inputs: cell.wiring.inputs, states: cell.wiring.neurons)
    headRows = cell.options.mode.heads.count * cell.wiring.neurons
    amplitude.reserve(cell.wiring.neurons * LaneShard.lanes)
    rate.reserve(cell.wiring.neurons * LaneShard.lanes)
  }

  func load(_ parameters: [Float]) {
    held = HeldNeurons()
    network.load(parameters: parameters)
  }

  func reserve(slots: Int) {
    heads.reserve(slots * headRows * LaneShard.lanes)
    network.heads.reserve(slots: slots)
  }

  func advance(_ place: StepPlace, rows: UnsafeMutablePointer<Float>) {
    let heads = heads.row(place.slot * headRows)
    for stage in network.stages.members.indices {
      network.withGroup(stage) { group in
        network.heads.forward(group, slot: place.slot, rows: rows, heads: heads)
        liquid_cfc_step(
          group, place.elapsed, place.present, rows + layout.before * LaneShard.lanes, heads,
          rows + layout.after * LaneShard.lanes)
      }
      // The next stage sees these states.
      held.write(to: rows + layout.after * LaneShard.lanes)
    }
  }

  func clearSums() {
    amplitude.clear(layout.states * LaneShard.lanes)
    rate.clear(layout.states * LaneShard.lanes)
    network.heads.clearSums()
  }

  func goBack(
    _ place: StepPlace, rows: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>
  ) {
    let heads = heads.row(place.slot * headRows)
    for stage in network.stages.members.indices.reversed() {
      network.withGroup(stage) { group in
        liquid_cfc_gradient(
          group, place.elapsed, place.present, gradient + layout.after * LaneShard.lanes, heads,
          gradient + layout.before * LaneShard.lanes, amplitude.row(0), rate.row(0))
        network.heads.backward(
          group, slot: place.slot, headGradient: heads, rows: rows, rowGradient: gradient)
      }
    }
  }

  func collect(slots: Int, rows: UnsafePointer<Float>, stride: Int, into gradient: inout [Float]) {
    network.heads.collect(
      slots: slots, rows: rows, stride: stride, headGradient: heads.row(0), into: &gradient)
    guard network.isPure else { return }
    amplitude.addRowSums(to: &gradient, cell.layout["A"])
    rate.addRowSums(to: &gradient, cell.layout["w_tau"])
  }

  /// A clamped neuron keeps its value; a silenced one is clamped to 0, where a CfC's synapses, being linear, carry
  /// nothing.
  func hold(_ interventions: [NetworkIntervention]) {
    held = HeldNeurons(interventions)
  }
}
