import Foundation

/// The derivatives of a mixed memory's part of a step, from its equations in Double; see `MixedMemory`.
struct MemoryJacobian {
  private let neurons: Int
  /// `[4 neurons, inputs]`, `[4 neurons, neurons]` and `[4 neurons]`.
  private let inputWeights: Matrix
  private let stateWeights: Matrix
  private let bias: [Double]

  init(cell: any SteppedCell, parameters: [Float]) {
    neurons = cell.wiring.neurons
    func values(_ name: String) -> [Double] { parameters[cell.layout[name]].map(Double.init) }
    inputWeights = Matrix(
      rows: 4 * neurons, columns: cell.wiring.inputs, values: values(MemoryTensor.inputWeight))
    stateWeights = Matrix(
      rows: 4 * neurons, columns: neurons, values: values(MemoryTensor.recurrentWeight))
    bias = values(MemoryTensor.inputBias)
  }

  /// What the memory makes of the states h and c and the inputs u: the states h~ that the cell steps from, and c'.
  struct Recall {
    /// h~, `[neurons]`
    var entering: [Float]
    /// c', `[neurons]`
    var memory: [Float]
    /// With respect to h and c, `[neurons, 2 neurons]`.
    var enteringByStates: Matrix
    var memoryByStates: Matrix
    /// With respect to the inputs, `[neurons, inputs]`.
    var enteringByInputs: Matrix
    var memoryByInputs: Matrix

    /// The derivatives of the whole step, from those of the cell's own step from h~.
    func followed(by own: StepJacobian) -> StepJacobian {
      var inputs = own.states * enteringByInputs
      for row in 0..<inputs.rows {
        for column in 0..<inputs.columns { inputs[row, column] += own.inputs[row, column] }
      }
      return StepJacobian(
        after: own.after + memory, states: (own.states * enteringByStates).above(memoryByStates),
        inputs: inputs.above(memoryByInputs), elapsed: own.elapsed)
    }
  }

  func recall(states: [Float], inputs: [Float]) -> Recall {
    let empty = (
      byStates: Matrix(rows: neurons, columns: 2 * neurons),
      byInputs: Matrix(rows: neurons, columns: inputs.count)
    )
    var recall = Recall(
      entering: [], memory: [], enteringByStates: empty.byStates, memoryByStates: empty.byStates,
      enteringByInputs: empty.byInputs, memoryByInputs: empty.byInputs)
    for neuron in 0..<neurons { add(neuron, states, inputs, to: &recall) }
    return recall
  }

  private func add(_ neuron: Int, _ states: [Float], _ inputs: [Float], to recall: inout Recall) {
    let sums = (0..<4).map { sum(row: $0 * neurons + neuron, states, inputs) }
    let (candidate, input) = (tanh(sums[0]), logistic(sums[1]))
    let (forget, output) = (logistic(sums[2] + 1), logistic(sums[3]))
    let before = Double(states[neurons + neuron])
    let squashed = tanh(before * forget + candidate * input)
    recall.memory.append(Float(before * forget + candidate * input))
    recall.entering.append(Float(squashed * output))
    // With respect to the gates' sums, in their order: i, g, f, o.
    let memorySlopes = [
      (1 - candidate * candidate) * input, candidate * input * (1 - input), before * forget * (1 - forget), 0,
    ]
    let passed = (1 - squashed * squashed) * output
    var enteringSlopes = memorySlopes.map { $0 * passed }
    enteringSlopes[3] = squashed * output * (1 - output)
    for gate in 0..<4 {
      let row = gate * neurons + neuron
      for source in 0..<neurons {
        recall.memoryByStates[neuron, source] += memorySlopes[gate] * stateWeights[row, source]
        recall.enteringByStates[neuron, source] += enteringSlopes[gate] * stateWeights[row, source]
      }
      for channel in inputs.indices {
        recall.memoryByInputs[neuron, channel] += memorySlopes[gate] * inputWeights[row, channel]
        recall.enteringByInputs[neuron, channel] += enteringSlopes[gate] * inputWeights[row, channel]
      }
    }
    recall.memoryByStates[neuron, neurons + neuron] = forget
    recall.enteringByStates[neuron, neurons + neuron] = forget * passed
  }

  private func sum(row: Int, _ states: [Float], _ inputs: [Float]) -> Double {
    var sum = bias[row]
    for (channel, value) in inputs.enumerated() { sum += inputWeights[row, channel] * Double(value) }
    for source in 0..<neurons { sum += stateWeights[row, source] * Double(states[source]) }
    return sum
  }

  private func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
}

extension Matrix {
  /// The rows of this matrix, then those of another with as many columns.
  fileprivate func above(_ other: Matrix) -> Matrix {
    Matrix(rows: rows + other.rows, columns: columns, values: values + other.values)
  }
}
