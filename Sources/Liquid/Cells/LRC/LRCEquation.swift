import Foundation

/// The equation of liquid-resistance liquid-capacitance units in Double; see `LRC`.
final class LRCEquation: StateEquation {
  private struct Synapse {
    let source: Int
    let target: Int
    let w: Double
    let k: Double
    let mu: Double
    let sigma: Double

    init(_ synapse: Wiring.Synapse, _ values: LRCSynapse) {
      (source, target) = (synapse.source, synapse.target)
      (w, k) = (Double(values.w), Double(values.k))
      (mu, sigma) = (Double(values.mu), Double(values.sigma))
    }
  }

  private let map: InputMap
  private let leaks: (f: [Double], z: [Double])
  private let target: [Double]
  private let slope: [Double]
  private let offset: [Double]
  /// Nil where the elastance is not symmetric.
  private let shift: [Double]?
  private let recurrent: [Synapse]
  private let sensory: [Synapse]
  /// Under the newest inputs, without the recurrent synapses, and with them, `[neurons]`.
  private var inputSums: (f: [Double], z: [Double])
  private var sums: (f: [Double], z: [Double])

  var terms: Int { recurrent.count + target.count }

  init(cell: any LRCCell, parameters: [Float]) {
    let layout = cell.layout
    func tensor(_ name: String) -> [Double] { parameters[layout[name]].map(Double.init) }
    map = InputMap(cell.ports, layout: layout, parameters: parameters)
    leaks = (tensor("gleak"), tensor("kleak"))
    target = tensor("vleak")
    slope = tensor("elastance_w")
    offset = tensor("elastance_b")
    shift = cell.dynamics.elastance == .symmetric ? tensor("elastance_shift") : nil
    recurrent = cell.wiring.synapses.enumerated().map {
      Synapse($1, cell.recurrentPlaces($0).synapse(parameters))
    }
    sensory = cell.wiring.sensorySynapses.enumerated().map {
      Synapse($1, cell.sensoryPlaces($0).synapse(parameters))
    }
    inputSums = leaks
    sums = leaks
  }

  func begin(inputs: ArraySlice<Float>) {
    inputSums = leaks
    Self.add(sensory, sources: map.apply(inputs), to: &inputSums)
  }

  func evaluate(_ states: [Double], into derivative: inout [Double]) {
    for neuron in states.indices {
      sums.f[neuron] = inputSums.f[neuron]
      sums.z[neuron] = inputSums.z[neuron]
    }
    Self.add(recurrent, sources: states, to: &sums)
    for neuron in states.indices {
      let pull = target[neuron] * tanh(sums.z[neuron]) - Self.logistic(sums.f[neuron]) * states[neuron]
      derivative[neuron] = elastance(neuron, states[neuron]) * pull
    }
  }

  private func elastance(_ neuron: Int, _ state: Double) -> Double {
    let argument = slope[neuron] * state + offset[neuron]
    guard let shift else { return Self.logistic(argument) }
    return Self.logistic(argument + shift[neuron]) - Self.logistic(argument - shift[neuron])
  }

  private static func add(
    _ synapses: [Synapse], sources: [Double], to sums: inout (f: [Double], z: [Double])
  ) {
    for synapse in synapses {
      let open = logistic(synapse.sigma * (sources[synapse.source] - synapse.mu))
      sums.f[synapse.target] += synapse.w * open
      sums.z[synapse.target] += synapse.k * open
    }
  }

  private static func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
}
