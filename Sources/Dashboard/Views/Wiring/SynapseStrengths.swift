import Screen
import Telemetry

/// What the synapses carry at the moment shown, ready to be drawn.
struct SynapseStrengths {
  private let currents: [Float]
  private let weights: [Float]
  /// The largest finite magnitude of a current; 0 where there is none.
  let largest: Float

  init(_ state: DashboardState) {
    let readings = state.frame?.probe.synapses
    currents = readings?.currents ?? []
    weights = readings?.weights ?? []
    largest = currents.reduce(0) { $0.maximumFinite($1.magnitude) }
  }

  var hasReadings: Bool { !currents.isEmpty }

  /// The current of a synapse; NaN where it was not read.
  func current(_ index: Int) -> Float { currents.indices.contains(index) ? currents[index] : .nan }

  /// The magnitude of a synapse's current as a share of the largest; 0 where it was not read.
  func share(_ index: Int) -> Float {
    let size = current(index).magnitude
    return largest > 0 && size.isFinite ? size / largest : 0
  }

  /// True where the synapse pulls its target down.
  func isNegative(_ index: Int) -> Bool {
    weights.indices.contains(index) ? weights[index] < 0 : current(index) < 0
  }

  /// Synapses by falling strength, ties in order.
  func sorted(_ synapses: [Int]) -> [Int] {
    let keyed = synapses.map { (index: $0, share: share($0)) }
    return keyed.sorted { ($1.share, $0.index) < ($0.share, $1.index) }.map(\.index)
  }
}
