import Foundation
import Liquid

/// The CfC as its equations read, in Double, one sequence at a time, differentiated by a tape.
package struct ReferenceCfC: ReferenceNetwork, Sendable {
  package let cell: CfC
  package var parameters: [Double]

  package init(cell: CfC, parameters: [Double]) {
    self.cell = cell
    self.parameters = parameters
  }

  package struct Run: ReferenceRun {
    let tape: Tape
    /// Whether the heads see single synapses, so that a step may join two neurons along several ways.
    package let isWired: Bool
    /// `[steps][inputs]`, before the input map.
    package var inputs: [[Scalar]] = []
    /// What the synapses see, `[steps][inputs]`.
    package var mapped: [[Scalar]] = []
    /// Before the first step and after each, `[steps + 1][neurons]`.
    package var states: [[Scalar]]
    /// `[steps][neurons]`
    package var timeConstants: [[Double]] = []
    var outputValues: [[Scalar]] = []

    package var outputs: [[Double]] { outputValues.map { $0.map(\.value) } }

    /// The derivative of a value with respect to others.
    package func derivative(of value: Scalar, by others: [Scalar]) -> [Double] {
      let adjoints = tape.gradient(of: [(value, 1)])
      return others.map { adjoints[$0.index] }
    }
  }

  package func run(inputs: [[Double]], elapsed: [Double]) -> Run {
    let tape = Tape()
    // The parameters come first, so that their indices on the tape are those of the flat vector.
    let weights = Weights(cell: cell, values: parameters.map(tape.variable))
    var run = Run(
      tape: tape, isWired: !isComplete, states: [cell.wiring.layers.map { _ in tape.variable(0) }])
    for (input, time) in zip(inputs, elapsed) {
      let input = input.map(tape.variable)
      let mapped = weights.map(input, name: "input", map: cell.options.inputMap)
      let step = step(weights, mapped: mapped, before: run.states[run.states.count - 1], elapsed: time)
      run.inputs.append(input)
      run.mapped.append(mapped)
      run.states.append(step.after)
      run.timeConstants.append(step.timeConstants)
      let read = Array(step.after.prefix(cell.wiring.outputs))
      run.outputValues.append(weights.map(read, name: "output", map: cell.options.outputMap))
    }
    return run
  }

  /// The states after a step and the time constants in it.
  func step(
    _ weights: Weights, mapped: [Scalar], before: [Scalar], elapsed: Double
  ) -> (after: [Scalar], timeConstants: [Double]) {
    var after = before
    var taus = [Double](repeating: 0, count: before.count)
    let features = isComplete ? weights.backbone(mapped + before) : []
    for stage in stages {
      for neuron in stage {
        let step = advance(neuron, weights, elapsed: elapsed) { head in
          isComplete
            ? weights.dense(head, row: neuron, features)
            : weights.wired(head, neuron: neuron, mapped: mapped, before: before, after: after)
        }
        after[neuron] = step.state
        taus[neuron] = step.timeConstant
      }
    }
    return (after, taus)
  }

  package func gradient(
    _ run: Run, inputs: [[Double]], elapsed: [Double], outputGradient: [[Double]]
  ) -> [Double] {
    let terms = zip(run.outputValues, outputGradient).flatMap { zip($0, $1).map { ($0, $1) } }
    return Array(run.tape.gradient(of: terms).prefix(parameters.count))
  }

  var isComplete: Bool {
    let wiring = cell.wiring
    return wiring.synapses.count + wiring.sensorySynapses.count
      == (wiring.neurons + wiring.inputs) * wiring.neurons
  }

  /// The neurons that step together, in turn.
  private var stages: [[Int]] {
    let layers = cell.wiring.layers
    if isComplete { return [Array(layers.indices)] }
    let order: [Wiring.Layer] = [.inter, .command, .motor]
    return order.map { layer in layers.indices.filter { layers[$0] == layer } }
  }

  private func advance(
    _ neuron: Int, _ weights: Weights, elapsed: Double, heads: (String) -> Scalar
  ) -> (state: Scalar, timeConstant: Double) {
    let ff1 = heads("ff1")
    if cell.options.mode == .pure {
      let rate = weights["w_tau", neuron].magnitude + ff1.magnitude
      let amplitude = weights["A", neuron]
      return (amplitude - amplitude * (rate * -elapsed).exp * ff1, 1 / rate.value)
    }
    let timeA = heads("time_a")
    let gate = (timeA * elapsed + heads("time_b")).logistic
    let (first, second) = (ff1.tanh, heads("ff2").tanh)
    let state = cell.options.mode == .default ? first - first * gate + second * gate : first + second * gate
    return (state, 1 / abs(timeA.value))
  }
}
