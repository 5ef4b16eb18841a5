import Text

/// The derivatives of what a network's step really does, for every kind of cell: from the backward pass of its step.
///
///     let trajectory = try StateTrajectory(model: model, inputs: inputs, elapsed: elapsed)
///     let jacobians = StepJacobians(model: model)
///     let memory = try jacobians.memory(of: trajectory, steps: 3..<8)
///     print(memory.timeScales ?? [])
///
/// Cost: a step forward and backward for every 16 states. Used by one thread at a time.
package final class StepJacobians {
  private let cell: any SteppedCell
  /// Of the cell without its memory.
  private let workspace: StepWorkspace
  private let memory: MemoryJacobian?
  private let states = LaneBuffer()
  /// What the input map multiplies each input by.
  private let inputSlopes: [Double]

  /// Floats of state that a step hands to the next; the neurons' states come first.
  package let stateCount: Int

  /// Later changes of the model's parameters are not seen.
  package init(model: Model) {
    guard let cell = model.network as? any SteppedCell else {
      fail("the cell \(model.cell.identifier.quoted) is not run step by step")
    }
    self.cell = cell
    workspace = StepWorkspace(cell: cell, includesMemory: false)
    workspace.load(model.parameters, interventions: [])
    memory = cell.hasMixedMemory ? MemoryJacobian(cell: cell, parameters: model.parameters) : nil
    let own = workspace.layout.states
    stateCount = memory == nil ? own : 2 * own
    states.reserve(own)
    var map = ChannelMapValues(
      "input", map: cell.ports.inputMap, width: cell.ports.inputs, layout: cell.layout)
    map.load(model.parameters)
    inputSlopes = map.weight.map(Double.init)
  }

  /// The derivatives of a step from some states.
  ///
  /// - Parameters:
  ///   - states: those before the step, a memory's after the neurons', `[stateCount]`, finite.
  ///   - inputs: `[inputs]`, finite.
  ///   - elapsed: finite and at least 0.
  /// - Throws: where they are not so.
  package func jacobian(
    states: [Float], inputs: [Float], elapsed: Float
  ) throws(NetworkError) -> StepJacobian {
    guard states.count == stateCount else { throw .states(count: states.count, expected: stateCount) }
    if let index = states.firstNotFinite { throw .stateNotFinite(index: index) }
    let width = cell.wiring.inputs
    guard inputs.count == width else { throw .inputCount(inputs.count, expected: width) }
    if let channel = inputs.firstNotFinite { throw .inputNotFinite(channel: channel) }
    guard elapsed >= 0, elapsed.isFinite else { throw .elapsedTime(elapsed) }
    guard let memory else { return ownJacobian(states, inputs, elapsed) }
    let recall = memory.recall(states: states, inputs: inputs)
    return recall.followed(by: ownJacobian(recall.entering, inputs, elapsed))
  }

  /// The derivatives of one step of a trajectory of the same network.
  ///
  /// - Throws: where there is no such step.
  package func jacobian(at step: Int, of trajectory: StateTrajectory) throws(NetworkError) -> StepJacobian {
    try trajectory.check(step: step)
    return try jacobian(
      states: trajectory.states[step], inputs: trajectory.inputs(at: step), elapsed: trajectory.elapsed[step])
  }

  /// The product of the derivatives of some steps of a trajectory; of none, the identity.
  ///
  /// - Throws: where one of the steps is not there.
  package func memory(of trajectory: StateTrajectory, steps: Range<Int>) throws(NetworkError) -> StepMemory {
    var (product, elapsed) = (Matrix.identity(stateCount), 0.0)
    for step in steps {
      let jacobian = try jacobian(at: step, of: trajectory)
      product = jacobian.states * product
      elapsed += Double(jacobian.elapsed)
    }
    return StepMemory(states: product, elapsed: elapsed)
  }

  /// Those of the cell without its memory, whose inputs are those before the map.
  private func ownJacobian(_ before: [Float], _ inputs: [Float], _ elapsed: Float) -> StepJacobian {
    let count = workspace.layout.states
    var byStates = Matrix(rows: count, columns: count)
    var byInputs = Matrix(rows: count, columns: inputs.count)
    for (state, value) in before.enumerated() { states.base[state] = value }
    workspace.start(inputs, elapsed: elapsed, states: states.base)
    for first in stride(from: 0, to: count, by: LaneShard.lanes) {
      let targets = first..<min(first + LaneShard.lanes, count)
      workspace.advance()
      workspace.backward(from: targets)
      for source in 0..<count {
        let row = workspace.gradientRows.row(workspace.layout.before + source)
        for target in targets { byStates[target, source] = Double(row[target - first]) }
      }
      for channel in inputs.indices {
        let row = workspace.gradientRows.row(channel)
        for target in targets {
          byInputs[target, channel] = Double(row[target - first]) * inputSlopes[channel]
        }
      }
    }
    workspace.finish(states.base)
    return StepJacobian(
      after: (0..<count).map { states.base[$0] }, states: byStates, inputs: byInputs, elapsed: elapsed)
  }
}
