import CLiquidKernels
import Foundation

/// The equation of liquid-resistance liquid-capacitance units as a vector field; see `LRC`.
final class LRCField: VectorField {
  let network: LRCNetwork
  private let inputs: any LRCInputs
  private let wiring: Wiring
  private let layout: StepRows
  /// f and z under the newest inputs, without the recurrent synapses, `[2, neurons]`.
  private let sums = LaneBuffer()
  /// f and z at each stage, `[stages, 2, neurons]`.
  private let kept = LaneBuffer()
  /// The same at the states that are read, and what the derivative is there.
  private let sumsRead = LaneBuffer()
  private let readDerivative = LaneBuffer()
  /// Made by the first backward pass: inference needs none.
  private lazy var gradients = LRCGradients(layout: cell.layout, wiring: wiring)
  private let cell: any LRCCell

  private var neurons: Int { layout.states }

  init(cell: any LRCCell) {
    self.cell = cell
    wiring = cell.wiring
    network = LRCNetwork(cell: cell)
    inputs = cell.makeInputs()
    layout = StepRows(inputs: wiring.inputs, states: wiring.neurons)
    sums.reserve(2 * wiring.neurons * LaneShard.lanes)
  }

  func load(_ parameters: [Float]) {
    network.load(parameters)
    inputs.load(parameters)
  }

  func reserve(slots: Int, stages: Int, evaluations: Int) {
    kept.reserve(stages * 2 * neurons * LaneShard.lanes)
    inputs.reserve(slots: slots)
  }

  func begin(inputs seen: UnsafePointer<Float>) { inputs.begin(inputs: seen, sums: sums.row(0)) }

  func evaluate(stage: Int, states: UnsafePointer<Float>, derivative: UnsafeMutablePointer<Float>) {
    step(
      LIQUID_LRC_DERIVATIVE, length: nil, from: states, to: derivative, kept: kept.row(stage * 2 * neurons))
  }

  /// An evaluation or a sub-step.
  ///
  /// - Parameter kept: receives what its backward pass needs, `[2, neurons]`.
  func step(
    _ mode: liquid_lrc_mode, length: UnsafePointer<Float>?, from states: UnsafePointer<Float>,
    to out: UnsafeMutablePointer<Float>, kept: UnsafeMutablePointer<Float>
  ) {
    withUnsafePointer(to: network.neurons) { parameters in
      withUnsafePointer(to: network.byTarget.list) { list in
        liquid_lrc_step(mode, list, parameters, length, sums.row(0), sums.row(neurons), states, out, kept)
      }
    }
  }

  func zeroGradients() {
    gradients.clear()
    inputs.zeroGradients()
  }

  func beginBackward(slot: Int) { gradients.step.clear(2 * neurons * LaneShard.lanes) }

  func backward(
    stage: Int, states: UnsafePointer<Float>, derivative: UnsafePointer<Float>,
    gradient: UnsafeMutablePointer<Float>, stateGradient: UnsafeMutablePointer<Float>
  ) {
    stepBackward(
      LIQUID_LRC_DERIVATIVE, length: nil, from: states, to: derivative,
      kept: kept.row(stage * 2 * neurons), gradient: gradient, stateGradient: stateGradient)
  }

  /// The backward pass of `step`; `gradient` may be `stateGradient`.
  func stepBackward(
    _ mode: liquid_lrc_mode, length: UnsafePointer<Float>?, from states: UnsafePointer<Float>,
    to out: UnsafePointer<Float>, kept: UnsafePointer<Float>, gradient: UnsafePointer<Float>,
    stateGradient: UnsafeMutablePointer<Float>
  ) {
    var rows = gradients.rows
    withUnsafePointer(to: network.neurons) { parameters in
      liquid_lrc_step_gradient(
        mode, Int32(neurons), parameters, length, states, out, kept, gradient, stateGradient, &rows)
    }
    withUnsafePointer(to: network.bySource.list) { list in
      liquid_lrc_synapse_gradient(
        list, states, rows.f_gradient, rows.z_gradient, stateGradient, gradients.synapses.row(0))
    }
  }

  func endBackward(slot: Int, inputs seen: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>) {
    inputs.backward(
      slot: slot, inputs: seen, gradient: gradients.step.row(0), inputGradient: inputGradient)
  }

  func accumulateGradients(slots: Int, rows: UnsafePointer<Float>, stride: Int, into gradient: inout [Float])
  {
    gradients.accumulate(into: &gradient)
    network.accumulateGradients(gradients.synapses, into: &gradient)
    inputs.accumulateGradients(slots: slots, into: &gradient)
  }

  func hold(_ held: HeldNeurons) {
    inputs.cut(held.silencedInputs)
    network.hold(held)
  }
}

