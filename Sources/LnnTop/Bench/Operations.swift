import Liquid

/// The work that dominates a step of one sequence, forward: a count of what a yardstick can do alone.
package struct Operations: Sendable, Hashable {
  package let yardstick: Yardstick.Kind
  package let count: Int

  /// Sigmoids of an LTC: one a synapse and sub-step, and one a sensory synapse. Multiply-adds of any other cell:
  /// one an element of its matrices.
  package init(_ cell: any Cell) {
    if let ltc = cell as? LTC {
      yardstick = .sigmoid
      count = ltc.wiring.synapses.count * ltc.options.unfolds + ltc.wiring.sensorySynapses.count
    } else {
      yardstick = .multiplyAdd
      count = cell.layout.entries.filter { $0.shape.count == 2 }.reduce(0) { $0 + $1.range.count }
    }
  }
}
