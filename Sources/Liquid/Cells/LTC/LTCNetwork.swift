import CLiquidKernels
import Foundation

/// An LTC's parameters laid out for the kernels.
final class LTCNetwork {
  let cell: LTC
  private(set) var values: LTCValues
  let recurrentByTarget: SynapseTable
  let recurrentBySource: SynapseTable
  let sensoryByTarget: SynapseTable
  let sensoryBySource: SynapseTable

  /// The derivative of each value with respect to its parameter, `[layout.count]`.
  private(set) var slopes: [Float]

  /// The neurons' parameters as the kernels take them; its pointers are valid as long as this network, whose buffers
  /// have their final size from the start.
  let neurons: liquid_neurons
  private let capacitance: LaneBuffer
  private let leak: LaneBuffer
  private let leakDrive: LaneBuffer

  init(cell: LTC) {
    let wiring = cell.wiring
    self.cell = cell
    values = LTCValues(wiring: wiring)
    recurrentByTarget = SynapseTable(wiring.synapses, groups: wiring.neurons, grouping: .byTarget)
    recurrentBySource = SynapseTable(wiring.synapses, groups: wiring.neurons, grouping: .bySource)
    sensoryByTarget = SynapseTable(wiring.sensorySynapses, groups: wiring.neurons, grouping: .byTarget)
    sensoryBySource = SynapseTable(wiring.sensorySynapses, groups: wiring.inputs, grouping: .bySource)
    capacitance = LaneBuffer(count: wiring.neurons)
    leak = LaneBuffer(count: wiring.neurons)
    leakDrive = LaneBuffer(count: wiring.neurons)
    neurons = liquid_neurons(capacitance: capacitance.base, leak: leak.base, leak_drive: leakDrive.base)
    slopes = Array(repeating: 1, count: cell.layout.count)
  }

  /// Loads a flat parameter vector.
  func load(parameters: [Float]) {
    precondition(
      parameters.count == cell.layout.count, "\(parameters.count) parameters, not \(cell.layout.count)")
    values.load(parameters, cell: cell)
    Self.loadSlopes(parameters, of: cell, into: &slopes)
    refresh()
  }

  /// A clamped neuron loses its leak and its incoming synapses, so nothing moves it within a step; a silenced one
  /// loses its outgoing synapses too, and so does one in the layer below. What is cut has no gradient.
  func hold(_ held: HeldNeurons) {
    cut(inputs: held.silencedInputs)
    if held.neurons.isEmpty { return }
    let layout = cell.layout
    let (w, sensoryW) = (layout["w"].lowerBound, layout["sensory_w"].lowerBound)
    for neuron in held.neurons {
      let silent = held.silenced.contains(neuron)
      edit { values in
        values.gleak[neuron] = 0
        slopes[layout["gleak"].lowerBound + neuron] = 0
        for (index, synapse) in cell.wiring.synapses.enumerated()
        where synapse.target == neuron || (silent && synapse.source == neuron) {
          values.recurrent.w[index] = 0
          slopes[w + index] = 0
        }
        for (index, synapse) in cell.wiring.sensorySynapses.enumerated() where synapse.target == neuron {
          values.sensory.w[index] = 0
          slopes[sensoryW + index] = 0
        }
      }
    }
  }

  private func cut(inputs: Set<Int>) {
    if inputs.isEmpty { return }
    let first = cell.layout["sensory_w"].lowerBound
    edit { values in
      for (index, synapse) in cell.wiring.sensorySynapses.enumerated() where inputs.contains(synapse.source) {
        values.sensory.w[index] = 0
        slopes[first + index] = 0
      }
    }
  }

  /// Changes the values that the network runs with.
  private func edit(_ change: (inout LTCValues) -> Void) {
    change(&values)
    refresh()
  }

  // One access to the property for all of them: a stream that learns loads parameters at each step.
  private static func loadSlopes(_ parameters: [Float], of cell: LTC, into slopes: inout [Float]) {
    let isImplicit = cell.options.constraints == .implicit
    for entry in cell.layout.entries where LTCValues.isConstrained(entry.name) {
      for index in entry.range { slopes[index] = isImplicit ? softplusSlope(parameters[index]) : 1 }
    }
  }

