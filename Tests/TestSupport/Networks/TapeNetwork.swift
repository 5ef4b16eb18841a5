import Liquid

/// A network as its equations read, in Double, one sequence at a time: a step on a tape, with the maps and the dense
/// layer around it.
package struct TapeNetwork: ReferenceNetwork, Sendable {
  /// What a step sees.
  struct Seen {
    let weights: TapeWeights
    /// As they come, and after the input map.
    let inputs: [Scalar]
    let mapped: [Scalar]
    /// All that the last step handed over; the neurons' states come first.
    let state: [Scalar]
    let elapsed: Double
  }

  /// What a step gives.
  struct Step {
    var state: [Scalar]
    var timeConstants: [Double]
    /// What else of each neuron others see within the step, `[neurons]`; empty: nothing.
    var retrieved: [Scalar] = []
  }

  package struct Run: ReferenceRun {
    let tape: Tape
    /// After the input map, `[steps][inputs]`.
    package var mapped: [[Scalar]] = []
    /// Before the first step and after each, `[steps + 1][states]`.
    package var states: [[Scalar]]
    /// `[steps][neurons]`
    package var timeConstants: [[Double]] = []
    /// `[steps][neurons]`, or empty for cells whose neurons show their state alone.
    package var retrieved: [[Scalar]] = []
    var outputValues: [[Scalar]] = []

    package var outputs: [[Double]] { outputValues.map { $0.map(\.value) } }

    /// The derivative of a value with respect to others.
    package func derivative(of value: Scalar, by others: [Scalar]) -> [Double] {
      let adjoints = tape.gradient(of: [(value, 1)])
      return others.map { adjoints[$0.index] }
    }
  }

  let layout: ParameterLayout
  package var parameters: [Double]
  let stateCount: Int
  /// States that are read, and the first of them.
  let read: Int
  var readStart = 0
  /// States that say how steps are weighed and not what the network is in: none has a derivative.
  var counts = 0..<0
  let inputMap: ChannelMap
  let outputMap: ChannelMap
  let projection: Int?
  let step: @Sendable (Seen) -> Step

  package func run(inputs: [[Double]], elapsed: [Double]) -> Run {
    let tape = Tape()
    // The parameters come first, so that their indices on the tape are those of the flat vector.
    let weights = TapeWeights(layout: layout, values: parameters.map(tape.variable))
    var run = Run(tape: tape, states: [(0..<stateCount).map { _ in tape.variable(0) }])
    for (input, time) in zip(inputs, elapsed) {
      let input = input.map(tape.variable)
      let mapped = weights.map(input, name: "input", map: inputMap)
      let state = run.states[run.states.count - 1]
      let next = step(
        Seen(weights: weights, inputs: input, mapped: mapped, state: state, elapsed: time))
      run.mapped.append(mapped)
      run.states.append(next.state)
      run.timeConstants.append(next.timeConstants)
      run.retrieved.append(next.retrieved)
      run.outputValues.append(outputs(next.state, weights))
    }
    return run
  }

  func outputs(_ state: [Scalar], _ weights: TapeWeights) -> [Scalar] {
    let seen = Array(state[readStart..<readStart + read])
    let mapped = weights.map(seen, name: "output", map: outputMap)
    guard let projection else { return mapped }
    return (0..<projection).map { weights.dense("readout_w", row: $0, mapped, bias: "readout_b") }
  }

  package func gradient(
    _ run: Run, inputs: [[Double]], elapsed: [Double], outputGradient: [[Double]]
  ) -> [Double] {
    let terms = zip(run.outputValues, outputGradient).flatMap { zip($0, $1).map { ($0, $1) } }
    return Array(run.tape.gradient(of: terms).prefix(parameters.count))
  }
}
