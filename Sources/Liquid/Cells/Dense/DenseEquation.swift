import Foundation

/// dx/dt = -x / tau + tanh(W x + U u + b) in Double, with or without the leak.
final class DenseEquation: StateEquation {
  private let neurons: Int
  private let inputs: Int
  private let weights: [Double]
  private let inputWeights: [Double]
  private let bias: [Double]
  /// 1 / tau a neuron, 0 without a leak.
  private let rate: [Double]
  /// U u + b under the newest inputs.
  private var inputSums: [Double]

  var terms: Int { weights.count }

  /// - Parameter timeConstants: where tau lies in the parameters; nil: there is no leak.
  init(wiring: Wiring, layout: ParameterLayout, parameters: [Float], timeConstants: Range<Int>?) {
    func tensor(_ name: String) -> [Double] { parameters[layout[name]].map(Double.init) }
    neurons = wiring.neurons
    inputs = wiring.inputs
    weights = tensor("w")
    inputWeights = tensor("u")
    bias = tensor("b")
    inputSums = bias
    rate =
      timeConstants.map { range in
        parameters[range].map { 1 / Double(max($0, ParameterLayout.Constraint.positiveFloor)) }
      } ?? Array(repeating: 0, count: wiring.neurons)
  }

  func begin(inputs seen: ArraySlice<Float>) {
    for neuron in 0..<neurons {
      inputSums[neuron] = bias[neuron]
      for (channel, value) in seen.enumerated() {
        inputSums[neuron] += inputWeights[neuron * inputs + channel] * Double(value)
      }
    }
  }

  func evaluate(_ states: [Double], into derivative: inout [Double]) {
    for neuron in 0..<neurons {
      var sum = inputSums[neuron]
      for source in 0..<neurons { sum += weights[neuron * neurons + source] * states[source] }
      derivative[neuron] = tanh(sum) - rate[neuron] * states[neuron]
    }
  }
}