  private func refresh() {
    for neuron in values.cm.indices {
      capacitance.base[neuron] = values.cm[neuron]
      leak.base[neuron] = values.leak(neuron)
      leakDrive.base[neuron] = values.leakDrive(neuron)
    }
    recurrentByTarget.load(values.recurrent)
    recurrentBySource.load(values.recurrent)
    sensoryByTarget.load(values.sensory)
    sensoryBySource.load(values.sensory)
  }
}

/// The synapses' parameters as the network uses them, in the wiring's order, `[synapses]` each.
struct SynapseValues {
  var w: [Float]
  var mu: [Float]
  var sigma: [Float]
  var erev: [Float]

  init(count: Int) {
    w = Array(repeating: 0, count: count)
    (mu, sigma, erev) = (w, w, w)
  }
}

/// An LTC's parameters as the network uses them: after the softplus of implicit constraints. Its maps have a
/// place of their own.
struct LTCValues {
  var gleak: [Float]
  var vleak: [Float]
  var cm: [Float]
  var recurrent: SynapseValues
  var sensory: SynapseValues

  /// Capacitances below this one act as this one, so that a step of no time stays defined.
  static let leastCapacitance: Float = 1e-12

  init(wiring: Wiring) {
    gleak = Array(repeating: 0, count: wiring.neurons)
    (vleak, cm) = (gleak, gleak)
    recurrent = SynapseValues(count: wiring.synapses.count)
    sensory = SynapseValues(count: wiring.sensorySynapses.count)
  }

  /// What the kernels take for a neuron's leak. A neuron on which nothing acts keeps its state exactly, so it gets no
  /// epsilon either.
  func leak(_ neuron: Int) -> Float { gleak[neuron] == 0 ? 0 : gleak[neuron] + LTC.epsilon }

  /// What the leak adds to a neuron's drive.
  func leakDrive(_ neuron: Int) -> Float { gleak[neuron] * vleak[neuron] }

  /// Loads a flat parameter vector; allocates nothing.
  mutating func load(_ parameters: [Float], cell: LTC) {
    let implicit = cell.options.constraints == .implicit
    for entry in cell.layout.entries {
      guard let path = Self.path(entry.name) else { continue }
      let positive = implicit && Self.isConstrained(entry.name)
      Self.fill(&self[keyPath: path], from: parameters, entry.range, positive: positive)
    }
    for neuron in cm.indices { cm[neuron] = max(cm[neuron], Self.leastCapacitance) }
  }

  /// Whether a tensor holds conductances or capacitances.
  static func isConstrained(_ name: String) -> Bool {
    switch name {
    case "gleak", "cm", "w", "sensory_w": true
    default: false
    }
  }

  private static func fill(
    _ values: inout [Float], from parameters: [Float], _ range: Range<Int>, positive: Bool
  ) {
    guard positive else {
      values.replaceSubrange(0..<range.count, with: parameters[range])
      return
    }
    for (place, index) in range.enumerated() { values[place] = softplus(parameters[index]) }
  }

  /// Nil for the tensors of the maps, which have a place of their own.
  private static func path(_ name: String) -> WritableKeyPath<LTCValues, [Float]>? {
    switch name {
    case "gleak": \.gleak
    case "vleak": \.vleak
    case "cm": \.cm
    case "w": \.recurrent.w
    case "mu": \.recurrent.mu
    case "sigma": \.recurrent.sigma
    case "erev": \.recurrent.erev
    case "sensory_w": \.sensory.w
    case "sensory_mu": \.sensory.mu
    case "sensory_sigma": \.sensory.sigma
    case "sensory_erev": \.sensory.erev
    default: nil
    }
  }
}

/// ln(1 + e^x), and x itself above 20 as in PyTorch.
func softplus(_ x: Float) -> Float {
  x > 20 ? x : log1p(exp(x))
}

/// The value whose `softplus` is `y`, above 0.
func inverseSoftplus(_ y: Double) -> Float {
  Float(y > 20 ? y : y + log(-expm1(-y)))
}

/// The derivative of `softplus`.
func softplusSlope(_ x: Float) -> Float {
  x > 20 ? 1 : sigmoid(x)
}

/// 1 / (1 + e^-x).
func sigmoid(_ x: Float) -> Float {
  1 / (1 + exp(-x))
}
