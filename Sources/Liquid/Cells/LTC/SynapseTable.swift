import CLiquidKernels

/// The synapses of a wiring grouped by one of their ends, as the kernels read them.
final class SynapseTable {
  enum Grouping {
    case bySource
    case byTarget
  }

  /// For the kernels; its pointers are valid as long as this table.
  let list: liquid_synapse_list
  /// The place in the wiring's order of each synapse of the table.
  let order: [Int]

  // Owned, of fixed size, freed in deinit and written only by `load`.
  private let starts: UnsafeMutablePointer<Int32>
  private let others: UnsafeMutablePointer<Int32>
  private let synapses: UnsafeMutablePointer<liquid_synapse>

  init(_ wired: [Wiring.Synapse], groups: Int, grouping: Grouping) {
    let group: (Int) -> Int = { grouping == .bySource ? wired[$0].source : wired[$0].target }
    let other: (Int) -> Int = { grouping == .bySource ? wired[$0].target : wired[$0].source }
    order = wired.indices.sorted { (group($0), other($0)) < (group($1), other($1)) }
    starts = .allocate(capacity: groups + 1)
    others = .allocate(capacity: wired.count)
    synapses = .allocate(capacity: wired.count)
    starts.initialize(repeating: 0, count: groups + 1)
    for index in wired.indices { starts[group(index) + 1] += 1 }
    for index in 0..<groups { starts[index + 1] += starts[index] }
    for (place, index) in order.enumerated() {
      (others + place).initialize(to: Int32(other(index)))
      (synapses + place).initialize(to: liquid_synapse(slope: 0, offset: 0, w: 0, erev: 0))
    }
    list = liquid_synapse_list(groups: Int32(groups), starts: starts, others: others, synapses: synapses)
  }

  deinit {
    starts.deallocate()
    others.deallocate()
    synapses.deallocate()
  }

  /// Takes over the synapses' parameters.
  func load(_ values: SynapseValues) {
    let log2e: Float = 1.442695041
    for (place, index) in order.enumerated() {
      let scaled = values.sigma[index] * log2e
      synapses[place] = liquid_synapse(
        slope: -scaled, offset: scaled * values.mu[index], w: values.w[index], erev: values.erev[index])
    }
  }
}
