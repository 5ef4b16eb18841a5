import Foundation

/// What synapses do in a cell whose neurons see inputs and states through the gates of dense layers.
struct GateGains {
  let wiring: Wiring
  /// The derivative of each neuron's new state with respect to each state and each input as the gates see them,
  /// `[neurons, inputs + neurons]`: inputs first.
  private(set) var gains: [Float]

  init(_ wiring: Wiring) {
    self.wiring = wiring
    gains = Array(repeating: 0, count: wiring.neurons * (wiring.inputs + wiring.neurons))
  }

  /// Adds what passes through the gates of a layer.
  ///
  /// - Parameters:
  ///   - layer: its outputs are gates of all neurons, `[gates, neurons]`.
  ///   - slopes: of each new state with respect to its neuron's gates, `[gates, neurons]`.
  ///   - offset: the place of the layer's first input among inputs and states.
  mutating func add(_ layer: DenseLayer, slopes: [Float], offset: Int = 0) {
    let width = wiring.inputs + wiring.neurons
    for (row, slope) in slopes.enumerated() {
      let first = row % wiring.neurons * width + offset
      let weights = layer.weights.base + row * layer.inputs
      for input in 0..<layer.inputs { gains[first + input] += slope * weights[input] }
    }
  }

  /// Adds what passes elsewhere, `[neurons, inputs + neurons]`.
  mutating func add(_ others: [Float]) {
    for (place, other) in others.enumerated() { gains[place] += other }
  }

  /// Every synapse's gain, and that times what it saw: the wiring's synapses, then its sensory synapses.
  ///
  /// - Parameter rows: of a step, as `StepRows` lays them out.
  func readings(rows: UnsafePointer<Float>, lane: Int) -> SynapseActivity {
    let (width, inputs) = (wiring.inputs + wiring.neurons, wiring.inputs)
    let places =
      wiring.synapses.map { (target: $0.target, column: inputs + $0.source) }
      + wiring.sensorySynapses.map { (target: $0.target, column: $0.source) }
    let weights = places.map { gains[$0.target * width + $0.column] }
    let currents = zip(places, weights).map { $1 * rows[$0.column * LaneShard.lanes + lane] }
    return SynapseActivity(weights: weights, currents: currents)
  }
}

/// How long a gate that keeps a share of a state at each step remembers: -dt / ln(share).
///
/// Infinite where all is kept.
func memoryTime(elapsed: Float, kept: Float) -> Float {
  kept >= 1 ? .infinity : -elapsed / Float(log(Double(kept)))
}