extension LRCField {
  /// 1 / (e s(f)) at the states after a step, under that step's inputs.
  func readTimeConstants(rows: UnsafePointer<Float>, into timeConstants: LaneBuffer) {
    let states = rows + layout.after * LaneShard.lanes
    readSums(rows: rows)
    for neuron in 0..<neurons {
      for element in neuron * LaneShard.lanes..<(neuron + 1) * LaneShard.lanes {
        let elastance = network.elastance(neuron, state: states[element])
        timeConstants.base[element] = 1 / (elastance * sigmoid(sumsRead.base[element]))
      }
    }
  }

  /// How much the derivative of each synapse's target moves with its source at the states after a step, and that times
  /// the state or input of the source.
  func readSynapses(rows: UnsafePointer<Float>, lane: Int) -> SynapseActivity {
    let lanes = LaneShard.lanes
    readSums(rows: rows)
    func state(_ neuron: Int) -> Float { rows[(layout.after + neuron) * lanes + lane] }
    // Of each neuron's derivative with respect to f and z.
    let slopes = (0..<neurons).map { neuron -> (f: Float, z: Float) in
      let open = sigmoid(sumsRead.base[neuron * lanes + lane])
      let driven = tanh(sumsRead.base[(neurons + neuron) * lanes + lane])
      let elastance = network.elastance(neuron, state: state(neuron))
      return (
        -elastance * open * (1 - open) * state(neuron),
        elastance * network.target(neuron) * (1 - driven * driven)
      )
    }
    func reading(_ synapse: LRCSynapse, _ source: Float, _ target: Int) -> (gain: Float, effect: Float) {
      let weight = slopes[target].f * synapse.w + slopes[target].z * synapse.k
      let gain = weight * synapse.activation(source).slope
      return (gain, gain * source)
    }
    let readings =
      wiring.synapses.enumerated().map { reading(network.synapses[$0], state($1.source), $1.target) }
      + wiring.sensorySynapses.enumerated().map {
        reading(inputs.synapse($0), rows[$1.source * lanes + lane], $1.target)
      }
    return SynapseActivity(weights: readings.map(\.gain), currents: readings.map(\.effect))
  }

  /// f and z at the states after a step.
  private func readSums(rows: UnsafePointer<Float>) {
    begin(inputs: rows)
    sumsRead.reserve(2 * neurons * LaneShard.lanes)
    readDerivative.reserve(neurons * LaneShard.lanes)
    step(
      LIQUID_LRC_DERIVATIVE, length: nil, from: rows + layout.after * LaneShard.lanes,
      to: readDerivative.row(0), kept: sumsRead.row(0))
  }
}

/// The sums of the backward pass of an `LRCCell`, lane by lane, over one shard.
final class LRCGradients {
  /// With respect to f and z, of the current sub-step and summed over the current step, `[2, neurons]`.
  private let subStep = LaneBuffer()
  let step = LaneBuffer()
  /// One row of sums per synapse, in the order of the table grouped by source.
  let synapses = LaneBuffer()
  /// With respect to v, a, b and, where there is one, c, one after the other, `[neurons]` each.
  private let neuronSums = LaneBuffer()
  private let tensors: [Range<Int>]
  private let neurons: Int
  private let synapseCount: Int

  init(layout: ParameterLayout, wiring: Wiring) {
    neurons = wiring.neurons
    synapseCount = wiring.synapses.count
    let names = ["vleak", "elastance_w", "elastance_b", "elastance_shift"]
    let present = Set(layout.entries.map(\.name))
    tensors = names.filter(present.contains).map { layout[$0] }
    for buffer in [subStep, step] { buffer.reserve(2 * neurons * LaneShard.lanes) }
    neuronSums.reserve(names.count * neurons * LaneShard.lanes)
    synapses.reserve(synapseCount * LaneShard.lanes)
  }

  /// Where the kernels write.
  var rows: liquid_lrc_sums_of_gradients {
    liquid_lrc_sums_of_gradients(
      f_gradient: subStep.row(0), z_gradient: subStep.row(neurons), f_sum: step.row(0),
      z_sum: step.row(neurons), target_sum: neuronSums.row(0), slope_sum: neuronSums.row(neurons),
      offset_sum: neuronSums.row(2 * neurons), shift_sum: neuronSums.row(3 * neurons))
  }

  /// Sets all sums to zero.
  func clear() {
    neuronSums.clear(4 * neurons * LaneShard.lanes)
    synapses.clear(synapseCount * LaneShard.lanes)
  }

  /// Adds the gradient of the neurons' own parameters to a flat vector.
  func accumulate(into gradient: inout [Float]) {
    for (tensor, range) in tensors.enumerated() {
      for (neuron, index) in range.enumerated() {
        gradient[index] += neuronSums.rowSum(tensor * neurons + neuron)
      }
    }
  }
}
