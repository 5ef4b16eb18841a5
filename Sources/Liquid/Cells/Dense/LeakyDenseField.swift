import CLiquidKernels
import Foundation

/// dx/dt = -x / tau + tanh(W x + U u + b), with or without the leak.
final class LeakyDenseField: VectorField {
  let activity: DenseActivity
  let neurons: Int
  /// 1 / tau of each neuron; 0 without a leak and for held neurons.
  private(set) var rate: [Float]
  /// With respect to the rates, `[neurons]`.
  let rateSums = LaneBuffer()
  private let wiring: Wiring
  /// Where tau lies in the parameters; nil: there is no leak.
  private let timeConstants: Range<Int>?
  /// The step whose backward pass runs.
  private(set) var slot = 0

  init(wiring: Wiring, layout: ParameterLayout, timeConstants: Range<Int>?) {
    self.wiring = wiring
    self.timeConstants = timeConstants
    neurons = wiring.neurons
    activity = DenseActivity(wiring: wiring, layout: layout)
    rate = Array(repeating: 0, count: wiring.neurons)
    rateSums.reserve(wiring.neurons * LaneShard.lanes)
  }

  func load(_ parameters: [Float]) {
    activity.load(parameters)
    guard let timeConstants else { return }
    for (neuron, index) in timeConstants.enumerated() {
      rate[neuron] = 1 / max(parameters[index], ParameterLayout.Constraint.positiveFloor)
    }
  }

  func reserve(slots: Int, stages: Int, evaluations: Int) {
    activity.reserve(slots: slots, stages: stages, evaluations: evaluations)
  }

  func begin(inputs: UnsafePointer<Float>) { activity.begin(inputs: inputs) }

  func evaluate(stage: Int, states: UnsafePointer<Float>, derivative: UnsafeMutablePointer<Float>) {
    activity.evaluate(stage: stage, states: states, activity: derivative)
    if timeConstants != nil { liquid_leak(Int32(neurons), rate, derivative, states, derivative) }
  }

  func zeroGradients() {
    activity.zeroGradients()
    rateSums.clear(neurons * LaneShard.lanes)
  }

  func beginBackward(slot: Int) {
    self.slot = slot
    activity.beginBackward(slot: slot)
  }

  func backward(
    stage: Int, states: UnsafePointer<Float>, derivative: UnsafePointer<Float>,
    gradient: UnsafeMutablePointer<Float>, stateGradient: UnsafeMutablePointer<Float>
  ) {
    activity.backward(
      stage: stage, slot: slot, states: states, gradient: gradient, stateGradient: stateGradient)
    guard timeConstants != nil else { return }
    liquid_leak_gradient(Int32(neurons), rate, states, gradient, stateGradient, rateSums.row(0))
  }

  func endBackward(slot: Int, inputs: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>) {
    activity.endBackward(slot: slot, inputs: wiring.inputs, inputGradient: inputGradient)
  }

  func accumulateGradients(slots: Int, rows: UnsafePointer<Float>, stride: Int, into gradient: inout [Float])
  {
    activity.accumulateGradients(slots: slots, rows: rows, stride: stride, into: &gradient)
    guard let timeConstants else { return }
    for (neuron, index) in timeConstants.enumerated() {
      gradient[index] -= rateSums.rowSum(neuron) * rate[neuron] * rate[neuron]
    }
  }

  /// A held neuron loses its leak and its activity; what it gives to others is linear in its state, so that a
  /// silenced one, at 0, gives nothing.
  func hold(_ held: HeldNeurons) {
    activity.hold(held.neurons)
    for neuron in held.neurons { rate[neuron] = 0 }
  }

  func readTimeConstants(rows: UnsafePointer<Float>, into timeConstants: LaneBuffer) {
    for neuron in 0..<neurons {
      timeConstants.row(neuron).update(repeating: 1 / rate[neuron], count: LaneShard.lanes)
    }
  }

  func readSynapses(rows: UnsafePointer<Float>, lane: Int) -> SynapseActivity {
    activity.readSynapses(wiring, rows: rows, lane: lane)
  }
}

/// dx/dt = -x / tau + tanh(W x + U u + b) in Double, with or without the leak.
final class DenseEquation: StateEquation {
  private let neurons: Int
  private let inputs: Int
  private let weights: [Double]
  private let inputWeights: [Double]
  private let bias: [Double]
  /// 1 / tau of each neuron, 0 without a leak.
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
