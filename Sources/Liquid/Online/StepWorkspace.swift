/// A cell's step in all lanes, with room for its backward pass: what the derivatives of any cell are made from.
final class StepWorkspace {
  private let cell: any SteppedCell
  let stepper: any StepRunner
  let inputMap: ChannelScaling
  let layout: StepRows
  /// The inputs and states before the step, then those after it, in the order of `layout`.
  let rows = LaneBuffer()
  /// The gradient with respect to `rows`.
  let gradientRows = LaneBuffer()
  let shard = LaneShard()
  /// Of the newest step, `[neurons, 16]`, the same in all lanes.
  let timeConstants = LaneBuffer()
  private(set) var held = HeldNeurons()

  /// - Parameter includesMemory: whether a mixed memory that the cell has is part of the step.
  init(cell: any SteppedCell, includesMemory: Bool = true) {
    self.cell = cell
    let bare = cell.makeStepRunner()
    stepper = includesMemory && cell.hasMixedMemory ? MixedMemory(around: bare, cell: cell) : bare
    layout = StepRows(inputs: cell.ports.inputs, states: stepper.stateRows)
    inputMap = ChannelScaling(
      "input", map: cell.ports.inputMap, width: cell.ports.inputs, layout: cell.layout)
    shard.reserveStep(inputs: cell.ports.inputs)
    shard.present.base.update(repeating: 1, count: LaneShard.lanes)
    rows.reserve(2 * layout.stride * LaneShard.lanes)
    gradientRows.reserve(2 * layout.stride * LaneShard.lanes)
    timeConstants.reserve(cell.wiring.neurons * LaneShard.lanes)
    stepper.reserve(slots: 1)
  }

  /// Loads the parameters that later calls use, `[layout.count]`, and holds neurons.
  func load(_ parameters: [Float], interventions: [NetworkIntervention]) {
    let parameters = cell.parameters(parameters, under: interventions)
    stepper.load(parameters)
    inputMap.load(parameters)
    held = HeldNeurons(interventions)
    stepper.hold(held)
  }

  private var place: StepPlace { StepPlace(shard: shard, step: 0, slot: 0, inputs: shard.inputs.row(0)) }

  /// Sets what the step starts from, the same in all lanes.
  func start(_ inputs: [Float], elapsed: Float, states: UnsafePointer<Float>) {
    let lanes = LaneShard.lanes
    stepper.begin(dropoutSeed: nil, sequences: 0..<1)
    for channel in inputs.indices {
      shard.inputs.row(channel).update(repeating: inputs[channel], count: lanes)
    }
    shard.elapsed.base.update(repeating: elapsed, count: lanes)
    inputMap.apply(shard.inputs.row(0), to: rows.row(0))
    for state in 0..<layout.states {
      rows.row(layout.before + state).update(repeating: states[state], count: lanes)
    }
  }

  /// Runs the step. Needed before each backward pass, which writes over what the step has left for it.
  func advance() { stepper.advance(place, rows: rows.row(0)) }

  /// Reads the time constants of the step that has just run.
  func readTimeConstants() { stepper.readTimeConstants(place, rows: rows.row(0), into: timeConstants) }

  /// The backward pass of some states after the step, each in a lane of its own; those that are held are left out.
  ///
  /// `gradientRows` then has the derivatives of these states, and the stepper's sums those with respect to its parameters.
  func backward(from states: Range<Int>) {
    gradientRows.clear(2 * layout.stride * LaneShard.lanes)
    for state in states where !held.neurons.contains(state) {
      gradientRows.row(layout.after + state)[state - states.lowerBound] = 1
    }
    stepper.zeroGradients()
    stepper.backward(place, rows: rows.row(0), gradient: gradientRows.row(0))
  }

  /// Reads the states after the step.
  func finish(_ states: UnsafeMutablePointer<Float>) {
    held.write(to: rows.row(layout.after))
    for state in 0..<layout.states { states[state] = rows.row(layout.after + state)[0] }
  }
}
