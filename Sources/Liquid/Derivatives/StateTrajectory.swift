/// All states of a network along one sequence, a memory's included: where its derivatives can be asked for.
///
/// Steps count from 0. Cost: one step of a stream for each.
package struct StateTrajectory: Sendable {
  /// `[steps, inputs]`
  package let inputs: [Float]
  /// `[steps]`
  package let elapsed: [Float]
  /// Before the first step and after each: the neurons' states, then those of a memory, `[steps + 1][states]`.
  package let states: [[Float]]

  /// Runs a network from a zero state.
  ///
  /// - Parameters:
  ///   - inputs: `[steps, inputs]`, finite.
  ///   - elapsed: the time of each step, `[steps]`, finite and at least 0.
  /// - Throws: where they are not so.
  package init(model: Model, inputs: [Float], elapsed: [Float]) throws(NetworkError) {
    let width = model.network.wiring.inputs
    guard inputs.count == elapsed.count * width else {
      throw .inputCount(inputs.count / max(elapsed.count, 1), expected: width)
    }
    let stream = NetworkStream(model: model)
    var states = [stream.states]
    for step in elapsed.indices {
      try stream.step(Array(inputs[step * width..<(step + 1) * width]), elapsed: elapsed[step])
      states.append(stream.states)
    }
    (self.inputs, self.elapsed, self.states) = (inputs, elapsed, states)
  }

  package var steps: Int { elapsed.count }

  /// What a step sees, `[inputs]`.
  package func inputs(at step: Int) -> [Float] {
    let width = inputs.count / max(steps, 1)
    return Array(inputs[step * width..<(step + 1) * width])
  }

  func check(step: Int) throws(NetworkError) {
    guard elapsed.indices.contains(step) else { throw .step(step, count: steps) }
  }
}
