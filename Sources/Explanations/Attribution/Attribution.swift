/// The parts that the change of an output from a baseline is the sum of.
///
///     answer - baseline = sum of inputParts + residual
///     answer - baseline = sum of neuronParts + sum of directParts + stepResidual
///
/// All in the units of the raw output. "Within the model": the parts say what the network makes of its inputs, not what
/// the world does.
package struct Attribution: Sendable, Hashable, Codable {
  /// The output on the inputs.
  package let answer: Double
  /// The output on the baseline.
  package let baseline: Double
  /// Of each input at each step, `[steps, inputs]`.
  package let inputParts: [Float]
  /// Of each neuron's state before the last step, `[neurons]`, with what the cell keeps beside it (an LSTM's memory).
  package let neuronParts: [Float]
  /// Of the inputs of the last step past those states, `[inputs]`.
  package let directParts: [Float]
  /// The derivative of the output with respect to each input, `[steps, inputs]`: influence by lag, the last row first in
  /// time being the step itself.
  package let sensitivity: [Float]
  package let steps: Int

  package var change: Double { answer - baseline }

  /// What the integration over inputs missed.
  package var residual: Double { change - inputParts.reduce(0) { $0 + Double($1) } }

  /// What the integration over the last step missed.
  package var stepResidual: Double {
    change - (neuronParts + directParts).reduce(0) { $0 + Double($1) }
  }

  /// The parts of each input summed over all steps, `[inputs]`.
  package var partsOfInputs: [Double] {
    let width = inputParts.count / steps
    return (0..<width).map { input in
      stride(from: input, to: inputParts.count, by: width).reduce(0) { $0 + Double(inputParts[$1]) }
    }
  }
}
