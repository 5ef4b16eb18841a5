import CLiquidKernels
import Foundation

/// tanh(W x + U u + b) of all neurons at the current states x and inputs u: what drives the cells that are an
/// ordinary differential equation of dense layers.
///
/// Tensors: `w` `[neurons, neurons]` and `u` `[neurons, inputs]`, both [target, source], and `b` `[neurons]`.
final class DenseActivity {
  private let neurons: Int
  private let recurrent: DenseLayer
  private let sensory: DenseLayer
  private var held: [Int] = []

  /// U u + b under the newest inputs, `[neurons]`.
  private let inputSums = LaneBuffer()
  /// W x + U u + b at each stage, `[stages, neurons]`.
  private let sums = LaneBuffer()
  /// The states of every evaluation in a step's backward pass, and the gradient with respect to its sums,
  /// `[evaluations, neurons]` each.
  private let seen = LaneBuffer()
  private let sumGradients = LaneBuffer()
  private var evaluations = 0
  /// The latter summed over each step, `[slots, neurons]`.
  private let stepGradients = LaneBuffer()
  private let scratch = LaneBuffer()
  /// Of `w`, over the steps since `zeroGradients`.
  private var gradientSums: [Float]
  private let recurrentWeights: Range<Int>

  init(wiring: Wiring, layout: ParameterLayout) {
    neurons = wiring.neurons
    recurrent = DenseLayer(
      outputs: neurons, parts: [.init(inputs: neurons, weightStart: layout["w"].lowerBound)],
      biasStart: nil)
    sensory = DenseLayer(
      outputs: neurons, parts: [.init(inputs: wiring.inputs, weightStart: layout["u"].lowerBound)],
      biasStart: layout["b"].lowerBound)
    recurrentWeights = layout["w"]
    gradientSums = Array(repeating: 0, count: recurrentWeights.count)
    inputSums.reserve(neurons * LaneShard.lanes)
    scratch.reserve(max(neurons, wiring.inputs) * LaneShard.lanes)
  }

  func load(_ parameters: [Float]) {
    recurrent.load(parameters)
    sensory.load(parameters)
    held = []
  }

  func reserve(slots: Int, stages: Int, evaluations: Int) {
    sums.reserve(stages * neurons * LaneShard.lanes)
    seen.reserve(evaluations * neurons * LaneShard.lanes)
    sumGradients.reserve(evaluations * neurons * LaneShard.lanes)
    stepGradients.reserve(slots * neurons * LaneShard.lanes)
  }

  /// Neurons whose activity is 0; until the next `load`.
  func hold(_ neurons: Set<Int>) { held += neurons }

  func begin(inputs: UnsafePointer<Float>) { sensory.forward(inputs, to: inputSums.row(0)) }

  func evaluate(stage: Int, states: UnsafePointer<Float>, activity: UnsafeMutablePointer<Float>) {
    let sums = sums.row(stage * neurons)
    recurrent.forward(states, to: sums)
    liquid_add(Int32(neurons), inputSums.row(0), sums)
    liquid_activation_apply(LIQUID_TANH, Int32(neurons), sums, activity)
    for neuron in held {
      (activity + neuron * LaneShard.lanes).update(repeating: 0, count: LaneShard.lanes)
    }
  }

  func zeroGradients() {
    for index in gradientSums.indices { gradientSums[index] = 0 }
  }

  func beginBackward(slot: Int) {
    evaluations = 0
    stepGradients.row(slot * neurons).update(repeating: 0, count: neurons * LaneShard.lanes)
  }

  /// Adds the gradient with respect to the states to `stateGradient`.
  ///
  /// - Parameter gradient: with respect to the activity.
  func backward(
    stage: Int, slot: Int, states: UnsafePointer<Float>, gradient: UnsafePointer<Float>,
    stateGradient: UnsafeMutablePointer<Float>
  ) {
    let count = neurons * LaneShard.lanes
    let sumGradient = sumGradients.row(evaluations * neurons)
    sumGradient.update(from: gradient, count: count)
    // The derivative of tanh is taken from the sums, so any row does for its values.
    liquid_activation_gradient(
      LIQUID_TANH, Int32(neurons), sums.row(stage * neurons), sums.row(stage * neurons), sumGradient)
    for neuron in held {
      (sumGradient + neuron * LaneShard.lanes).update(repeating: 0, count: LaneShard.lanes)
    }
    seen.row(evaluations * neurons).update(from: states, count: count)
    liquid_add(Int32(neurons), sumGradient, stepGradients.row(slot * neurons))
    recurrent.backward(sumGradient, to: scratch.row(0))
    liquid_add(Int32(neurons), scratch.row(0), stateGradient)
    evaluations += 1
  }

  func endBackward(slot: Int, inputs: Int, inputGradient: UnsafeMutablePointer<Float>) {
    recurrent.accumulateGradients(
      steps: evaluations, outGradient: sumGradients.row(0), x: seen.row(0), stride: neurons,
      into: &gradientSums, from: recurrentWeights.lowerBound)
    sensory.backward(stepGradients.row(slot * neurons), to: scratch.row(0))
    liquid_add(Int32(inputs), scratch.row(0), inputGradient)
  }

  func accumulateGradients(slots: Int, rows: UnsafePointer<Float>, stride: Int, into gradient: inout [Float])
  {
    for (place, index) in recurrentWeights.enumerated() { gradient[index] += gradientSums[place] }
    sensory.accumulateGradients(
      steps: slots, outGradient: stepGradients.row(0), x: rows, stride: stride, into: &gradient)
  }

  /// How much the activity of each synapse's target moves with its source at the states after a step: the weight
  /// times the slope of tanh; and that times the state or input of the source.
  func readSynapses(_ wiring: Wiring, rows: UnsafePointer<Float>, lane: Int) -> SynapseActivity {
    let layout = StepRows(inputs: wiring.inputs, states: neurons)
    begin(inputs: rows)
    let activity = LaneBuffer(count: neurons * LaneShard.lanes)
    evaluate(stage: 0, states: rows + layout.after * LaneShard.lanes, activity: activity.row(0))
    let slopes = (0..<neurons).map { 1 - pow(activity.base[$0 * LaneShard.lanes + lane], 2) }
    let weights =
      wiring.synapses.map { recurrent.weights.base[$0.target * neurons + $0.source] * slopes[$0.target] }
      + wiring.sensorySynapses.map {
        sensory.weights.base[$0.target * wiring.inputs + $0.source] * slopes[$0.target]
      }
    let sources =
      wiring.synapses.map { rows[(layout.after + $0.source) * LaneShard.lanes + lane] }
      + wiring.sensorySynapses.map { rows[$0.source * LaneShard.lanes + lane] }
    return SynapseActivity(weights: weights, currents: zip(weights, sources).map { $0 * $1 })
  }
}

extension ParameterLayout {
  /// The tensors of `DenseActivity`.
  init(denseActivity wiring: Wiring) {
    self.init()
    append("w", shape: [wiring.neurons, wiring.neurons])
    append("u", shape: [wiring.neurons, wiring.inputs])
    append("b", shape: [wiring.neurons])
  }
}
